"""One request as one file: values, history, decisions, files and printed documents, with checksums and a
script that checks them without this platform."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _

from common import clock
from designer.document import ProcessDocument
from designer.part import say
from designer.queries import document_of
from flows import files
from flows.access import case_for, visible_fields
from flows.errors import NoSuchRequest
from flows.models import Case, Event
from org.models import Employee

CHUNK = 256 * 1024
SCRIPT = Path(__file__).with_name("check.py")
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


@dataclass
class _Packing:
    """An archive under way: every entry is noted with its size and checksum."""

    archive: zipfile.ZipFile
    noted: dict[str, dict[str, Any]] = field(default_factory=dict)

    def text(self, name: str, text: str) -> None:
        self.put(name, [text.encode()])

    def data(self, name: str, found: Any) -> None:
        self.text(name, json.dumps(found, ensure_ascii=False, indent=1, default=_plain) + "\n")

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        seen, size = hashlib.sha256(), 0
        with self.archive.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                entry.write(chunk)
                seen.update(chunk)
                size += len(chunk)
        self.noted[name] = {"sha256": seen.hexdigest(), "size": size}


def pack(case: int, reader: Employee) -> tuple[str, IO[bytes]]:
    """The name of the archive and the archive itself, open for reading. Raises NoSuchRequest: also for who
    does not see every field of the request."""
    row = case_for(case, reader)
    document = document_of(row.version_id)
    if visible_fields(row, reader) < frozenset(document.fields):
        raise NoSuchRequest
    found = TemporaryFile()  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        _fill(_Packing(archive), row, document)
    found.seek(0)
    return f"request-{files.clean_name(row.number or str(row.pk)).replace(' ', '-')}.zip", found


def _fill(packing: _Packing, row: Case, document: ProcessDocument) -> None:
    packing.data("request.json", _request(row, document))
    events = list(row.events.order_by("number"))
    packing.put("history.jsonl", map(_line, events))
    packing.data("decisions.json", _named(row.decisions.order_by("pk").values(*DECISION)))
    packing.data("remarks.json", _named(row.remarks.order_by("number").values(*REMARK)))
    packing.data("comments.json", _named(row.comments.order_by("pk").values(*COMMENT)))
    for number, one in enumerate(row.attachments.order_by("pk"), 1):
        _content(packing, f"files/{number:03d}-{one.name}", one.sha256)
    for number, printed in enumerate(row.documents.order_by("pk"), 1):
        _content(packing, f"documents/{number:03d}-{printed.name}", printed.sha256)
    packing.text("README.txt", _readme(row))
    packing.text("check.py", SCRIPT.read_text())
    manifest = {
        "case": row.pk,
        "number": row.number,
        "events": len(events),
        "head": row.head,
        "exported_at": clock.now(),
        "files": {name: told for name, told in packing.noted.items() if name != "check.py"},
    }
    packing.data("manifest.json", manifest)


def _content(packing: _Packing, name: str, sha256: str) -> None:
    """A content of the store; what is missing there is missing here, and the check says so."""
    try:
        with open(files.path_of(sha256), "rb") as content:
            packing.put(name, iter(lambda: content.read(CHUNK), b""))
    except FileNotFoundError:
        packing.noted[name] = {"sha256": sha256, "size": 0}


def _line(event: Event) -> bytes:
    """The stored bytes of an event as a text, with their hash: exactly what was hashed."""
    line = {"hash": event.hash, "body": bytes(event.body).decode()}
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _request(row: Case, document: ProcessDocument) -> dict[str, Any]:
    version, labels = row.version, {code: say(one.label, "en") for code, one in document.fields.items()}
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
