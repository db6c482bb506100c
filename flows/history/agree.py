"""What the events of a request say of it, against what its other rows and its files say: the app may write
most of them, so the chain alone does not protect them. Left out is what the planner works out anew from
events and company: tasks and who is asked, stage, due times."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from designer.queries import document_of
from flows.columns import lasting_titles, repeated
from flows.files import path_of
from flows.history.chain import NAMES, veil
from flows.history.told import Row, Told
from flows.models import Attachment, Case, Comment, Decision, Remark

REFERENCES = {
    "requester", "requested_for", "entered_by", "unit", "position", "process", "by", "on_behalf_of", "owner",
    "author", "uploaded_by", "answered_by",
}  # fmt: skip
"""Columns that refer to something with a code."""

REQUEST = (
    "process", "version", "requester", "requested_for", "entered_by", "unit", "position", "copied_from",
    "press", "number", "rates", "state", "status", "round", "sent_at", "finished",
)  # fmt: skip
REPEATING = ("title", "amount", "currency", "urgent")
DECISION = (
    "place", "step", "round", "by", "on_behalf_of", "entered_by", "scan", "as_what", "position", "outcome",
    "reason", "covered", "fingerprint", "at",
)  # fmt: skip
REMARK = (
    "number", "owner", "round", "text", "made_at", "answer", "answer_text", "answered_by", "answered_at",
)  # fmt: skip
COMMENT = ("author", "text", "at")
FILE = ("field", "name", "kind", "size", "sha256", "uploaded_by", "uploaded_at", "removed_at")
CENT = Decimal("0.01")
DOCUMENTS = """
SELECT d.case_id, d.name, d.sha256, d.head IS NOT DISTINCT FROM e.hash
FROM flows_document d LEFT JOIN flows_event e ON e.case_id = d.case_id AND e.number = d.events_count
WHERE d.case_id = ANY(%s) ORDER BY d.id
"""


def disagreements(batch: Mapping[int, Told], *, read_files: bool = True) -> Iterator[tuple[int, str]]:
    """(request, what its rows or files say otherwise). Six statements for a batch; every file is read, unless
    somebody waits for the answer."""
    ids = list(batch)
    for row in Case.objects.filter(pk__in=ids).values("pk", "values", *_lookups(REQUEST), *REPEATING):
        yield from ((row["pk"], what) for what in _of_the_request(batch[row["pk"]], row))
    decisions, remarks = (
        _rows(Decision, (*DECISION, *NAMES), ids),
        _rows(Remark, REMARK, ids, "decision__place"),
    )
    comments, files = _rows(Comment, COMMENT, ids), _rows(Attachment, FILE, ids)
    for case, told in batch.items():
        found = (
            *_decisions(case, told, decisions[case]),
            *_remarks(told, remarks[case]),
            *_comments(told, comments[case]),
            *_files(told, files[case]),
        )
        yield from ((case, what) for what in found)
    if read_files:
        yield from _contents(batch)
    yield from _printed(ids, read_files=read_files)


def _of_the_request(told: Told, row: Row) -> Iterator[str]:
    held = _named(row, REQUEST)
    document = document_of(row["version"])
    again = repeated(document, told.values)
    amount = None if again.amount is None else again.amount.quantize(CENT, ROUND_HALF_UP)
    titles = lasting_titles(document, told.values)
    said = told.request | {"amount": amount, "currency": again.currency, "urgent": again.urgent}
    said["title"] = row["title"] if titles is None or row["title"] in titles else min(titles)
    for name in (*REQUEST, *REPEATING):
        if held.get(name, row.get(name)) != said[name]:
            yield _("its column “{name}” does not say what its history says").format(name=name)
    for code in sorted({*told.values, *row["values"]}):
        if told.values.get(code) != row["values"].get(code):
            yield _("its field “{field}” does not hold what its history says").format(field=code)


def _decisions(case: int, told: Told, rows: list[Row]) -> Iterator[str]:
    if len(told.decisions) != len(rows):
        yield _("its decisions are not those of its history")
        return
    for number, (said, row) in enumerate(zip(told.decisions, rows, strict=True), start=1):
        other = [name for name in DECISION if said[name] != row[name]]
        veiled = {name: veil(case, said["place"], name, row[name]) for name in NAMES}
        other += [name for name in NAMES if said["names"].get(name) != veiled[name]]
        sentence = _("decision {number}: its column “{name}” does not say what its history says")
        yield from (sentence.format(number=number, name=name) for name in other)


def _remarks(told: Told, rows: list[Row]) -> Iterator[str]:
    if len(told.remarks) != len(rows):
        yield _("its remarks are not those of its history")
        return
    for number, (said, row) in enumerate(zip(told.remarks, rows, strict=True), start=1):
        sentence = _("remark {number}: its column “{name}” does not say what its history says")
        for name in REMARK:
            if said[name] != row[name]:
                yield sentence.format(number=number, name=name)
        if said["place"] != row["decision__place"]:
            yield sentence.format(number=number, name="decision")


def _comments(told: Told, rows: list[Row]) -> Iterator[str]:
    if len(told.comments) != len(rows):
        yield _("its comments are not those of its history")
        return
    for number, (said, row) in enumerate(zip(told.comments, rows, strict=True), start=1):
        sentence = _("comment {number}: its column “{name}” does not say what its history says")
        yield from (sentence.format(number=number, name=one) for one in COMMENT if said[one] != row[one])


def _files(told: Told, rows: list[Row]) -> Iterator[str]:
    if len(told.files) != len(rows):
        yield _("its files are not those of its history")
        return
    for said, row in zip(told.files, rows, strict=True):
        sentence = _("the file “{file}”: its column “{name}” does not say what its history says")
        yield from (sentence.format(file=said["name"], name=one) for one in FILE if said[one] != row[one])


def _contents(batch: Mapping[int, Told]) -> Iterator[tuple[int, str]]:
    """Every content that was ever attached lies where it was put, unchanged; each is read once."""
    read: dict[str, str | None] = {}
    for case, told in batch.items():
        for file in told.files:
            sha256 = file["sha256"]
            if sha256 not in read:
                read[sha256] = _digest(sha256)
            if read[sha256] is None:
                yield case, _("the content of the file “{file}” is missing").format(file=file["name"])
            elif read[sha256] != sha256:
                yield case, _("the content of the file “{file}” was changed").format(file=file["name"])


def _printed(ids: list[int], *, read_files: bool) -> Iterator[tuple[int, str]]:
    """Every printed document is as it was printed, and from this history."""
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, [ids])
        rows = list(cursor.fetchall())
    for case, name, sha256, is_of_this in rows:
        found = _digest(sha256) if read_files else sha256
        if found is None:
            yield case, _("the printed document “{file}” is missing").format(file=name)
        elif found != sha256:
            yield case, _("the printed document “{file}” was changed").format(file=name)
        if not is_of_this:
            yield case, _("the printed document “{file}” names another history").format(file=name)


def _digest(sha256: str) -> str | None:
    try:
        with open(path_of(sha256), "rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return None


def _rows(model: type[Model], names: tuple[str, ...], ids: list[int], *more: str) -> dict[int, list[Row]]:
    """The rows of each request in the order in which they were made."""
    order = "number" if model is Remark else "pk"
    lookups = _lookups(names, model)
    found: Iterable[dict[str, Any]] = (
        model._default_manager.filter(case__in=ids).order_by(order).values("case", *lookups, *more)
    )
    by_case: dict[int, list[Row]] = defaultdict(list, {case: [] for case in ids})
    for row in found:
        by_case[row["case"]].append(row | _named(row, names, model))
    return by_case


def _lookup(name: str, model: type[Model]) -> str:
    """By code, where the column refers to something that has one."""
    is_code = name in REFERENCES and model._meta.get_field(name).is_relation
    return f"{name}__code" if is_code else name


def _lookups(names: tuple[str, ...], model: type[Model] = Case) -> list[str]:
    return [_lookup(name, model) for name in names]


def _named(row: Row, names: tuple[str, ...], model: type[Model] = Case) -> Row:
    return {name: row[_lookup(name, model)] for name in names}
