"""The lists and forms of the company as data: one `Screen` per kind of record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from common.days import day_text
from org import actions, models
from org.access import COMPANY_WIDE, Scope
from org.forms import (
    AssistantForm,
    AuthorityForm,
    CalendarDayForm,
    CalendarForm,
    EmployeeForm,
    GrantForm,
    PositionForm,
    RateForm,
    RecordForm,
    RoleForm,
    UnitForm,
)
from org.forms.fields import hours_text


@dataclass(frozen=True, slots=True)
class Chip:
    """A word beside a title; `tone` is ok, warn, bad, accent or nothing."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list: what it is, what stands below it in small, the further cells, words beside it."""

    pk: int
    title: str
    sub: str
    cells: tuple[str, ...]
    chips: tuple[Chip, ...] = ()
    headings: tuple[Any, ...] = ()

    @property
    def cells_under(self) -> tuple[tuple[Any, str], ...]:
        """Each further cell with its heading, which a narrow screen shows beside it."""
        return tuple(zip(self.headings, self.cells, strict=True))


@dataclass(frozen=True)
class Screen:
    """`rows` gives the stored rows that a right covers, `line` what a list shows of one."""

    kind: str
    address: str
    label: Any
    new_label: Any
    icon: str
    form: type[RecordForm]
    save: Callable[..., None]
    headings: Sequence[Any]
    rows: Callable[[Scope], QuerySet[Any]]
    line: Callable[[Any], Line]

    def shown(self, row: Any) -> Line:
        """The row as a line under this screen's headings."""
        return replace(self.line(row), headings=tuple(self.headings[1:]))

    @property
    def whole_only(self) -> bool:
        """Whether only somebody with a right over everything may change these."""
        return self.kind in COMPANY_WIDE


def _day(value: Any) -> str:
    return day_text(value) if value else "—"


def _period(since: Any, until: Any) -> str:
    return f"{_day(since)} – {_day(until)}" if since or until else "—"


def _inactive(row: Any) -> tuple[Chip, ...]:
    return () if row.active else (Chip(now_("not active")),)


def _name(person: models.Employee | None) -> str:
    return person.short_name if person is not None else "—"


# -- rows: only those the reader's right covers, with what a line shows in the same query -----


def _units(scope: Scope) -> QuerySet[models.Unit]:
    rows = models.Unit.objects.select_related("parent", "head__holder", "head__acting").order_by("code")
    return rows if scope.everything else rows.filter(code__in=scope.units)


def _positions(scope: Scope) -> QuerySet[models.Position]:
    rows = models.Position.objects.select_related("unit", "role", "holder", "acting").order_by(
        "unit__code", "code"
    )
    return rows if scope.everything else rows.filter(unit__code__in=scope.units)


def _employees(scope: Scope) -> QuerySet[models.Employee]:
    rows = models.Employee.objects.select_related("main_position__unit")
    return rows if scope.everything else rows.filter(positions__unit__code__in=scope.units).distinct()


def _assistants(scope: Scope) -> QuerySet[models.Assistant]:
    rows = models.Assistant.objects.select_related("boss", "assistant").order_by("boss__sort_key")
    return rows if scope.everything else rows.filter(boss__positions__unit__code__in=scope.units).distinct()


def _all(rows: QuerySet[Any]) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: rows.all()


# -- lines ---------------------------------------------------------------------------------------------------


def _unit_line(row: models.Unit) -> Line:
    head = row.head
    person = (head.acting or head.holder) if head is not None else None
    chips = _inactive(row)
    if head is not None and person is None:
        chips += (Chip(now_("vacant"), "warn"),)
    if head is not None and head.acting is not None:
        chips += (Chip(now_("acting"), "accent"),)
    parent = row.parent.name if row.parent is not None else "—"
    return Line(row.pk, row.name, row.code, (row.get_kind_display(), parent, _name(person), row.city), chips)


def _position_line(row: models.Position) -> Line:
    chips = _inactive(row)
    if row.acting is not None:
        chips += (Chip(now_("acting: %s") % row.acting.short_name, "accent"),)
    elif row.holder is None:
        chips += (Chip(now_("vacant"), "warn"),)
    role = row.role.name if row.role is not None else "—"
    return Line(row.pk, row.title, row.code, (row.unit.name, _name(row.holder), role), chips)


def _employee_line(row: models.Employee) -> Line:
    main = row.main_position
    place = (main.title, main.unit.name) if main is not None else ("—", "—")
    chips = () if row.is_active else (Chip(now_("left")),)
    if row.is_active and not row.has_usable_password():
        chips = (Chip(now_("not invited yet"), "warn"),)
    return Line(row.pk, row.name, row.code, (*place, row.email), chips)


def _role_line(row: Any) -> Line:
    return Line(row.pk, row.name, row.code, (row.name_en, row.name_ru, str(row.holders)), _inactive(row))


