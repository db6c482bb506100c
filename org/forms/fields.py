"""Fields that speak in codes: people, units and positions are searched for, hours are typed as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from org.imports import cells
from org.queries import people, snapshot
from org.records.kinds import Intervals


class Combo(forms.Widget):
    """A text that searches on the server; the code picked is what is posted."""

    template_name = "org/combo.html"

    def __init__(self, find: str) -> None:
        super().__init__()
        self.find = find

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """From the project's templates: the default renderer of forms knows only those of Django."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["combo"] = {
            "name": name,
            "value": value or "",
            "label": label_of(self.find, value) if value else "",
            "url": reverse("org:find", args=[self.find]),
        }
        return context


def label_of(find: str, code: str) -> str:
    """How the picked one is called; an unknown code is shown as it was typed."""
    if find == "employees":
        found = people([code]).get(code)
        return found.name if found else code
    org = snapshot()
    if find == "units":
        return org.units[code].name if code in org.units else code
    post = org.positions.get(code)
    return f"{post.title} ({code})" if post else code


class PickField(forms.CharField):
    """A code of an employee, a unit or a position; nothing is None."""

    def __init__(self, find: str, **more: Any) -> None:
        super().__init__(widget=Combo(find), empty_value=None, **more)


class RoleField(forms.ChoiceField):
    """A role's code; nothing is None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=_roles, **more)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


def _roles() -> Iterable[tuple[str, str]]:
    from django.utils.translation import get_language

    language = get_language() or "en"
    roles = sorted((role.name(language), role.code) for role in snapshot().roles.values())
    return [("", "—"), *((code, name) for name, code in roles)]


class CalendarField(forms.ChoiceField):
    """A calendar's code; nothing is None."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=lambda: [("", "—"), *((c, c) for c in sorted(snapshot().calendars))], **more)

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class UnitsField(forms.MultipleChoiceField):
    """Several units."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=_units, widget=forms.SelectMultiple(attrs={"size": 7}), **more)

    def clean(self, value: Any) -> Any:
        return tuple(sorted(super().clean(value)))


def _units() -> Iterable[tuple[str, str]]:
    units = sorted(snapshot().units.values(), key=lambda unit: unit.name)
    return [(unit.code, f"{unit.name} ({unit.code})") for unit in units if unit.active]


class ManyField(forms.MultipleChoiceField):
    """Several of a few, as a tuple in the order of the choices."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **more)

    def clean(self, value: Any) -> Any:
        picked = super().clean(value)
        return tuple(code for code, _label in list(self.choices) if code in picked)  # type: ignore[arg-type]


class CodesField(forms.CharField):
    """Codes with commas between them, as a tuple."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> Any:
        return cells.codes(super().to_python(value) or "")


class HoursField(forms.CharField):
    """Working hours as text, in minutes from midnight. Empty: a day off."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("help_text", _("For example 09:00-13:00, 14:00-18:00. Empty: a day off."))
        super().__init__(required=False, **more)

    def prepare_value(self, value: Any) -> Any:
        return hours_text(tuple(value)) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> Any:
        try:
            return cells.hours(super().to_python(value) or "")
        except cells.BadCell as error:
            raise forms.ValidationError(str(error)) from error


def hours_text(intervals: Intervals) -> str:
    """Minutes as 09:00-13:00, 14:00-18:00."""
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in intervals)


def date_field(**more: Any) -> forms.DateField:
    """A date with the browser's own chooser."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **more)
