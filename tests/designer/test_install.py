"""Installing a package: a version only for what is new, lists that grow, all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from common.hashing import digest
from designer.document.load import content_hash, load_package
from designer.errors import MayNotInstall, NoSuchProcess, PackageRefused, VersionNeverChanges
from designer.models import Catalog, CatalogItem, Process, ProcessVersion
from designer.packages import export, install
from designer.queries import document_of
from tests.designer.conftest import NOW, Staff
from tests.designer.samples import EVERYTHING, INVOICE


def counts() -> tuple[int, int, int, int]:
    rows = (Process.objects, ProcessVersion.objects, Catalog.objects, CatalogItem.objects)
    return tuple(found.count() for found in rows)  # type: ignore[return-value]


def test_the_invoice_is_installed_with_its_lists(staff: Staff) -> None:
    report = install(text=INVOICE, actor_id=staff.designer.pk, note="First")
    assert (report.is_new, report.number, report.dry_run) == (True, 1, False)
    assert [(one.code, len(one.items)) for one in report.catalogs] == [
        ("cash_flow_items", 16),
        ("suppliers", 10),
    ]
    process = Process.objects.get(code="invoice")
    version = process.current_version
    assert version is not None
    assert (version.number, version.note, version.created_by, version.created_at) == (
        1,
        "First",
        staff.designer,
        NOW,
    )
    assert (process.label("ru"), process.in_menu) == ("Счета на оплату", True)
    assert version.settings["chain_end"] == "department"
    assert version.content_hash == content_hash(load_package(INVOICE).document)
    assert document_of(version.pk) == load_package(INVOICE).document
    assert [warning.path for warning in report.warnings][:1] == ["owner.role"]


def test_installing_the_same_again_changes_nothing(staff: Staff) -> None:
    first = install(text=INVOICE)
    before = counts()
    again = install(text="# the same, written otherwise\n" + INVOICE)
    assert (again.number, again.version_id) == (None, first.version_id)
    assert not any(again.catalogs)
    assert counts() == before


def test_other_answers_make_a_new_version_and_the_old_one_stays(staff: Staff) -> None:
    first = install(text=INVOICE)
    second = install(text=INVOICE, answers={"chain_end": "branch"})
    assert (first.number, second.number) == (1, 2)
    assert first.version_id is not None
    who = document_of(first.version_id).steps["managers"].who
    assert who.until.unit_kind == "department"  # type: ignore[union-attr]
    assert Process.objects.get().current_version_id == second.version_id


def test_a_dry_run_tells_the_same_and_changes_nothing(staff: Staff) -> None:
    told = install(text=INVOICE, dry_run=True)
    assert counts() == (0, 0, 0, 0)
    done = install(text=INVOICE)
    assert (told.number, told.catalogs, told.warnings) == (done.number, done.catalogs, done.warnings)
    assert next(told.sentences()) == "This is a dry run: nothing was changed."
    assert list(done.sentences())[:2] == [
        "New process “invoice”, version 1.",
        "List “cash_flow_items”: 16 items added.",
    ]


def test_a_list_gains_what_it_lacks_and_keeps_what_it_has(staff: Staff) -> None:
    install(text=EVERYTHING)
    CatalogItem.objects.filter(code="acme").update(label="Acme & Sons", attributes={"blocked": True})
    more = EVERYTHING.replace("items: [", "items: [{code: bolt, label: Bolt, attributes: {rating: 5}}, ")
    report = install(text=more.replace("label: Acme,", "label: Acme Ltd,"))
    assert [one.items for one in report.catalogs] == [("bolt",)]
    labels = dict(CatalogItem.objects.values_list("code", "label"))
    assert labels == {"acme": "Acme & Sons", "bolt": "Bolt"}
    assert CatalogItem.objects.get(code="acme").attributes == {"blocked": True}
    assert CatalogItem.objects.get(code="bolt").attributes == {"rating": "5"}


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        (
            "{code: note, type: text,",
            "{code: note, type: long_text,",
            "form.sections.0.fields.0.type",
            "“note” was of type text",
        ),
        (
            "catalog: suppliers}",
            "catalog: others}",
            "form.sections.0.fields.9.catalog",
            "“supplier” was picked from the list",
        ),
        (
            "{code: since, label: Since, type: date}",
            "{code: since, label: Since, type: text}",
            "catalogs.0.attributes.2",
            "The attribute",
        ),
        (
            "step: boss,",
            "step: boss, kind: work, outcomes: [complete],",
            "route.0",
            "“boss” was of kind approval in version 1",
        ),
    ],
)
def test_a_code_keeps_its_type_for_ever(everything: int, old: str, new: str, at: str, said: str) -> None:
    text = EVERYTHING.replace(old, new).replace(
        "catalogs:\n", "catalogs:\n  - {code: others, label: Others}\n"
    )
    at = at.replace("catalogs.0", "catalogs.1")
    before = counts()
    with pytest.raises(PackageRefused) as refused:
        install(text=text)
    assert refused.value.fields[at][0].startswith(said)
    assert counts() == before


def test_a_code_may_be_dropped_and_then_comes_back_only_as_it_was(everything: int) -> None:
    dropped = EVERYTHING.replace("        - {code: story, type: long_text, label: Story}\n", "")
    assert install(text=dropped).number == 2
    with pytest.raises(PackageRefused):
        install(text=EVERYTHING.replace("{code: story, type: long_text,", "{code: story, type: date,"))
    assert install(text=EVERYTHING).number == 3


def test_a_bad_package_changes_nothing_and_says_where(staff: Staff) -> None:
    with pytest.raises(PackageRefused) as refused:
        install(text=INVOICE.replace("type: long_text", "type: poem"))
    assert list(refused.value.fields) == [
        "form.sections.1.fields.2",
        "form.sections.1.fields.4",
        "form.sections.1.fields.6",
    ]
    assert "Unknown type “poem”" in refused.value.fields["form.sections.1.fields.2"][0]
    assert counts() == (0, 0, 0, 0)


def test_only_who_may_add_processes_installs_one(staff: Staff) -> None:
    for nobody in (staff.anna, staff.gone):
        with pytest.raises(MayNotInstall):
            install(text=INVOICE, actor_id=nobody.pk)
    assert counts() == (0, 0, 0, 0)


def test_a_version_never_changes_and_is_never_deleted(everything: int) -> None:
    version = ProcessVersion.objects.get()
    for change in (version.save, version.delete, ProcessVersion.objects.all().delete):
        with pytest.raises(VersionNeverChanges):
            change()
    with pytest.raises(VersionNeverChanges):
        ProcessVersion.objects.update(note="x")


@pytest.mark.parametrize(
    "statement", ["UPDATE designer_processversion SET note = 'x'", "DELETE FROM designer_processversion"]
)
def test_the_database_itself_refuses_to_change_a_version(everything: int, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ProcessVersion.objects.get().note == ""


def test_an_exported_package_installs_elsewhere_as_the_same(staff: Staff) -> None:
    install(text=INVOICE)
    text = export("invoice")
    assert "{setting: chain_end}" in text or "setting: chain_end" in text
    assert load_package(text).document == load_package(INVOICE).document
    assert install(text=text).number is None
    assert export("invoice") == text
    install(text=INVOICE, answers={"chain_end": "branch"})
    assert export("invoice", number=1) == text
    assert digest(text.encode()) != digest(INVOICE.encode())


def test_what_is_not_there_is_not_exported(staff: Staff) -> None:
    with pytest.raises(NoSuchProcess):
        export("invoice")


def test_texts_are_stored_as_they_are(staff: Staff) -> None:
    label = "<script>alert(1)</script> {{ 7*7 }} {% now 'Y' %} ${x}"
    text = EVERYTHING.replace("label: Note,", f'label: "{label}",')
    version_id: Any = install(text=text).version_id
    assert document_of(version_id).fields["note"].label == label
    assert label in export("everything")
