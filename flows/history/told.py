"""What the events of a request say that its other rows must hold, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flows.history.payloads import (
    Answered,
    Attached,
    Commented,
    Detached,
    RemarkAnswered,
    Saved,
    SentOff,
    Started,
)
from flows.models import State

Row = dict[str, Any]
"""Column → value: employees, units and positions by code, moments aware."""

OVER = {State.DECLINED.value: "DONE", State.COMPLETED.value: "DONE", State.CANCELLED.value: "CANCELED"}


@dataclass(frozen=True, slots=True)
class _Event:
    actor: str | None
    on_behalf_of: str | None
    at: datetime
    press: str | None
    said: Mapping[str, Any]


@dataclass
class Told:
    """The rows as the events tell them, in the order in which they were made."""

    request: Row = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    decisions: list[Row] = field(default_factory=list)
    remarks: list[Row] = field(default_factory=list)
    comments: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)

    def hear(self, body: Mapping[str, Any]) -> None:
        """One more event: the names of its body (`chain.seal`)."""
        event = _Event(
            body["actor"],
            body["on_behalf_of"],
            datetime.fromisoformat(body["at"]),
            body.get("press"),
            body["payload"],
        )
        if (heard := _HEARD.get(body["kind"])) is not None:
            heard(self, event)
        if (state := event.said.get("then", {}).get("state")) is not None:
            self._stands(state, event)

    def _stands(self, state: str, event: _Event) -> None:
        self.request["state"] = state
        if state in OVER:
            self.request |= {"status": OVER[state], "finished": event.at}

    def _change(self, changes: Mapping[str, Any]) -> None:
        for code, (_old, new) in changes.items():
            self._set(code, new)

    def _set(self, code: str, value: Any) -> None:
        self.values.pop(code, None)
        if value is not None:
            self.values[code] = value

    def _started(self, event: _Event) -> None:
        said = event.said
        self.values = dict(said.get("values", {}))
        self.request = {name: said[name] for name in ("process", "version", "requester", "requested_for")}
        self.request |= {name: said.get(name) for name in ("unit", "position", "copied_from")}
        self.request |= {"entered_by": event.actor, "press": event.press, "number": "", "rates": {}}
        self.request |= {"state": State.DRAFT.value, "status": "NEW", "round": 0}
        self.request |= {"sent_at": None, "finished": None}

    def _saved(self, event: _Event) -> None:
        self._change(event.said["changes"])

    def _attached(self, event: _Event) -> None:
        said, code = event.said, event.said.get("field", "")
        file = {name: said[name] for name in ("sha256", "name", "size")} | {"kind": said["file_kind"]}
        if code:
            self.values[code] = [*self.values.get(code, ()), file]
        by = {"uploaded_by": event.actor, "uploaded_at": event.at, "removed_at": None}
        self.files.append({"field": code, **file, **by})

    def _detached(self, event: _Event) -> None:
        code, sha256 = event.said.get("field", ""), event.said["sha256"]
        if code:
            left = [one for one in self.values.get(code, ()) if one["sha256"] != sha256]
            self._set(code, left or None)
        for row in self.files:
            if (row["field"], row["sha256"], row["removed_at"]) == (code, sha256, None):
                row["removed_at"] = event.at

    def _sent(self, event: _Event) -> None:
        said = event.said
        self.values = dict(said.get("values", {}))
        self.request |= {"number": said["number"], "rates": said.get("rates", {}), "round": said["round"]}
        self.request["unit"] = said.get("unit") or self.request["unit"]
        self.request["sent_at"] = self.request["sent_at"] or event.at

    def _decided(self, event: _Event) -> None:
        said = event.said
        self._change(said.get("changes", {}))
        row = {name: said[name] for name in ("place", "step", "round", "outcome", "as_what")}
        row |= {name: said.get(name) or "" for name in ("position", "reason", "fingerprint")}
        row |= {"by": event.actor, "on_behalf_of": event.on_behalf_of, "at": event.at}
        row |= {"entered_by": said.get("entered_by"), "scan": said.get("scan", "")}
        self.decisions.append(row | {"covered": said.get("covered", {}), "names": said.get("names", {})})
        if row["scan"]:
            self._scanned(event)
        for text in said.get("remarks", ()):
            self.remarks.append(_remark(event, text, len(self.remarks) + 1))

    def _scanned(self, event: _Event) -> None:
        """What was entered from paper brings the scan of it, beside the form."""
        said = event.said
        file = {name: said["paper"][name] for name in ("name", "size", "kind")} | {"sha256": said["scan"]}
        by = {"uploaded_by": said["entered_by"], "uploaded_at": event.at, "removed_at": None}
        self.files.append({"field": "", **file, **by})

    def _remark_answered(self, event: _Event) -> None:
        said = event.said
        row = self.remarks[said["remark"] - 1]
        row |= {"answer": said["answer"], "answer_text": said.get("text", "")}
        row |= {"answered_by": event.actor, "answered_at": event.at}

    def _commented(self, event: _Event) -> None:
        self.comments.append({"author": event.actor, "text": event.said["text"], "at": event.at})


def _remark(event: _Event, text: str, number: int) -> Row:
    made = {"number": number, "text": text, "owner": event.actor, "made_at": event.at}
    of = {"place": event.said["place"], "round": event.said["round"]}
    return made | of | {"answer": "", "answer_text": "", "answered_by": None, "answered_at": None}


_HEARD: dict[str, Callable[[Told, _Event], None]] = {
    Started.KIND: Told._started,
    Saved.KIND: Told._saved,
    Attached.KIND: Told._attached,
    Detached.KIND: Told._detached,
    SentOff.KIND: Told._sent,
    Answered.KIND: Told._decided,
    RemarkAnswered.KIND: Told._remark_answered,
    Commented.KIND: Told._commented,
}
