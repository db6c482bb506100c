"""One form per kind of record."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.text import sort_key
from org import ports
from org.forms.fields import (
    CalendarField,
    HoursField,
    ManyField,
    PickField,
    RoleField,
    UnitsField,
    date_field,
)
from org.imports.sheets import WEEK
from org.models.rules import Right
from org.models.structure import SubstituteRule, UnitKind
from org.records import KINDS, Record

LANGUAGES = [("", _("as at the first log-in")), ("en", "English"), ("ru", "Русский")]


class RecordForm(forms.Form):
    """`stored` is the record that is edited, None for a new one; its key cannot be changed."""

    kind: ClassVar[str]
    wide: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stored: Record | None = None, initial: Any = None) -> None:
        self.stored = stored
        super().__init__(data, initial={**(initial or {}), **self.values_of(stored)})
        self.initial["seen"] = fingerprint(stored)
        for name in KINDS[self.kind].key if stored is not None else ():
            if name in self.fields:
                self.fields[name].disabled = True

    def values_of(self, stored: Record | None) -> dict[str, Any]:
        names = KINDS[self.kind].fields if stored is not None else ()
        return {name: getattr(stored, name) for name in names}

    def record(self) -> Record:
        """The record as the form says it, what is not on the form as it was stored."""
        said = {name: value for name, value in self.said().items() if name in KINDS[self.kind].fields}
        if self.stored is not None:
            return replace(self.stored, **said)
        return KINDS[self.kind].record(**said)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    @property
    def stale(self) -> bool:
        """Whether the stored record is no longer the one this form was filled from."""
        return self.data.get("seen", "") != fingerprint(self.stored)


def fingerprint(record: Record | None) -> str:
    return hashlib.sha256(repr(record).encode()).hexdigest()[:20] if record is not None else ""


class UnitForm(RecordForm):
    kind = "unit"
    wide = ("name", "served_by")
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("It never changes."))
    parent = PickField("units", label=_("Belongs to"), required=False)
    head = PickField(
        "positions",
        label=_("Head"),
        required=False,
        help_text=_("The position that heads it, not the person."),
    )
    city = forms.CharField(label=_("City"), max_length=100, required=False)
    time_zone = forms.CharField(
        label=_("Time zone"), max_length=64, required=False, help_text=_("Empty: as in the unit above.")
    )
    calendar = CalendarField(label=_("Calendar"), required=False, help_text=_("Empty: as in the unit above."))
    legal_entity = PickField(
        "units",
        label=_("Legal entity"),
        required=False,
        help_text=_("The payer by default. Empty: as above."),
    )
    tax_number = forms.CharField(label=_("Tax number"), max_length=20, required=False)
    served_by = UnitsField(
        label=_("Served by"),
        required=False,
        help_text=_("Units whose people work for this one: its accounting, its HR."),
    )
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices, initial=UnitKind.DIVISION)
        order = list(self.fields)
        self.fields["kind"] = kinds
        self.order_fields([*order[:3], "kind", *order[3:]])


class PositionForm(RecordForm):
    kind = "position"
    wide = ("title", "may_substitute")
    title = forms.CharField(label=pgettext_lazy("of a position", "Title"), max_length=200)
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("It never changes."))
    unit = PickField("units", label=_("Unit"))
    role = RoleField(label=_("Role"), required=False, help_text=_("What routes look for."))
    holder = PickField("employees", label=_("Holder"), required=False, help_text=_("Empty: vacant."))
    acting = PickField(
        "employees",
        label=_("Acting"),
        required=False,
        help_text=_("Holds the position in full right for the time being."),
    )
    may_substitute = ManyField(
        label=_("Who may stand in for the holder"), required=False, choices=SubstituteRule.choices
    )
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("may_substitute", list(SubstituteRule.values))


class EmployeeForm(RecordForm):
    kind = "employee"
    code = forms.CharField(label=_("Personnel number"), max_length=20, help_text=_("It never changes."))
    email = forms.CharField(label=_("E-mail"), max_length=254, help_text=_("Also the name to log in with."))
    last_name = forms.CharField(label=_("Last name"), max_length=100)
    first_name = forms.CharField(label=_("First name"), max_length=100)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=100, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    main_position = PickField(
        "positions",
        label=_("Main position"),
        required=False,
        help_text=_("The capacity used when none is picked. Who holds a position is set there."),
    )
    hired = date_field(label=_("Hired"), required=False)

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "email": self.cleaned_data["email"].casefold()}


class RoleForm(RecordForm):
    kind = "role"
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("It never changes."))
    name_en = forms.CharField(label=_("Name in English"), max_length=100)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=100, required=False)
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)


class OwnAbsenceForm(RecordForm):
    """One's own absence, or that of somebody whose absences one may enter."""

    kind = "absence"
    wide = ("note",)
    starts = date_field(label=_("First day"))
    ends = date_field(label=_("Last day"))
    named_substitute = PickField(
        "employees",
        label=_("Substitute"),
        required=False,
        help_text=_(
            "Decides meanwhile. Whoever the position does not allow is refused; the absence is saved anyway."
        ),
    )
    processes = ManyField(
        label=_("Only in these processes"), required=False, help_text=_("None ticked: in all of them.")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Not shown to those who wait for a decision."),
    )
    field_order: tuple[str, ...] = ("starts", "ends", "named_substitute", "anyway", "processes", "note")

    def __init__(self, *args: Any, employee: str = "", **kwargs: Any) -> None:
        self.whose = employee
        super().__init__(*args, **kwargs)
        for name in ("starts", "processes"):
            self.fields[name].disabled = False
        self._offer_processes()

    @property
    def confirmed(self) -> str:
        """The doubt that was read and is put aside."""
        return str(self.data.get("anyway", ""))

    def ask_whether_anyway(self, doubt: str) -> None:
        """Offer to save in spite of this doubt; all that was typed stays."""
        typed = cast("QueryDict", self.data).copy()
        typed.pop("anyway", None)
        self.data = typed
        anyway = forms.CheckboxInput(attrs={"value": doubt})
        self.fields["anyway"] = forms.BooleanField(label=_("Save anyway"), required=False, widget=anyway)
        self.order_fields(self.field_order)

    def _offer_processes(self) -> None:
        """Those of today, and those that the absence names already; no field when there are none."""
        stored = getattr(self.stored, "processes", ())
        names: dict[str, str] = {**{code: code for code in stored}, **ports.process_names()}
        offered: list[tuple[str, str]] = sorted(names.items(), key=lambda one: sort_key(one[1]))
        cast(ManyField, self.fields["processes"]).choices = offered
        if not names:
            del self.fields["processes"]

    def said(self) -> dict[str, Any]:
        return {"employee": self.whose, **self.cleaned_data}


