"""Folds a request's typed acts into what the planner needs of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from designer.route.facts import Cancelled, Decided, History, Reassigned, Recalled, Sent, Taken

Standing = Literal["draft", "running", "cancelled"]
REFUSES = frozenset({"return_for_rework", "decline"})


@dataclass(frozen=True, slots=True)
class Folded:
    """The history so far, folded.

    `round` counts the sendings. `decisions` holds the latest response of each place since everybody was
    last asked (ROUTING 26); `refusals` those of this very round that return or decline. `taken` names who
    of a group took the task in this round, `given` whom a place was given to, oldest first. `agreed`
    are the sign-offs and completions of all rounds, `decided_own` decided an approval in their own right,
    `heard` are the places that answered in this round, `typists` typed in what others had decided, in any."""

    round: int = 0
    standing: Standing = "draft"
    decisions: Mapping[str, Decided] = field(default_factory=dict)
    refusals: Mapping[str, Decided] = field(default_factory=dict)
    heard: frozenset[str] = frozenset()
    taken: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, tuple[Reassigned, ...]] = field(default_factory=dict)
    decided_own: frozenset[str] = frozenset()
    agreed: tuple[Decided, ...] = ()
    typists: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Fold:
    """The same while it is being folded."""

    round: int = 0
    standing: Standing = "draft"
    decisions: dict[str, Decided] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)
    given: dict[str, tuple[Reassigned, ...]] = field(default_factory=dict)

    def sent(self, act: Sent) -> None:
        self.round += 1
        self.standing = "running"
        self.heard.clear()
        self.taken.clear()
        if act.ask == "everybody":
            self.decisions.clear()

    def take(self, act: Taken) -> None:
        if act.by is None:
            self.taken.pop(act.place, None)
        else:
            self.taken[act.place] = act.by

    def decided(self, act: Decided) -> None:
        self.decisions[act.place] = act
        self.heard.add(act.place)

    def refusals(self) -> dict[str, Decided]:
        if self.standing == "draft":
            return {}
        return {key: self.decisions[key] for key in self.heard if self.decisions[key].outcome in REFUSES}


def fold(history: History) -> Folded:
    """The acts, oldest first, folded. Whatever comes after a cancellation is not looked at."""
    at = _Fold()
    for act in history:
        match act:
            case Sent():
                at.sent(act)
            case Decided():
                at.decided(act)
            case Taken():
                at.take(act)
            case Reassigned():
                at.given[act.place] = (*at.given.get(act.place, ()), act)
            case Recalled():
                at.standing = "draft"
            case Cancelled():
                at.standing = "cancelled"
                break
    return _folded(at, tuple(act for act in history if isinstance(act, Decided)))


def _folded(at: _Fold, decided: tuple[Decided, ...]) -> Folded:
    own = (act.by for act in decided if act.outcome != "complete" and act.on_behalf_of is None)
    return Folded(
        round=at.round,
        standing=at.standing,
        decisions=at.decisions,
        refusals=at.refusals(),
        heard=frozenset(at.heard),
        taken=at.taken,
        given=at.given,
        decided_own=frozenset(own),
        agreed=tuple(act for act in decided if act.outcome not in REFUSES),
        typists=frozenset(act.entered_by for act in decided if act.entered_by is not None),
    )
