"""A field of the document as an input on a page: plain frozen values that a template draws."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any, Protocol

from django.utils.translation import gettext as _

from designer.document.fields import ComputedField, Field, FilesField, MoneyField, NumberField
from designer.form.views import FieldView, SectionView
from designer.part import Text, say
from designer.route.facts import Stored
from designer.values.show import Lookups, show, typed_number
from flows.previews import Picture

WIDE = frozenset({"long_text", "files", "choices"})
LONG_TEXT = 100
LONG_LIST = 12


@dataclass(frozen=True, slots=True)
class Picked:
    """Something that can be picked: an option, an item, a person, a unit."""

    code: str
    label: str
    picked: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in a form's field or on a card. `size` is in bytes; `picture` is what there is to see of it, on
    a card."""

    pk: int
    name: str
    kind: str
    size: int
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Input:
    """One field. `state` is posted back, so that the server knows which fields to draw again."""

    code: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    shown: bool = True
    editable: bool = True
    wide: bool = False
    errors: tuple[str, ...] = ()
    value: str = ""
    label_of_value: str = ""
    currency: str = ""
    picks: tuple[Picked, ...] = ()
    files: tuple[FileLine, ...] = ()
    text: str = ""
    suffix: str = ""
    max_length: int | None = None
    accept: str = ""
    max_megabytes: int = 0
    max_count: int = 0

    @property
    def name(self) -> str:
        return f"f-{self.code}"

    @property
    def state(self) -> str:
        return f"{'s' if self.shown else 'h'}{'r' if self.required else 'o'}"

    @property
    def more_files(self) -> bool:
        return len(self.files) < self.max_count


@dataclass(frozen=True, slots=True)
class InputSection:
    """Inputs under one heading. `shown` False: all of them are hidden by rules for now."""

    code: str
    label: str
    inputs: tuple[Input, ...]

    @property
    def shown(self) -> bool:
        return any(one.shown for one in self.inputs)


class Sources(Lookups, Protocol):
    """Names behind codes, and the items of short lists; a long list is searched as one types."""

    def items(self, catalog: str) -> Sequence[tuple[str, str]]: ...


@dataclass(frozen=True)
class Filling:
    """What the inputs show: stored values, over them what was typed just now. Moments are typed and drawn in
    `zone`; `place` names it beside them where the reader's own clock shows another time."""

    values: Mapping[str, Stored]
    language: str
    zone: tzinfo
    sources: Sources
    typed: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, Sequence[Text]] = field(default_factory=dict)
    files: Mapping[str, Sequence[FileLine]] = field(default_factory=dict)
    place: str = ""


def build_sections(sections: Collection[SectionView], filling: Filling) -> tuple[InputSection, ...]:
    """The inputs of a form, section by section."""
    return tuple(
        InputSection(
            one.section.code,
            say(one.section.label, filling.language),
            tuple(build_input(view, filling) for view in one.fields),
        )
        for one in sections
    )


def build_input(view: FieldView, filling: Filling) -> Input:
    """One field with its value, or with what was typed into it when that could not be read."""
    one, language = view.field, filling.language
    drawn = Input(
        code=one.code,
        kind=one.type,
        label=say(one.label, language),
        help=_whose_clock(one, filling),
        required=view.required,
        shown=view.shown,
        editable=view.editable,
        wide=one.type in WIDE or (getattr(one, "max_length", 0) or 0) > LONG_TEXT,
        errors=tuple(say(text, language) for text in filling.errors.get(one.code, ())),
        text=show(one, filling.values.get(one.code), language, filling.sources, filling.zone),
        max_length=getattr(one, "max_length", None),
    )
    draw = _DRAW.get(one.type, _draw_text)
    return draw(drawn, one, filling)


def _current(code: str, filling: Filling) -> Any:
    return filling.typed[code] if code in filling.typed else filling.values.get(code)


def _draw_text(drawn: Input, one: Field, filling: Filling) -> Input:
    value = _current(one.code, filling)
    return replace(drawn, value="" if value is None else str(value))


def _number_typed(code: str, filling: Filling) -> str:
    if code in filling.typed:
        return str(filling.typed[code] if filling.typed[code] is not None else "")
    return typed_number(str(filling.values.get(code) or ""), filling.language)