class AbsenceForm(OwnAbsenceForm):
    employee = PickField("employees", label=_("Employee"))
    kind_of = forms.CharField(label=_("Reason"), max_length=100, required=False)
    field_order = ("employee", "starts", "ends", "named_substitute", "anyway", "processes", "kind_of", "note")

    def values_of(self, stored: Record | None) -> dict[str, Any]:
        values = super().values_of(stored)
        return {**values, "kind_of": values.get("kind", "")}

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "kind": self.cleaned_data["kind_of"]}


class AssistantForm(RecordForm):
    kind = "assistant"
    boss = PickField("employees", label=_("Boss"))
    assistant = PickField("employees", label=_("Assistant"))
    since = date_field(label=_("Since"), required=False)
    until = date_field(label=_("Until"), required=False)


class AuthorityForm(RecordForm):
    kind = "authority"
    role = RoleField(label=_("Role"), required=False)
    position = PickField(
        "positions", label=_("Position"), required=False, help_text=_("Either a role or a position.")
    )
    process = forms.CharField(
        label=_("Process"), max_length=80, required=False, help_text=_("Empty: any process.")
    )
    item = forms.CharField(
        label=_("Cash-flow item"), max_length=80, required=False, help_text=_("Empty: any item.")
    )
    limit = forms.DecimalField(
        label=_("Approval limit"),
        required=False,
        max_digits=18,
        decimal_places=2,
        help_text=_("In the company's currency. Empty: without limit."),
        localize=True,
    )
    starts = date_field(label=_("From"), required=False)
    ends = date_field(label=_("Until"), required=False)
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)

    def values_of(self, stored: Record | None) -> dict[str, Any]:
        """The limit in digits: normalized as it is stored it would be shown as 1E+5."""
        values = super().values_of(stored)
        limit = values.get("limit")
        return values if limit is None else {**values, "limit": limit.quantize(Decimal("0.01"))}


class CalendarForm(RecordForm):
    kind = "calendar"
    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("It never changes."))
    name = forms.CharField(label=_("Name"), max_length=100)
    monday = HoursField(label=_("Monday"))
    tuesday = HoursField(label=_("Tuesday"))
    wednesday = HoursField(label=_("Wednesday"))
    thursday = HoursField(label=_("Thursday"))
    friday = HoursField(label=_("Friday"))
    saturday = HoursField(label=_("Saturday"))
    sunday = HoursField(label=_("Sunday"))

    def values_of(self, stored: Record | None) -> dict[str, Any]:
        values = super().values_of(stored)
        return {**values, **dict(zip(WEEK, values.get("week", ()), strict=False))}

    def said(self) -> dict[str, Any]:
        return {**self.cleaned_data, "week": tuple(self.cleaned_data[day] for day in WEEK)}


class CalendarDayForm(RecordForm):
    kind = "calendar_day"
    calendar = CalendarField(label=_("Calendar"))
    day = date_field(label=_("Day"))
    intervals = HoursField(label=_("Working time"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RateForm(RecordForm):
    kind = "rate"
    currency = forms.CharField(label=_("Currency"), max_length=3, help_text=_("Three letters, as in USD."))
    day = date_field(label=_("From"))
    value = forms.DecimalField(label=_("Rate"), max_digits=18, decimal_places=6, localize=True)


class GrantForm(RecordForm):
    kind = "grant"
    employee = PickField("employees", label=_("Employee"))
    right = forms.ChoiceField(label=_("Right"), choices=Right.choices)
    process = forms.CharField(
        label=_("Process"), max_length=80, required=False, help_text=_("Its code. Empty: all processes.")
    )
    unit = PickField(
        "units", label=_("Unit"), required=False, help_text=_("With all units below it. Empty: everything.")
    )
    active = forms.BooleanField(label=_("Active"), required=False, initial=True)
