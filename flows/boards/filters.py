"""What a list is narrowed down to, as an address says it. What cannot be is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from common.money import Money
from flows.boards.scope import Scope
from flows.states import SHOWN_STATES

KEYS = (
    "whose", "q", "stage", "state", "requester", "unit", "waits", "amount_from", "amount_to", "currency",
    "sent_from", "sent_to", "finished_from", "finished_to", "urgent", "overdue", "red", "sort",
)  # fmt: skip
"""The filters in the order in which an address names them."""
SORTS = ("number", "requester", "amount", "sent", "due", "since", "finished")
HIDDEN = ("whose", "sort")
FINER = (
    "requester", "unit", "waits", "amount_from", "amount_to", "currency", "sent_from", "sent_to",
    "finished_from", "finished_to",
)  # fmt: skip
"""Those that stand folded away."""
OPEN = "open"
NO_SUCH_EMPLOYEE = _("There is no such employee.")
NO_SUCH_DAY = _("This is not a day.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters that were understood. People and units by code; `unit` with all below it; days in the reader's
    time zone, both included; `state` is a code of `SHOWN_STATES` or `open`; `sort` is one of `SORTS`, with
    a `-` before it the other way round."""

    q: str = ""
    stage: str = ""
    state: str = ""
    requester: str = ""
    unit: str = ""
    waits: str = ""
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    currency: str = ""
    sent_from: date | None = None
    sent_to: date | None = None
    finished_from: date | None = None
    finished_to: date | None = None
    urgent: bool = False
    overdue: bool = False
    red: bool = False
    sort: str = ""


ISO = ["%Y-%m-%d"]
STATES = [(OPEN, _("not over")), *SHOWN_STATES]


