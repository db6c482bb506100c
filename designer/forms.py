"""Forms of the designer's screens. What they hold is checked by the actions; the forms only carry it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from designer.document.fields import UnitKind
from designer.document.process import Setting
from designer.models import Catalog, CatalogItem
from designer.part import Scalar, Text, say
from org.forms.fields import PickField
from org.queries import snapshot

MOST_BYTES = 1_000_000


class PackageForm(forms.Form):
    """A package: a file, or its text."""

    file = forms.FileField(label=_("File"), required=False)
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    wide = ("file", "text")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        file = found.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("The package is too large: at most 1 MB."))
        elif file is None and not found.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste the text of a package."))
        return found

    def package(self) -> str | bytes:
        """What was given; a file stands before a text."""
        file = self.cleaned_data.get("file")
        content: str | bytes = file.read() if file is not None else self.cleaned_data["text"]
        return content


class AnswersForm(forms.Form):
    """The settings that a package asks for."""

    wide = ()

    def __init__(self, settings_: tuple[Setting, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in settings_:
            self.fields[f"s_{setting.code}"] = _setting_field(setting)

    def answers(self) -> dict[str, Scalar]:
        """By the setting's code."""
        return {name.removeprefix("s_"): value for name, value in self.cleaned_data.items()}


class ItemForm(forms.Form):
    """An item of a list: a label in each language, the attributes of its list."""

    wide = ("label_en", "label_ru")

    def __init__(self, catalog: Catalog, item: CatalogItem | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(item), **kwargs})
        self.fields["code"] = forms.CharField(label=_("Code"), max_length=60, disabled=item is not None)
        for language, name in settings.LANGUAGES:
            self.fields[f"label_{language}"] = forms.CharField(
                label=_("Label ({language})").format(language=name), max_length=500, required=False
            )
        for attribute in catalog.attributes:
            self.fields[f"a_{attribute['code']}"] = _attribute_field(attribute)
        self.fields["is_active"] = forms.BooleanField(label=_("Can be chosen"), required=False)

    def label(self) -> Text:
        """One language filled in: a text for all; several: a map."""
        found = {code: self.cleaned_data.get(f"label_{code}", "") for code, _name in settings.LANGUAGES}
        filled = {code: text for code, text in found.items() if text}
        return filled if len(filled) > 1 else next(iter(filled.values()), "")

    def attributes(self) -> dict[str, Any]:
        """What was typed, by attribute code."""
        return {
            name.removeprefix("a_"): self.cleaned_data[name] for name in self.fields if name.startswith("a_")
        }

    def refuse(self, errors: Mapping[str, Iterable[str]]) -> None:
        """The sentences of the action at their fields."""
        first = settings.LANGUAGES[0][0]
        for name, sentences in errors.items():
            field = {"code": "code", "label": f"label_{first}"}.get(name, f"a_{name}")
            for sentence in sentences:
                self.add_error(field if field in self.fields else None, sentence)


def _initial(item: CatalogItem | None) -> dict[str, Any]:
    if item is None:
        return {"is_active": True}
    first = settings.LANGUAGES[0][0]
    labels = {first: item.label} if isinstance(item.label, str) else item.label
    found = {f"label_{language}": text for language, text in labels.items()}
    attributes = {f"a_{code}": value for code, value in item.attributes.items()}
    return {"code": item.code, "is_active": item.is_active, **found, **attributes}


def _attribute_field(attribute: Mapping[str, Any]) -> forms.Field:
    label = say(attribute["label"], _language())
    kind = attribute["type"]
    if kind == "yes_no":
        return forms.BooleanField(label=label, required=False)
    if kind == "employee":
        return PickField("employees", label=label, required=False)
    if kind == "unit":
        return forms.ChoiceField(label=label, required=False, choices=_units)
    widget = forms.DateInput(attrs={"type": "date"}) if kind == "date" else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget)


def _setting_field(setting: Setting) -> forms.Field:
    said: dict[str, Any] = {
        "label": say(setting.label, _language()),
        "help_text": say(setting.help, _language()),
        "initial": setting.default,
    }
    if setting.type == "yes_no":
        return forms.BooleanField(required=False, **said)
    if setting.type == "unit_kind":
        kinds = UnitKind.__args__  # type: ignore[attr-defined]
        return forms.ChoiceField(choices=[(kind, KINDS[kind]) for kind in kinds], **said)
    if setting.type == "role":
        return forms.ChoiceField(choices=_roles(str(setting.default)), **said)
    if setting.type == "choice":
        return forms.ChoiceField(choices=[(one, one) for one in setting.options], **said)
    return forms.CharField(max_length=200, **said)


KINDS = {
    "company": _("company"),
    "legal_entity": _("legal entity"),
    "branch": _("branch"),
    "department": _("department"),
    "division": _("division"),
    "team": _("team"),
}


def _roles(default: str) -> list[tuple[str, str]]:
    """The company's roles, and the package's own proposal even if the company has no such role yet."""
    roles = {role.code: role.name(_language()) for role in snapshot().roles.values()}
    roles.setdefault(default, default)
    return sorted(roles.items(), key=lambda one: one[1])


def _units() -> list[tuple[str, str]]:
    units = sorted(snapshot().units.values(), key=lambda unit: unit.name)
    return [("", "—"), *((unit.code, f"{unit.name} ({unit.code})") for unit in units if unit.active)]


def _language() -> str:
    return (get_language() or "en")[:2]
