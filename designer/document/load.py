"""Packages and stored documents → `ProcessDocument`, and back.

A package is YAML. Loading goes: text → plain values → brought up to today's schema → settings filled in →
typed document → checked across its parts. Every step raises `BadPackage` with sentences and paths."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from common.hashing import canonical, digest
from designer.document.checks import check
from designer.document.findings import BadPackage, Finding, Report, gettext_noop
from designer.document.order import ordered
from designer.document.process import SCHEMA, ProcessDocument, Setting
from designer.document.sentences import findings_of
from designer.document.settings import Answers, answers_for, substituted
from designer.document.yaml_text import CONTROL, has_control, read_yaml, write_yaml
from designer.part import Scalar

Raw = dict[str, Any]

UPCASTERS: Mapping[int, Callable[[Raw], Raw]] = {}
"""Schema number → what brings a document of that schema up to the next one."""

NOT_A_PACKAGE = gettext_noop("A package is a mapping that begins with “schema: {number}”.")
NEWER = gettext_noop("Schema {given} is newer than this installation reads ({number}).")
UNKNOWN_SCHEMA = gettext_noop("The schema is a number from 1 to {number}, not “{given}”.")
_SETTINGS = TypeAdapter(tuple[Setting, ...])


@dataclass(frozen=True, slots=True)
class Loaded:
    """A package that was read. `source` is as it was written, with `{setting: …}`; `settings` the answers."""

    document: ProcessDocument
    source: Raw
    settings: dict[str, Scalar]


def load_package(text: str | bytes, answers: Answers | None = None) -> Loaded:
    """Reads, fills in and checks a package. Raises BadPackage; its findings carry line numbers."""
    read = read_yaml(text)
    lines = {".".join(str(step) for step in path): line for path, line in read.lines.items()}
    try:
        return load_source(read.value, answers)
    except BadPackage as error:
        raise BadPackage(_with_line(finding, lines) for finding in error.findings) from error


def settings_of(text: str | bytes) -> tuple[Setting, ...]:
    """The questions that a package asks, whatever else is wrong with it. Raises BadPackage."""
    return _settings(upcast(read_yaml(text).value))


def load_source(source: Any, answers: Answers | None = None) -> Loaded:
    """The same for plain values. Raises BadPackage."""
    raw = upcast(source)
    settings, filled = _fill_in_settings(raw, answers or {})
    document = load_document(filled)
    return Loaded(document, raw, settings)


def load_document(raw: Any) -> ProcessDocument:
    """A document without open settings, checked across its parts. Raises BadPackage."""
    document = read_document(raw)
    findings = check(document)
    if findings:
        raise BadPackage(findings)
    return document


def read_document(raw: Any) -> ProcessDocument:
    """A stored document, brought up to today's schema; its parts are not checked against each other again,
    so that what was published once stays readable. Raises BadPackage."""
    raw = upcast(raw)
    _refuse_control(raw)
    try:
        return ProcessDocument.model_validate(raw)
    except ValidationError as error:
        raise BadPackage(findings_of(error, raw)) from error


def upcast(raw: Any) -> Raw:
    """Brings a document of any known schema up to today's. Raises BadPackage."""
    if not isinstance(raw, dict) or "schema" not in raw:
        raise BadPackage([Finding("", NOT_A_PACKAGE, (("number", str(SCHEMA)),))])
    number = raw["schema"]
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        words = (("given", str(number)[:60]), ("number", str(SCHEMA)))
        raise BadPackage([Finding("schema", UNKNOWN_SCHEMA, words)])
    if number > SCHEMA:
        words = (("given", str(number)), ("number", str(SCHEMA)))
        raise BadPackage([Finding("schema", NEWER, words)])
    for step in range(number, SCHEMA):
        raw = UPCASTERS[step](raw)
    return raw


def dump_document(document: ProcessDocument) -> Raw:
    """Plain JSON values of the whole document, defaults included, as stored in a version."""
    return document.model_dump(mode="json", by_alias=True)


def document_source(document: ProcessDocument) -> Raw:
    """Plain values for people: what has its default value is left out."""
    return document.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def to_yaml(source: Raw) -> str:
    """The package as YAML, keys in a stable, readable order. Lossless."""
    return write_yaml(ordered(source))


def content_hash(document: ProcessDocument) -> str:
    """SHA-256 of what the document says: how it was written (order of keys, defaults left out, 1.50 or 1.5)
    makes no difference."""
    return digest(canonical(document.model_dump(by_alias=True)))


def stored_digest(raw: Raw) -> str:
    """SHA-256 of a document as it is stored, whatever later releases make of it."""
    return digest(canonical(raw))


def says(raw: Raw, hash_: str) -> bool:
    """Whether a stored document of today's schema has this content hash: fields that it does not name came
    with a later release, and were not hashed."""
    try:
        document = read_document(raw)
    except BadPackage:
        return False
    return digest(canonical(_as_far_as(raw, document.model_dump(by_alias=True)))) == hash_


def _as_far_as(raw: Any, dumped: Any) -> Any:
    if isinstance(dumped, Mapping) and isinstance(raw, Mapping):
        named = {str(getattr(key, "value", key)): value for key, value in dumped.items()}
        return {key: _as_far_as(raw[key], value) for key, value in named.items() if key in raw}
    if isinstance(dumped, list | tuple) and isinstance(raw, list) and len(dumped) == len(raw):
        return [_as_far_as(*pair) for pair in zip(raw, dumped, strict=True)]
    return dumped


def _fill_in_settings(raw: Raw, given: Answers) -> tuple[dict[str, Scalar], Raw]:
    settings, report = _settings(raw), Report()
    answers = answers_for(settings, given, report)
    filled = substituted(raw, answers, "", report)
    if report.findings:
        raise BadPackage(report.findings)
    return answers, filled


def _settings(raw: Raw) -> tuple[Setting, ...]:
    try:
        return _SETTINGS.validate_python(raw.get("settings") or [])
    except ValidationError as error:
        raise BadPackage(findings_of(error, raw.get("settings"), "settings")) from error


def _refuse_control(value: Any, path: str = "") -> None:
    if isinstance(value, str) and has_control(value):
        raise BadPackage([Finding(path, CONTROL)])
    if isinstance(value, dict):
        for key, one in value.items():
            _refuse_control(key, path)
            _refuse_control(one, f"{path}.{key}" if path else str(key))
    if isinstance(value, list):
        for at, one in enumerate(value):
            _refuse_control(one, f"{path}.{at}")


def _with_line(finding: Finding, lines: Mapping[str, int | None]) -> Finding:
    path = finding.path
    while path and path not in lines:
        path = re.sub(r"\.?[^.]*\Z", "", path)
    return Finding(finding.path, finding.template, finding.params, finding.line or lines.get(path))