def _assistant_line(row: models.Assistant) -> Line:
    return Line(row.pk, row.boss.name, row.boss.code, (row.assistant.name, _period(row.since, row.until)))


def _authority_line(row: models.Authority) -> Line:
    if row.role is not None:
        title, sub = row.role.name, now_("role")
    else:
        title, sub = (row.position.title, row.position.code) if row.position is not None else ("—", "")
    limit = now_("without limit") if row.limit is None else number_format(row.limit, 2, force_grouping=True)
    cells = (limit, row.process or now_("any"), row.item or now_("any"), _period(row.starts, row.ends))
    return Line(row.pk, title, sub, cells, _inactive(row))


def _calendar_line(row: Any) -> Line:
    week = [hours_text([tuple(pair) for pair in day]) for day in row.week]  # type: ignore[arg-type]
    days = sum(bool(day) for day in row.week)
    return Line(row.pk, row.name, row.code, (next(filter(None, week), "—"), str(days), str(row.exceptions)))


def _calendar_day_line(row: models.CalendarDay) -> Line:
    hours = hours_text([tuple(pair) for pair in row.intervals])  # type: ignore[arg-type]
    return Line(row.pk, _day(row.day), row.note, (row.calendar.name, hours or now_("day off")))


def _rate_line(row: models.ExchangeRate) -> Line:
    return Line(row.pk, row.currency, "", (_day(row.day), number_format(row.value.normalize())))


def _grant_line(row: models.Grant) -> Line:
    unit = row.unit.name if row.unit is not None else now_("everything")
    cells = (row.get_right_display(), row.process or now_("all"), unit)
    return Line(row.pk, row.employee.name, row.employee.code, cells, _inactive(row))


def _screens() -> tuple[Screen, ...]:
    from django.db.models import Count

    roles = models.Role.objects.annotate(holders=Count("positions")).order_by("code")
    calendars = models.Calendar.objects.annotate(exceptions=Count("days")).order_by("code")
    days = models.CalendarDay.objects.select_related("calendar").order_by("-day", "calendar__code")
    authorities = models.Authority.objects.select_related("position", "role").order_by("-active", "id")
    grants = models.Grant.objects.select_related("employee", "unit").order_by("-active", "employee__sort_key")
    return (
        Screen(
            "unit", "units", _("Units"), _("New unit"), "list-ul", UnitForm, actions.save_unit,
            (_("Unit"), _("Kind"), _("Belongs to"), _("Head"), _("City")), _units, _unit_line,
        ),
        Screen(
            "position", "positions", _("Positions"), _("New position"), "pick", PositionForm,
            actions.save_position, (_("Position"), _("Unit"), _("Holder"), _("Role")),
            _positions, _position_line,
        ),
        Screen(
            "employee", "employees", _("Employees"), _("New employee"), "user", EmployeeForm,
            actions.save_employee, (_("Employee"), _("Position"), _("Unit"), _("E-mail")),
            _employees, _employee_line,
        ),
        Screen(
            "assistant", "assistants", _("Assistants"), _("New assistant"), "clipboard-list", AssistantForm,
            actions.save_assistant, (_("Boss"), _("Assistant"), _("Period")), _assistants, _assistant_line,
        ),
        Screen(
            "role", "roles", _("Roles"), _("New role"), "tag", RoleForm, actions.save_role,
            (_("Role"), _("In English"), _("In Russian"), _("Positions")), _all(roles), _role_line,
        ),
        Screen(
            "authority", "authority", _("Authority"), _("New authority"), "key", AuthorityForm,
            actions.save_authority,
            (_("Who"), _("Approval limit"), _("Process"), _("Cash-flow item"), _("Period")),
            _all(authorities), _authority_line,
        ),
        Screen(
            "calendar", "calendars", _("Calendars"), _("New calendar"), "calendar", CalendarForm,
            actions.save_calendar, (_("Calendar"), _("Hours"), _("Working days a week"), _("Exceptions")),
            _all(calendars), _calendar_line,
        ),
        Screen(
            "calendar_day", "calendar-days", _("Days off and working weekends"), _("New day"), "calendar-alt",
            CalendarDayForm, actions.save_calendar_day, (_("Day"), _("Calendar"), _("Working time")),
            _all(days), _calendar_day_line,
        ),
        Screen(
            "rate", "rates", _("Exchange rates"), _("New rate"), "decimal", RateForm, actions.save_rate,
            (_("Currency"), _("From"), _("Rate")),
            _all(models.ExchangeRate.objects.order_by("-day", "currency")), _rate_line,
        ),
        Screen(
            "grant", "grants", _("Grants"), _("New grant"), "lock-open", GrantForm, actions.save_grant,
            (_("Employee"), _("Right"), _("Process"), _("Unit")), _all(grants), _grant_line,
        ),
    )  # fmt: skip


SCREENS: dict[str, Screen] = {screen.address: screen for screen in _screens()}
