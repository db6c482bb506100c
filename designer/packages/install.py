"""Installs a package: one process, its version and what its lists lack, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from designer.access import grant_all, require_install
from designer.document.findings import BadPackage, Finding
from designer.document.load import Loaded, content_hash, dump_document, load_package, stored_digest
from designer.document.process import SCHEMA, Catalog, ProcessDocument
from designer.document.settings import Answers
from designer.errors import InstalledMeanwhile, PackageRefused
from designer.models import Catalog as CatalogRow
from designer.models import CatalogItem, Process, ProcessVersion, item_keys
from designer.packages.compare import changed_attributes, changed_types, lacking
from designer.packages.report import CatalogChange, InstallReport
from designer.queries import document_of
from org.ledger import Noted, note, note_all
from org.models import Employee
from org.queries import snapshot


@dataclass(frozen=True, slots=True)
class _Job:
    """An installation under way; `process` None when there is none yet."""

    package: Loaded
    hash: str
    process: Process | None
    actor_id: int | None
    note: str

    @property
    def document(self) -> ProcessDocument:
        return self.package.document


def install(
    *,
    text: str | bytes,
    answers: Answers | None = None,
    actor_id: int | None = None,
    note: str = "",
    dry_run: bool = False,
) -> InstallReport:
    """Installs a package of YAML text with these answers to its settings. A new version is made only when it
    says something else than the current one; lists gain what they lack and keep what they have.

    `actor_id` None is the installation itself. Raises PackageRefused with sentences by path, MayNotInstall,
    MayNotDesign, MayNotPublish, InstalledMeanwhile; then nothing has changed. A dry run changes nothing and
    tells the same."""
    package = _loaded(text, answers)
    try:
        return _install(package=package, actor_id=actor_id, note=note, dry_run=dry_run)
    except IntegrityError as error:
        raise InstalledMeanwhile from error


@transaction.atomic(durable=True)
def _install(*, package: Loaded, actor_id: int | None, note: str, dry_run: bool) -> InstallReport:
    process = Process.objects.select_for_update().filter(code=package.document.code).first()
    require_install(actor_id, process)
    job = _Job(package, content_hash(package.document), process, actor_id, note[:500])
    _refuse_changes(job)
    catalogs = tuple(_catalog(job, catalog, dry_run) for catalog in job.document.catalogs)
    version = None if _says_the_same(job) else _new_version(job, dry_run)
    return InstallReport(
        process=job.document.code,
        is_new=process is None,
        number=version.number if version else None,
        version_id=version.pk if version else _current(job),
        catalogs=catalogs,
        warnings=tuple(lacking(job.document, snapshot())),
        dry_run=dry_run,
    )


def refusal(findings: tuple[Finding, ...] | list[Finding]) -> PackageRefused:
    """The findings as an error, in the language in force; the path `""` is the package as a whole."""
    fields: dict[str, list[str]] = {}
    for finding in findings:
        sentence = finding.sentence(_)
        if finding.line:
            sentence = _("{sentence} (line {line})").format(sentence=sentence, line=finding.line)
        fields.setdefault(finding.path, []).append(sentence)
    return PackageRefused(fields)


def _loaded(text: str | bytes, answers: Answers | None) -> Loaded:
    try:
        return load_package(text, answers)
    except BadPackage as error:
        raise refusal(error.findings) from error


def _refuse_changes(job: _Job) -> None:
    findings: list[Finding] = []
    if job.process is not None:
        rows = job.process.versions.values_list("number", "pk")
        findings += changed_types(job.document, [(number, document_of(pk)) for number, pk in rows])
    there = {row.code: row.attributes for row in CatalogRow.objects.all()}
    for at, catalog in enumerate(job.document.catalogs):
        findings += changed_attributes(at, catalog, there.get(catalog.code, []))
    if findings:
        raise refusal(findings)


def _says_the_same(job: _Job) -> bool:
    current = job.process.current_version if job.process else None
    return current is not None and current.content_hash == job.hash


def _current(job: _Job) -> int | None:
    return job.process.current_version_id if job.process else None


# -- writing -----------------------------------------------------------------------------------------------


def _new_version(job: _Job, dry_run: bool) -> ProcessVersion:
    process = job.process or Process(code=job.document.code)
    last = process.versions.order_by("number").last() if process.pk else None
    version = ProcessVersion(
        process=process,
        number=last.number + 1 if last else 1,
        schema_number=SCHEMA,
        document=dump_document(job.document),
        source=job.package.source,
        settings=job.package.settings,
        content_hash=job.hash,
        note=job.note,
        created_by_id=job.actor_id,
    )
    if not dry_run:
        _save(version, process, job)
    return version


def _save(version: ProcessVersion, process: Process, job: _Job) -> None:
    before = process.current_version
    _repeat(process, job.document)
    process.save()
    version.process = process
    version.save()
    process.current_version = version
    process.save(update_fields=["current_version"])
    _note_version(job, version, before)
    if job.process is None and job.actor_id is not None:
        grant_all(Employee.objects.get(pk=job.actor_id), process, job.actor_id)


def _note_version(job: _Job, version: ProcessVersion, before: ProcessVersion | None) -> None:
    was = (before.number, before.content_hash) if before else (None, None)
    changes = {"version": (was[0], version.number), "content_hash": (was[1], version.content_hash)}
    verb = "installed" if before is None else "new version"
    told = {**changes, "note": (None, job.note or None), "settings": (None, job.package.settings or None)}
    told["document"] = (None, stored_digest(version.document))
    source = f"package {job.document.code}"
    note("process", job.document.code, verb, actor_id=job.actor_id, changes=told, source=source)


def _note_catalog(
    job: _Job, change: CatalogChange, items: list[CatalogItem], before: dict[str, Any], row: CatalogRow
) -> None:
    entries = [Noted("item", f"{change.code} / {one.code}", "added", _item_said(one)) for one in items]
    if change.is_new or change.attributes:
        said = {name: (before.get(name), getattr(row, name)) for name in ("name", "attributes")}
        entries.append(Noted("list", change.code, "added" if change.is_new else "changed", said))
    note_all(entries, actor_id=job.actor_id, source=f"package {job.document.code}")


def _item_said(item: CatalogItem) -> dict[str, tuple[Any, Any]]:
    return {"label": (None, item.label), "attributes": (None, item.attributes)}


def _repeat(process: Process, document: ProcessDocument) -> None:
    for name, value in repeated(document).items():
        setattr(process, name, value)


def repeated(document: ProcessDocument) -> dict[str, Any]:
    """The columns of a process that lists and the menu read instead of the document."""
    return {
        "name": document.name,
        "one": document.one,
        "description": document.description,
        "icon": document.icon.replace("_", "-"),
        "category": document.category,
        "in_menu": document.in_menu,
    }


def _catalog(job: _Job, catalog: Catalog, dry_run: bool) -> CatalogChange:
    row = CatalogRow.objects.select_for_update().filter(code=catalog.code).first()
    is_new = row is None
    before = {"name": row.name, "attributes": row.attributes} if row else {}
    row = row or CatalogRow(code=catalog.code, name=catalog.label)
    known = {one["code"] for one in row.attributes}
    missing = [one for one in catalog.attributes if one.code not in known]
    there = set(row.items.values_list("code", flat=True)) if row.pk else set()
    items = [item for item in catalog.items if item.code not in there]
    if not dry_run and (is_new or missing):
        row.attributes = [*row.attributes, *(one.model_dump(mode="json") for one in missing)]
        row.save()
    codes = tuple(one.code for one in missing)
    change = CatalogChange(catalog.code, is_new, codes, tuple(item.code for item in items))
    if not dry_run:
        rows = CatalogItem.objects.bulk_create([_item(row, item) for item in items])
        _note_catalog(job, change, rows, before, row)
    return change


def _item(row: CatalogRow, item: Any) -> CatalogItem:
    kinds = {one["code"]: one["type"] for one in row.attributes}
    attributes = {code: _stored(kinds.get(code), value) for code, value in item.attributes.items()}
    keys = item_keys(item.code, item.label, attributes)
    return CatalogItem(
        catalog=row,
        code=item.code,
        label=item.label,
        attributes=attributes,
        search_key=keys[0],
        sort_key=keys[1],
    )


def _stored(kind: str | None, value: Any) -> Any:
    """Numbers are stored as text, like everywhere."""
    return str(value) if kind == "number" else value