def _draw_number(drawn: Input, one: Field, filling: Filling) -> Input:
    assert isinstance(one, NumberField)
    drawn = replace(_draw_text(drawn, one, filling), value=_number_typed(one.code, filling))
    return replace(drawn, suffix=say(one.unit_label, filling.language))


def _draw_money(drawn: Input, one: Field, filling: Filling) -> Input:
    assert isinstance(one, MoneyField)
    value = _current(one.code, filling)
    amount, currency = ("", one.currencies[0])
    if isinstance(value, Mapping):
        amount, currency = str(value.get("amount", "")), str(value.get("currency", currency))
        amount = amount if one.code in filling.typed else typed_number(amount, filling.language)
    picks = tuple(Picked(code, code, code == currency) for code in one.currencies)
    return replace(drawn, value=amount, currency=currency, picks=picks)


def _draw_moment(drawn: Input, one: Field, filling: Filling) -> Input:
    value = _current(one.code, filling)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return replace(drawn, value="" if value is None else str(value))
    local = moment.astimezone(filling.zone) if moment.tzinfo else moment  # a typed one is local already
    return replace(drawn, value=local.strftime("%Y-%m-%dT%H:%M"))


def _whose_clock(one: Field, filling: Filling) -> str:
    """The help of a field; of a moment, with where its clock stands."""
    said = say(one.help, filling.language)
    if one.type != "datetime" or not filling.place:
        return said
    return f"{said} {_('Local time: {place}').format(place=filling.place)}".strip()


def _draw_tick(drawn: Input, one: Field, filling: Filling) -> Input:
    return replace(drawn, value="on" if _current(one.code, filling) else "")


def _draw_choice(drawn: Input, one: Field, filling: Filling) -> Input:
    value = _current(one.code, filling)
    chosen = value if isinstance(value, list | tuple) else (value,)
    options = getattr(one, "options", ())
    picks = tuple(Picked(o.code, say(o.label, filling.language), o.code in chosen) for o in options)
    kind = "select" if one.type == "choice" and len(picks) > 5 else one.type
    return replace(drawn, kind=kind, picks=picks, value=str(value or ""))


def _draw_item(drawn: Input, one: Field, filling: Filling) -> Input:
    items = filling.sources.items(getattr(one, "catalog", ""))
    value = str(_current(one.code, filling) or "")
    if len(items) > LONG_LIST:
        return _draw_named(drawn, one, filling)
    picks = tuple(Picked(code, label, code == value) for code, label in items)
    return replace(drawn, kind="select", picks=picks, value=value)


def _draw_named(drawn: Input, one: Field, filling: Filling) -> Input:
    value = str(_current(one.code, filling) or "")
    label = show(one, value or None, filling.language, filling.sources, filling.zone)
    return replace(drawn, kind="named", value=value, label_of_value=label)


def _draw_files(drawn: Input, one: Field, filling: Filling) -> Input:
    assert isinstance(one, FilesField)
    return replace(
        drawn,
        files=tuple(filling.files.get(one.code, ())),
        accept=", ".join(ACCEPTED[kind] for kind in one.accept),
        max_megabytes=one.max_megabytes,
        max_count=one.max_count,
    )


def _draw_computed(drawn: Input, one: Field, filling: Filling) -> Input:
    assert isinstance(one, ComputedField)
    return replace(drawn, editable=False)


ACCEPTED = {
    "pdf": "PDF",
    "image": "JPG, PNG",
    "word": "Word",
    "excel": "Excel",
    "csv": "CSV",
    "text": "TXT",
    "zip": "ZIP",
    "eml": "EML",
}

_DRAW: dict[str, Callable[[Input, Field, Filling], Input]] = {
    "number": _draw_number,
    "money": _draw_money,
    "datetime": _draw_moment,
    "yes_no": _draw_tick,
    "choice": _draw_choice,
    "choices": _draw_choice,
    "item": _draw_item,
    "employee": _draw_named,
    "unit": _draw_named,
    "request": _draw_named,
    "files": _draw_files,
    "computed": _draw_computed,
}