class Filters(forms.Form):
    """The filters of a process's list. `whose` was read before, for the scope."""

    whose = forms.ChoiceField(
        required=False,
        choices=[("mine", _("Mine")), ("all", _("All I may see"))],
        error_messages={"invalid_choice": _("Requests are either yours or all that you may see.")},
    )
    q = forms.CharField(required=False, max_length=100)
    stage = forms.ChoiceField(
        required=False, label=_("Stage"), error_messages={"invalid_choice": _("There is no such stage.")}
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=STATES,
        error_messages={"invalid_choice": _("There is no such state.")},
    )
    requester = forms.CharField(required=False, label=_("Requester"))
    unit = forms.CharField(required=False, label=_("Unit, with those below"))
    waits = forms.CharField(required=False, label=_("Waits for"))
    amount_from = forms.CharField(required=False, label=_("Amount from"))
    amount_to = forms.CharField(required=False, label=_("Amount to"))
    currency = forms.ChoiceField(
        required=False,
        label=_("Currency"),
        error_messages={"invalid_choice": _("No amount here is in this currency.")},
    )
    sent_from = forms.DateField(
        required=False, label=_("Sent from"), input_formats=ISO, error_messages={"invalid": NO_SUCH_DAY}
    )
    sent_to = forms.DateField(
        required=False, label=_("Sent until"), input_formats=ISO, error_messages={"invalid": NO_SUCH_DAY}
    )
    finished_from = forms.DateField(
        required=False, label=_("Finished from"), input_formats=ISO, error_messages={"invalid": NO_SUCH_DAY}
    )
    finished_to = forms.DateField(
        required=False, label=_("Finished until"), input_formats=ISO, error_messages={"invalid": NO_SUCH_DAY}
    )
    urgent = forms.BooleanField(required=False, label=_("Urgent"))
    overdue = forms.BooleanField(required=False, label=_("Overdue"))
    red = forms.BooleanField(required=False, label=_("Needs attention"))
    sort = forms.ChoiceField(
        required=False,
        choices=[(way + one, one) for one in SORTS for way in ("", "-")],
        error_messages={"invalid_choice": _("The list cannot be put in this order.")},
    )

    def __init__(self, data: QueryDict, scope: Scope) -> None:
        super().__init__(data)
        self.scope = scope
        self._choices("stage").choices = scope.stages
        self._choices("currency").choices = [(one, one) for one in scope.currencies]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_requester(self) -> str:
        return self._employee("requester")

    def clean_waits(self) -> str:
        return self._employee("waits")

    def _employee(self, name: str) -> str:
        code = str(self.cleaned_data[name])
        if code and code not in self.scope.org.employees:
            raise forms.ValidationError(NO_SUCH_EMPLOYEE)
        return code

    def clean_unit(self) -> str:
        code = str(self.cleaned_data["unit"])
        if code and code not in self.scope.org.units:
            raise forms.ValidationError(_("There is no such unit."))
        return code

    def clean_sent_from(self) -> date | None:
        return self._day("sent_from")

    def clean_sent_to(self) -> date | None:
        return self._day("sent_to")

    def clean_finished_from(self) -> date | None:
        return self._day("finished_from")

    def clean_finished_to(self) -> date | None:
        return self._day("finished_to")

    def _day(self, name: str) -> date | None:
        """A day of a year in which every zone can tell when it begins and ends."""
        day: date | None = self.cleaned_data[name]
        if day is not None and not 1970 <= day.year < 9000:
            raise forms.ValidationError(NO_SUCH_DAY)
        return day

    def clean_amount_from(self) -> Decimal | None:
        return self._amount("amount_from")

    def clean_amount_to(self) -> Decimal | None:
        return self._amount("amount_to")

    def _amount(self, name: str) -> Decimal | None:
        text = str(self.cleaned_data[name])
        if not text:
            return None
        asked = self.data.get("currency", "")
        known = asked if asked in self.scope.currencies else next(iter(self.scope.currencies), "RUB")
        try:
            return Money.parse(text, known, self.scope.language).amount
        except Invalid as error:
            raise forms.ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = self.cleaned_data
        self._in_order("amount_from", "amount_to", _("This is less than the amount it starts from."))
        for name in ("sent", "finished"):
            self._in_order(f"{name}_from", f"{name}_to", _("This day is before the first one."))
        bounded = found.get("amount_from") is not None or found.get("amount_to") is not None
        if bounded and not found.get("currency") and "currency" not in self.errors:
            if len(self.scope.currencies) > 1:
                self.add_error("currency", _("Choose the currency of the amount."))
            else:
                found["currency"] = next(iter(self.scope.currencies), "")
        return found

    def _in_order(self, first: str, last: str, sentence: Any) -> None:
        start, end = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if start is not None and end is not None and end < start:
            self.add_error(last, sentence)

    @property
    def wanted(self) -> Wanted:
        """Of a valid form."""
        found = {key: self.cleaned_data[key] for key in KEYS if key != "whose"}
        return Wanted(**found)

    @property
    def said(self) -> list[str]:
        """What is wrong with what has no field on the page."""
        return [str(text) for name in HIDDEN for text in self.errors.get(name, ())]

    @property
    def finer(self) -> int:
        """How many of the finer filters are in use."""
        return sum(bool(self.data.get(name)) for name in FINER)

    @property
    def finer_wrong(self) -> bool:
        """Whether one of them is wrong."""
        return any(name in self.errors for name in FINER)

    @property
    def query(self) -> str:
        """The filters as an address, without what belongs to one visit."""
        return canonical(self.data)

    @property
    def narrowed(self) -> bool:
        """Whether any filter is in use."""
        return any(self.data.get(key) for key in KEYS if key not in HIDDEN)

    def without(self, name: str) -> str:
        """The same filters with one taken away."""
        return canonical({key: self.data.get(key, "") for key in KEYS if key != name})


def canonical(data: Mapping[str, Any]) -> str:
    """The filters of an address in their order, all else left out: equal filters are equal texts."""
    return urlencode([(key, str(data[key])) for key in KEYS if data.get(key)])
