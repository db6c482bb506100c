"""A new request: a draft, seen by nobody else, planned only when it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from viewflow.workflow.status import PROCESS

from common import clock
from designer.form import initial_values
from designer.models import ProcessVersion
from designer.queries import document_of, live_version
from flows import access, errors
from flows.actions.filling import fill_draft, keep
from flows.assisting import assists
from flows.engine import store
from flows.engine.desk import Desk
from flows.engine.flow import CaseFlow
from flows.history.payloads import Started
from flows.models import Case
from flows.staff import Staff, staff
from org.queries import snapshot
from org.snapshot import OrgSnapshot


@dataclass(frozen=True)
class Beginning:
    """Who begins a request, for whom, in which capacity, from what; `requester`: whose it is, when an
    assistant enters it for his boss."""

    actor: int
    requested_for: int | None = None
    position: int | None = None
    copied_from: int | None = None
    press: str | None = None
    requester: int | None = None

    @property
    def owner(self) -> int:
        """Whose request it will be."""
        return self.requester or self.actor


@transaction.atomic(durable=True)
def start_case(
    *,
    process: str,
    actor: int,
    requester: int | None = None,
    requested_for: int | None = None,
    position: int | None = None,
    values: Mapping[str, Any] | None = None,
    press: str | None = None,
) -> int:
    """Make a draft; its id. `values` are typed values by field code. The same press again: the same draft.

    `requester`: whose request it is, else the actor's own; only an assistant enters one for his boss, who
    must be allowed to start it himself. `requested_for`: for whom it is, else the requester; `position`: in
    which capacity of his (ROUTING 10). Raises NoSuchProcess, ProcessNotLive, MayNotStart, MayNotStartFor,
    NoSuchEmployee, NotYourCapacity, NotSaved.
    """
    known = _already(actor, press)
    if known is not None:
        return known
    version = live_version(process)
    if version is None:
        raise errors.NoSuchProcess
    beginning = Beginning(actor, requested_for, position, None, press, requester)
    _require_for(beginning)
    access.require_start(beginning.owner, process)
    desk = _apply_start(version, beginning)
    if values:
        fill_draft(desk, values, actor)
    return _write(desk, actor, press)


def _already(actor: int, press: str | None) -> int | None:
    """The draft that this press made; whoever presses twice at once waits here for the first."""
    if not press:
        return None
    store.alone(f"start:{actor}:{press}")
    return Case.objects.filter(entered_by=actor, press=press).values_list("pk", flat=True).first()


def _require_for(beginning: Beginning) -> None:
    if beginning.owner != beginning.actor and not assists(snapshot(), beginning.actor, beginning.owner):
        raise errors.MayNotStartFor


def _apply_start(version: ProcessVersion, beginning: Beginning) -> Desk:
    """The transition: a row for the request, and its desk; the caller fills in values and records it."""
    org = snapshot()
    people = staff(org)
    person = _person(org, people, beginning)
    case = _row(version, beginning, person, org, people)
    document = document_of(version.pk)
    desk = Desk(case, document, org, people, clock.now(), [], {}, [])
    keep(desk, initial_values(document))
    return desk


def _person(org: OrgSnapshot, people: Staff, beginning: Beginning) -> str:
    """The code of the person it is for, the capacity checked."""
    for who in (beginning.actor, beginning.owner, beginning.requested_for or beginning.owner):
        code = people.code(who)
        if not org.employees[code].active:
            raise errors.NoSuchEmployee
    if beginning.position is not None:
        picked = people.position_codes.get(beginning.position)
        if picked not in org.positions_of.get(code, ()):
            raise errors.NotYourCapacity
    return code


def _row(version: ProcessVersion, beginning: Beginning, person: str, org: OrgSnapshot, people: Staff) -> Case:
    position = people.position_codes.get(beginning.position or 0)
    case = Case(
        flow_class=CaseFlow,
        status=PROCESS.NEW,
        created=clock.now(),
        process_id=version.process_id,
        version_id=version.pk,
        requester_id=beginning.owner,
        entered_by_id=beginning.actor,
        requested_for_id=people.ids[person],
        unit_id=people.unit_ids[start_unit(org, person, position)],
        position_id=beginning.position,
        copied_from_id=beginning.copied_from,
        stage=document_of(version.pk).stage_of_draft,
        press=beginning.press,
    )
    case.save(force_insert=True)
    return case


def start_unit(org: OrgSnapshot, person: str, position: str | None) -> str:
    """The unit of the capacity, else of the main position, else the company."""
    held = position or next(iter(org.positions_of.get(person, ())), None)
    if held is not None:
        return org.positions[held].unit
    return next(code for code in sorted(org.units) if org.units[code].parent is None)


def _write(desk: Desk, actor: int, press: str | None, *, by_repeat: bool = False) -> int:
    case = desk.case
    desk.act(
        Started(
            process=desk.document.code,
            version=case.version_id,
            requester=desk.code(case.requester_id),
            requested_for=desk.code(case.requested_for_id),
            unit=desk.staff.unit_codes[case.unit_id],
            position=None if case.position_id is None else desk.staff.position_codes[case.position_id],
            values=case.values,
            copied_from=case.copied_from_id,
            by_repeat=by_repeat,
        ),
        actor,
    )
    desk.content_changed()
    desk.finish(actor, press)
    return case.pk
