"""Who may see a request, and what of it: the only door to one. Hidden and absent are the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock
from designer.access import may
from designer.document import ProcessDocument
from designer.queries import document_of
from flows import errors
from flows.models import Assignment, Attachment, Case, Decision, State, Task, Watch
from flows.staff import staff
from org.access import auditors_only
from org.models import Employee, Grant
from org.models.rules import Right
from org.queries import snapshot
from org.snapshot import OrgSnapshot

Who = Employee | int
"""An employee, or his id."""

SEEING = (Right.SEE, Right.MANAGE)


def visible_cases(user: Who) -> QuerySet[Case]:
    """Every request that somebody may see (DESIGN, "Who sees a case"): his own; those he is or was asked
    about; while he stands in, what the absent one is asked; his boss's, for an assistant; what he,
    responsible for a process, was told to be late; by his grants, whatever was ever sent. Nobody who is not
    active sees anything."""
    return _visible(user, None)


def visible_of(user: Who, cases: Collection[int]) -> frozenset[int]:
    """Which of these requests he may see. However much else he may see is not looked at."""
    return frozenset(_visible(user, cases).filter(pk__in=cases).order_by().values_list("pk", flat=True))


def _visible(user: Who, among: Collection[int] | None) -> QuerySet[Case]:
    who = _id(user)
    org = snapshot()
    code = staff(org).codes.get(who)
    if code is None or not org.employees[code].active:
        return Case.objects.none()
    grants = list(Grant.objects.filter(employee=who, active=True, right__in=SEEING).select_related("unit"))
    if any(not grant.process and grant.unit_id is None for grant in grants):
        return Case.objects.filter(_own([who]) | Q(sent_at__isnull=False))
    return Case.objects.filter(pk__in=_seen(who, code, org, grants, among))


def _seen(
    who: int, code: str, org: OrgSnapshot, grants: list[Grant], among: Collection[int] | None
) -> QuerySet[Case]:
    """The keys, each leg by an index of its own; `among`: of these requests only."""
    ids = staff(org).ids
    bosses = [ids[boss] for boss in bosses_of(org, code)]
    absent = [ids[holder] for holder in standing_in_for(org, code)]

    def keys(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
        return (rows if among is None else rows.filter(**{f"{key}__in": among})).values(key)

    cases = Case.objects.order_by()
    legs = [
        keys(Assignment.objects.filter(employee__in=[who, *bosses]), "case"),
        keys(_watches(who), "case"),
    ]
    if bosses:
        legs.append(keys(cases.filter(_own(bosses), sent_at__isnull=False), "pk"))
    if absent:
        legs.append(keys(Assignment.objects.filter(employee__in=absent, until=None), "case"))
    legs += [keys(cases.filter(_granted(grant, org)), "pk") for grant in grants]
    return keys(cases.filter(_own([who])), "pk").union(*legs)


def _watches(who: int) -> QuerySet[Watch]:
    """What he was told to be late or asked to help with, while it is on its way: neither a draft again nor
    over."""
    return Watch.objects.filter(employee=who, case__state__in=(State.RUNNING, State.REWORK))


def _own(people: list[int]) -> Q:
    return Q(requester__in=people) | Q(entered_by__in=people) | Q(requested_for__in=people)


def _granted(grant: Grant, org: OrgSnapshot) -> Q:
    condition = Q(sent_at__isnull=False)
    if grant.process:
        condition &= Q(process__code=grant.process)
    if grant.unit is not None:
        condition &= Q(unit__code__in=org.subtree(grant.unit.code))
    return condition


def bosses_of(org: OrgSnapshot, code: str) -> Iterator[str]:
    """Whom somebody assists today."""
    today = clock.today(org.zone_of(code))
    for one in org.assistances:
        begun = one.since is None or one.since <= today
        if one.assistant == code and begun and (one.until is None or today <= one.until):
            yield one.boss


def standing_in_for(org: OrgSnapshot, code: str) -> Iterator[str]:
    """For whom somebody stands in now."""
    now = clock.now()
    for absence in org.absences:
        if absence.substitute == code:
            day = now.astimezone(org.zone_of(absence.employee)).date()
            if absence.starts <= day <= absence.ends:
                yield absence.employee


def may_see(case: Case, user: Who) -> bool:
    """Whether the request exists for him."""
    return visible_cases(user).filter(pk=case.pk).exists()


def case_for(case: int, user: Who) -> Case:
    """The request. Raises NoSuchRequest, hidden and absent alike."""
    found = visible_cases(user).filter(pk=case).first()
    if found is None:
        raise errors.NoSuchRequest
    return found


def task_for(task: int, user: Who) -> Task:
    """A task of a request that he may see. Raises NoSuchRequest."""
    found = Task.objects.filter(pk=task, process__in=visible_cases(user)).select_related("process").first()
    if found is None:
        raise errors.NoSuchRequest
    return found


def may_manage(case: Case, user: Who) -> bool:
    """Whether a grant lets him manage it: give tasks to others, mend red items."""
    org = snapshot()
    grants = Grant.objects.filter(employee=_id(user), active=True, right=Right.MANAGE).select_related("unit")
    return any(
        (not grant.process or grant.process == case.process.code)
        and (grant.unit is None or staff(org).unit_codes[case.unit_id] in org.subtree(grant.unit.code))
        for grant in grants
    )


def may_hand_out(case: Case, user: Who) -> bool:
    """Whether a grant lets him give its tasks to others: never those of his own request (ROUTING,
    principle 6), or he would pick who approves it."""
    principals = (case.requester_id, case.entered_by_id, case.requested_for_id)
    return _id(user) not in principals and may_manage(case, user)


def takes_part(case: Case, user: Who) -> bool:
    """Whether the request is his, or he is or was asked about it."""
    who = _id(user)
    if who in (case.requester_id, case.entered_by_id, case.requested_for_id):
        return True
    return Assignment.objects.filter(case=case, employee=who).exists()


def visible_fields(case: Case, user: Who) -> frozenset[str]:
    """Codes of the fields he may see: everything for those whose request it is and for grants, else the
    union of what his places may see; what he is or was asked, himself, for an absent one or for his boss.
    A field that is not among them leaves by no door."""
    return visible_fields_of([case], user)[case.pk]


def visible_fields_of(cases: Sequence[Case], user: Who) -> dict[int, frozenset[str]]:
    """The same for many requests that he may see, by id: in three statements, however many they are."""
    who = _id(user)
    found = {case.pk: frozenset(document_of(case.version_id).fields) for case in cases}
    rest = [case for case in cases if not _whole(case, [who])]
    if not rest:
        return found
    org = snapshot()
    code = staff(org).codes[who]
    people = [staff(org).ids[one] for one in (code, *bosses_of(org, code), *standing_in_for(org, code))]
    grants = list(Grant.objects.filter(employee=who, active=True, right__in=SEEING).select_related("unit"))
    rest = [
        case
        for case in rest
        if not _whole(case, people[1:]) and not any(_covers(grant, case, org) for grant in grants)
    ]
    return found | _seen_at_places(rest, who, people)


def _seen_at_places(cases: Sequence[Case], who: int, people: list[int]) -> dict[int, frozenset[str]]:
    """What they are or were asked about; and of what he watches the whole, or what every step may see."""
    keys = [case.pk for case in cases]
    places: dict[int, set[tuple[str, str]]] = {key: set() for key in keys}
    asked = (
        Assignment.objects.filter(case__in=keys, employee__in=people) if keys else Assignment.objects.none()
    )
    for key, kind, step in asked.values_list("case_id", "task__kind", "task__step"):
        places[key].add((kind, step))
    found = {case.pk: _seen_at(document_of(case.version_id), places[case.pk]) for case in cases}
    partly = [case.pk for case in cases if found[case.pk] != frozenset(document_of(case.version_id).fields)]
    watched = dict(_watches(who).filter(case__in=partly).values_list("case_id", "whole"))
    for case in cases:
        if case.pk in watched:
            found[case.pk] |= document_of(case.version_id).seen_everywhere
    return {key: seen for key, seen in found.items() if not watched.get(key)}


def _seen_at(document: ProcessDocument, places: Iterable[tuple[str, str]]) -> frozenset[str]:
    seen: frozenset[str] = frozenset()
    for kind, step in places:
        known = document.steps.get(step)
        if kind in (Task.Kind.REWORK, Task.Kind.ATTENTION) or known is None:
            return frozenset(document.fields)
        seen |= document.seen_by(known)
    return seen


def _whole(case: Case, people: list[int]) -> bool:
    return any(one in people for one in (case.requester_id, case.entered_by_id, case.requested_for_id))


def _covers(grant: Grant, case: Case, org: OrgSnapshot) -> bool:
    """Whether the grant is over the request: what `_granted` asks of the database."""
    return (
        case.sent_at is not None
        and (not grant.process or grant.process == document_of(case.version_id).code)
        and (grant.unit is None or staff(org).unit_codes[case.unit_id] in org.subtree(grant.unit.code))
    )


def visible_files(case: Case, user: Who, fields: Iterable[str] | None = None) -> QuerySet[Attachment]:
    """The files of a request that he may see, removed ones among them: in fields that he may see, and beside
    the form. `fields`: only these, where he does not read it alone. The scan of a decision on paper shows all
    that its decider could see: it is there for who sees every field, who decided and who entered it. A file
    that is not among them leaves by no door."""
    seen = visible_fields(case, user) if fields is None else frozenset(fields)
    found = Attachment.objects.filter(case=case, field__in=[*seen, ""])
    if seen >= frozenset(document_of(case.version_id).fields):
        return found
    anothers = Decision.objects.filter(case=case, scan=OuterRef("sha256")).exclude(by=_id(user))
    return found.exclude(Q(Exists(anothers), field="") & ~Q(uploaded_by=_id(user)))


def attachment_for(case: int, attachment: int, user: Who) -> Attachment:
    """A file of a request that he may see. Raises NoSuchFile, hidden and absent alike."""
    row = visible_cases(user).filter(pk=case).first()
    found = visible_files(row, user).filter(pk=attachment).first() if row is not None else None
    if found is None:
        raise errors.NoSuchFile
    return found


def may_start(user: Who, process: str) -> bool:
    """Whether he may start a request of the process."""
    return may(user, "start", process)


def require_start(user: int, process: str) -> None:
    """Raises MayNotStart; AuditorsStartNothing where the reason is that he only audits."""
    if may_start(user, process):
        return
    if auditors_only().filter(pk=user).exists():
        raise errors.AuditorsStartNothing
    raise errors.MayNotStart


def _id(user: Who) -> int:
    return user if isinstance(user, int) else int(user.pk)
