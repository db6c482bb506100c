"""One request as one file: values, history, decisions, files and printed documents, with checksums and a
script that checks them without this platform."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import clock
from designer.document import ProcessDocument
from designer.part import say
from designer.queries import document_of
from flows import files
from flows.access import case_for, visible_fields
from flows.audit.door import audits
from flows.audit.script import script
from flows.errors import NoSuchRequest
from flows.models import Case, Event, PrintOrder
from flows.models.papers import ONE_FILE
from flows.printing.archive import Archive, Entry
from flows.printing.orders import order, prints
from flows.printing.reading import one_moment
from org.models import Employee

COLUMNS = (
    "number", "title", "amount", "currency", "urgent", "state", "stage", "round", "sent_at", "finished",
    "rates",
)  # fmt: skip
DECISION = (
    "place", "step", "round", "by__code", "by_name", "by_title", "on_behalf_of__code", "on_behalf_name",
    "entered_by__code", "scan", "as_what", "outcome", "reason", "covered", "fingerprint", "at",
)  # fmt: skip
REMARK = (
    "number", "owner__code", "round", "text", "made_at", "answer", "answer_text", "answered_by__code",
    "answered_at",
)  # fmt: skip
COMMENT = ("author__code", "text", "at")


def order_dossier(*, case: int, by: Employee, language: str) -> PrintOrder:
    """Want a request as one file; the worker packs it. Raises NoSuchRequest: also for who is no auditor, and
    for who does not see every field of it."""
    open_to(case, by)
    return order(kind=ONE_FILE, by=by.pk, params={"case": case}, language=language)


def open_to(case: int, reader: Employee) -> tuple[Case, ProcessDocument]:
    """The request and its process. Raises NoSuchRequest."""
    if not audits(reader):
        raise NoSuchRequest
    row = case_for(case, reader)
    document = document_of(row.version_id)
    if visible_fields(row, reader) < frozenset(document.fields):
        raise NoSuchRequest
    return row, document


def _door(one: PrintOrder) -> tuple[Case, ProcessDocument]:
    return open_to(one.params["case"], one.by)


@prints(ONE_FILE, _door)
def ordered(one: PrintOrder) -> Archive:
    """Everything that is known of the request, as of one moment. Raises NoSuchRequest."""
    with one_moment():
        row, document = _door(one)
        events = list(row.events.order_by("number"))
        told = {
            "case": row.pk,
            "number": row.number,
            "events": len(events),
            "head": row.head,
            "language": one.language,
            "exported_at": clock.now().isoformat(),
        }
        name = f"request-{files.clean_name(row.number or str(row.pk)).replace(' ', '-')}.zip"
        return Archive(name, tuple(_entries(row, document, events, one.language)), told)


def _entries(row: Case, document: ProcessDocument, events: list[Event], language: str) -> Iterator[Entry]:
    yield Entry("request.json", _json(_request(row, document, language)))
    yield Entry("history.jsonl", "".join(map(_line, events)))
    yield Entry("decisions.json", _json(_named(row.decisions.order_by("pk").values(*DECISION))))
    yield Entry("remarks.json", _json(_named(row.remarks.order_by("number").values(*REMARK))))
    yield Entry("comments.json", _json(_named(row.comments.order_by("pk").values(*COMMENT))))
    for number, one in enumerate(row.attachments.order_by("pk"), 1):
        yield Entry(f"files/{number:03d}-{one.name}", sha256=one.sha256)
    for number, printed in enumerate(row.documents.order_by("pk"), 1):
        yield Entry(f"documents/{number:03d}-{printed.name}", sha256=printed.sha256)
    yield Entry("README.txt", _readme(row))
    yield Entry("check.py", script(), listed=False)


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _line(event: Event) -> str:
    """The stored bytes of an event as a text, with their hash: exactly what was hashed."""
    line = {"hash": event.hash, "body": bytes(event.body).decode()}
    return json.dumps(line, ensure_ascii=False) + "\n"


def _request(row: Case, document: ProcessDocument, language: str) -> dict[str, Any]:
    version, labels = row.version, {code: say(one.label, language) for code, one in document.fields.items()}
    people = {name: getattr(row, name) for name in ("requester", "requested_for", "entered_by")}
    return {
        "case": row.pk,
        "process": row.process.code,
        "version": version.number,
        "content_hash": version.content_hash,
        **{name: getattr(row, name) for name in COLUMNS},
        **{name: {"code": person.code, "name": person.name} for name, person in people.items()},
        "unit": row.unit.code,
        "fields": {code: {"label": labels.get(code, code), "value": one} for code, one in row.values.items()},
    }


def _named(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name.replace("__code", ""): value for name, value in row.items()} for row in rows]


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)


def _readme(row: Case) -> str:
    return "\n".join(_sentences(row)) + "\n"


def _sentences(row: Case) -> Iterator[str]:
    yield _("Request {number}: everything that is known of it.").format(number=row.number or row.pk)
    yield ""
    yield _("request.json: the values of its form, and who and what it concerns.")
    yield _("history.jsonl: a line for every event: the stored text and the SHA-256 that was stored with it.")
    yield _("decisions.json, remarks.json, comments.json: who decided and said what.")
    yield _("files, documents: what was attached, also what was taken away again, and what was printed.")
    yield _("manifest.json: the SHA-256 of every file, and the end of the history.")
    yield ""
    yield _("Check it with: python3 check.py")
    yield _("The script is short: read it before you run it, or write your own.")
    yield ""
    yield _(
        "Whoever changes this folder can compute all checksums anew. Therefore compare the end of the history"
    )
    yield _(
        "with the short code printed on the approval sheet, or with the line of this request in an anchor:"
    )
    yield f"{row.pk} {row.events_count} {row.head}"
