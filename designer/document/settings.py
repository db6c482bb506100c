"""Settings: questions that a package asks at installation; `{setting: code}` stands for the answer."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from designer.document.fields import UnitKind
from designer.document.findings import Report, gettext_noop
from designer.document.process import Setting
from designer.part import Scalar

Answers = Mapping[str, Scalar]

NO_SUCH_ANSWER = gettext_noop("The package asks no question “{code}”. It asks: {known}.")
NOT_YES_NO = gettext_noop("Answer true or false, not “{value}”.")
NOT_A_NUMBER = gettext_noop("Answer with a number, not “{value}”.")
NOT_A_TEXT = gettext_noop("Answer with a text of 1 to 200 characters.")
NOT_OFFERED = gettext_noop("“{value}” is not one of: {known}.")
NO_OPTIONS = gettext_noop("A setting of type choice needs options.")


def answers_for(settings: tuple[Setting, ...], given: Answers, report: Report) -> dict[str, Scalar]:
    """The answer to every question: the given one, else the default. What does not fit is reported."""
    known = {setting.code for setting in settings}
    for code in given:
        if code not in known:
            report.add(f"settings.{code}", NO_SUCH_ANSWER, code=code, known=", ".join(sorted(known)) or "–")
    return {one.code: fitted(one, given.get(one.code, one.default), report) for one in settings}


def fitted(setting: Setting, answer: Scalar, report: Report) -> Scalar:
    """The answer as its type wants it: "true" typed on a command line is yes."""
    path = f"settings.{setting.code}"
    if setting.type == "yes_no":
        return _yes_no(answer, path, report)
    if setting.type == "number":
        return _number(answer, path, report)
    text = answer if isinstance(answer, str) else str(answer)
    if isinstance(answer, bool) or not 1 <= len(text) <= 200:
        report.add(path, NOT_A_TEXT)
    offered = _offered(setting)
    if setting.type == "choice" and not offered:
        report.add(path, NO_OPTIONS)
    elif offered and text not in offered:
        report.add(path, NOT_OFFERED, value=text, known=", ".join(offered))
    return text


def substituted(value: Any, answers: Answers, path: str, report: Report) -> Any:
    """The plain value with every `{setting: code}` replaced. The list of settings itself is left alone."""
    if isinstance(value, dict):
        if set(value) == {"setting"} and isinstance(value["setting"], str):
            return _answer(value["setting"], answers, path, report)
        return {
            key: one
            if not path and key == "settings"
            else substituted(one, answers, _below(path, key), report)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [substituted(one, answers, _below(path, at), report) for at, one in enumerate(value)]
    return value


def _answer(code: str, answers: Answers, path: str, report: Report) -> Scalar | None:
    if code not in answers:
        report.unknown(path, "setting", code, answers)
        return None
    return answers[code]


def _below(path: str, key: str | int) -> str:
    return f"{path}.{key}" if path else str(key)


def _offered(setting: Setting) -> tuple[str, ...]:
    return get_args(UnitKind) if setting.type == "unit_kind" else setting.options


def _yes_no(answer: Scalar, path: str, report: Report) -> Scalar:
    if isinstance(answer, str) and answer.lower() in ("true", "false"):
        return answer.lower() == "true"
    if not isinstance(answer, bool):
        report.add(path, NOT_YES_NO, value=answer)
    return answer


def _number(answer: Scalar, path: str, report: Report) -> Scalar:
    try:
        if isinstance(answer, bool) or not Decimal(answer).is_finite():
            raise InvalidOperation
    except InvalidOperation:
        report.add(path, NOT_A_NUMBER, value=answer)
    return answer
