"""What every check needs: the document, the report, and a few questions about codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from designer.conditions.tree import Condition, Operand
from designer.conditions.walk import MOST_PARTS, parts
from designer.document.checks.kinds import check_condition, check_operand
from designer.document.fields import Field
from designer.document.findings import Report, gettext_noop
from designer.document.process import ProcessDocument

TWICE = gettext_noop("The code “{code}” is used twice.")
TOO_LARGE = gettext_noop("A condition has at most {most} parts.")
WRONG_TYPE = gettext_noop("The field “{code}” is of type {type}; expected here: {expected}.")


@dataclass
class Context:
    """A document under check. Paths are those of the package."""

    document: ProcessDocument
    report: Report = field(default_factory=Report)

    def unique(self, codes: Iterable[str], path: str) -> None:
        """Every code once."""
        for code, times in Counter(codes).items():
            if times > 1:
                self.report.add(path, TWICE, code=code)

    def field(self, code: str | None, path: str, *types: str) -> Field | None:
        """The field with this code, if it is one of these types (a computed one counts as its result)."""
        if code is None:
            return None
        found = self.document.fields.get(code)
        if found is None:
            self.report.unknown(path, "field", code, self.document.fields)
            return None
        type_ = found.result if found.type == "computed" else found.type
        if types and type_ not in types:
            self.report.add(path, WRONG_TYPE, code=code, type=type_, expected=", ".join(types))
            return None
        return found

    def fields(self, codes: Iterable[str], path: str) -> None:
        """Every code is a field's."""
        for at, code in enumerate(codes):
            self.field(code, f"{path}.{at}")

    def condition(self, condition: Condition | bool | None, path: str) -> None:
        """Its fields exist, what it compares is comparable, and it is not too large."""
        if condition is None or isinstance(condition, bool):
            return
        if len(list(parts(condition))) > MOST_PARTS:
            self.report.add(path, TOO_LARGE, most=MOST_PARTS)
            return
        check_condition(condition, path, self.document, self.report)

    def operand(self, operand: Operand, path: str) -> str:
        """The same for an operand; answers its kind, `""` when that cannot be told."""
        if len(list(parts(operand))) > MOST_PARTS:
            self.report.add(path, TOO_LARGE, most=MOST_PARTS)
            return ""
        return check_operand(operand, path, self.document, self.report)
