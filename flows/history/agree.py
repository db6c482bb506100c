"""What the events of a request say of it, against what its other rows say: values, decisions, remarks,
comments. The app may write those rows, so the chain alone does not protect them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

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
from flows.models import Case, Comment, Decision, Remark

Row = tuple[Any, ...]


@dataclass
class Told:
    """What the events say, in order: (place, outcome, who, reason, fingerprint), (text, answer, answer's
    text), texts."""

    number: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    decisions: list[Row] = field(default_factory=list)
    remarks: list[Row] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def hear(self, kind: str, actor: str | None, said: Mapping[str, Any]) -> None:
        """One more event."""
        if kind in _HEARD:
            _HEARD[kind](self, actor, said)

    def _change(self, changes: Mapping[str, Any]) -> None:
        for code, (_old, new) in changes.items():
            self._set(code, new)

    def _set(self, code: str, value: Any) -> None:
        self.values.pop(code, None)
        if value is not None:
            self.values[code] = value

    def _started(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        self.values = dict(said.get("values", {}))

    def _saved(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        self._change(said["changes"])

    def _attached(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        if code := said.get("field"):
            file = {name: said[name] for name in ("sha256", "name", "size")} | {"kind": said["file_kind"]}
            self.values[code] = [*self.values.get(code, ()), file]

    def _detached(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        if code := said.get("field"):
            left = [one for one in self.values.get(code, ()) if one["sha256"] != said["sha256"]]
            self._set(code, left or None)

    def _sent(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        self.number, self.values = said["number"], dict(said.get("values", {}))

    def _decided(self, actor: str | None, said: Mapping[str, Any]) -> None:
        self._change(said.get("changes", {}))
        about = (said["place"], said["outcome"], actor, said.get("reason", ""), said.get("fingerprint", ""))
        self.decisions.append(about)
        self.remarks += [(text, "", "") for text in said.get("remarks", ())]

    def _remark_answered(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        at = said["remark"] - 1
        self.remarks[at] = (self.remarks[at][0], said["answer"], said.get("text", ""))

    def _commented(self, _actor: str | None, said: Mapping[str, Any]) -> None:
        self.comments.append(said["text"])


_HEARD: dict[str, Callable[[Told, str | None, Mapping[str, Any]], None]] = {
    Started.KIND: Told._started,
    Saved.KIND: Told._saved,
    Attached.KIND: Told._attached,
    Detached.KIND: Told._detached,
    SentOff.KIND: Told._sent,
    Answered.KIND: Told._decided,
    RemarkAnswered.KIND: Told._remark_answered,
    Commented.KIND: Told._commented,
}


def disagreements(batch: Mapping[int, Told]) -> Iterator[tuple[int, str]]:
    """(request, what its rows say otherwise). Four statements for a batch."""
    ids = list(batch)
    decided = Decision.objects.order_by("pk").values_list(
        "case", "place", "outcome", "by__code", "reason", "fingerprint"
    )
    remarks = Remark.objects.order_by("number").values_list("case", "text", "answer", "answer_text")
    comments = Comment.objects.order_by("pk").values_list("case", "text")
    for case, number, values in Case.objects.filter(pk__in=ids).values_list("pk", "number", "values"):
        yield from ((case, what) for what in _of_the_request(batch[case], number, values))
    for case, rows in _rows(decided.filter(case__in=ids), ids).items():
        yield from _differ(case, batch[case].decisions, rows, _("its decisions are not those of its history"))
    for case, rows in _rows(remarks.filter(case__in=ids), ids).items():
        yield from _differ(case, batch[case].remarks, rows, _("its remarks are not those of its history"))
    for case, rows in _rows(comments.filter(case__in=ids), ids).items():
        said = [(text,) for text in batch[case].comments]
        yield from _differ(case, said, rows, _("its comments are not those of its history"))


def _of_the_request(told: Told, number: str, values: Mapping[str, Any]) -> Iterator[str]:
    if told.number != number:
        yield _("its number is not that of its history")
    for code in sorted({*told.values, *values}):
        if told.values.get(code) != values.get(code):
            yield _("its field “{field}” does not hold what its history says").format(field=code)


def _rows(found: Iterable[Row], ids: list[int]) -> dict[int, list[Row]]:
    by_case: dict[int, list[Row]] = defaultdict(list, {case: [] for case in ids})
    for case, *about in found:
        by_case[case].append(tuple(about))
    return by_case


def _differ(case: int, told: list[Row], rows: list[Row], what: str) -> Iterator[tuple[int, str]]:
    if told != rows:
        yield case, what
