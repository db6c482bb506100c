"""YAML in and out. Less than YAML allows, on purpose: no anchors, no tags, no key twice, nothing guessed.

Only `true`/`false`, `null` and whole numbers are read as such; dates, decimal numbers, `yes` and `010` stay
texts, letter by letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from designer.document.findings import BadPackage, Finding, gettext_noop

MOST_BYTES = 1_000_000
MOST_LEVELS = 50
MOST_VALUES = 60_000
Plain = dict[str, Any] | list[Any] | str | int | bool | None
Path = tuple[str | int, ...]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_CONSTANTS: dict[str, Any] = {"": None, "~": None}
_CONSTANTS |= dict.fromkeys(("null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True)
_CONSTANTS |= dict.fromkeys(("false", "False", "FALSE"), False)

TOO_LARGE = gettext_noop("The package is larger than {most} bytes.")
NOT_UTF8 = gettext_noop("The package is not UTF-8 text.")
NOT_YAML = gettext_noop("This is not YAML: {problem}.")
TOO_DEEP = gettext_noop("More than {most} levels inside each other.")
TOO_MANY = gettext_noop("More than {most} values.")
ALIAS = gettext_noop("Anchors and aliases (& and *) are not used in packages: write the value again.")
TAG = gettext_noop("Tags (“{tag}”) are not used in packages.")
TWICE = gettext_noop("“{key}” is given twice.")
NOT_A_NAME = gettext_noop("A name on the left of a colon is a text.")
SEVERAL = gettext_noop("One package in a file: nothing may follow “---”.")
NOTHING = gettext_noop("The package is empty.")
CONTROL = gettext_noop("The text contains control characters.")


@dataclass
class Read:
    """What a YAML text says, and on which line each value stands."""

    value: Plain
    lines: dict[Path, int | None] = field(default_factory=dict)


def read_yaml(text: str | bytes) -> Read:
    """The plain values of a YAML text. Raises BadPackage."""
    decoded = _decoded(text)
    builder = _Builder()
    try:
        for event in yaml.parse(decoded, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise BadPackage([_not_yaml(error)]) from error
    except (ValueError, OverflowError) as error:
        raise BadPackage([Finding("", NOT_YAML, (("problem", str(error)[:200]),))]) from error
    if not builder.done:
        raise BadPackage([Finding("", NOTHING)])
    return Read(builder.value, builder.lines)


def write_yaml(value: Plain) -> str:
    """A YAML text that `read_yaml` reads as the same value, keys in the order given."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def has_control(text: str) -> bool:
    """Does it hold control characters other than line ends and tabs, or halves of characters?"""
    return any(unicodedata.category(one) in ("Cc", "Cs") and one not in "\n\t" for one in text)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # A text that our reader would take for something else is quoted; PyYAML itself misses a few forms.
    style = '"' if _plain(text) is not text else "|" if "\n" in text.strip() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def _decoded(text: str | bytes) -> str:
    size = len(text) if isinstance(text, bytes) else len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        raise BadPackage([Finding("", TOO_LARGE, (("most", f"{MOST_BYTES:,}"),))])
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadPackage([Finding("", NOT_UTF8)]) from error


def _not_yaml(error: yaml.YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    return Finding("", NOT_YAML, (("problem", str(problem)[:200]),), mark.line + 1 if mark else None)


def _plain(text: str) -> Any:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _WHOLE.match(text) else text


@dataclass
class _Open:
    """A mapping or list being read; `key` is the mapping's key whose value comes next."""

    value: dict[str, Any] | list[Any]
    key: str | None = None


class _Builder:
    """Builds plain values from parser events, with a stack of its own instead of recursion."""

    def __init__(self) -> None:
        self.value: Plain = None
        self.done = False
        self.lines: dict[Path, int | None] = {}
        self._open: list[_Open] = []
        self._count = 0

    def take(self, event: yaml.Event) -> None:
        """One event of the parser. Raises BadPackage."""
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, ALIAS)
        if isinstance(event, yaml.DocumentStartEvent) and self.done:
            self._refuse(event, SEVERAL)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._no_tag(event, event.tag)
        if len(self._open) >= MOST_LEVELS:
            self._refuse(event, TOO_DEEP, most=MOST_LEVELS)
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._wants_key():
            self._refuse(event, NOT_A_NAME)
        self._put(event, value)
        self._open.append(_Open(value))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._no_tag(event, event.tag)
        if has_control(event.value):
            self._refuse(event, CONTROL)
        if self._wants_key():
            self._key(event)
            return
        self._put(event, _plain(event.value) if event.implicit[0] else event.value)

    def _wants_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _key(self, event: yaml.ScalarEvent) -> None:
        top, key = self._open[-1], event.value
        top.key = key
        if key in top.value:
            self._refuse(event, TWICE, key=key)

    def _put(self, event: yaml.Event, value: Any) -> None:
        self._count += 1
        if self._count > MOST_VALUES:
            self._refuse(event, TOO_MANY, most=MOST_VALUES)
        if not self._open:
            self.value, self.done = value, True
        else:
            top = self._open[-1]
            if isinstance(top.value, dict):
                assert top.key is not None
                top.value[top.key] = value
            else:
                top.value.append(value)
            self.lines[tuple(self._path())] = _line(event)
            top.key = None

    def _path(self) -> Iterator[str | int]:
        for one in self._open:
            # The key of the innermost is still set; those outside were kept when their value began.
            yield one.key if isinstance(one.value, dict) and one.key is not None else _last(one.value)

    def _no_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag is not None and tag != "!":
            self._refuse(event, TAG, tag=tag)

    def _refuse(self, event: yaml.Event, template: str, **params: object) -> None:
        path = ".".join(str(step) for step in self._path()) if self._open else ""
        words = tuple((name, str(value)[:200]) for name, value in params.items())
        raise BadPackage([Finding(path, template, words, _line(event))])


def _line(event: yaml.Event) -> int | None:
    return event.start_mark.line + 1 if event.start_mark else None


def _last(value: dict[str, Any] | list[Any]) -> str | int:
    if isinstance(value, list):
        return max(len(value) - 1, 0)
    return next(reversed(value), "")
