"""What is wrong with a package or a document: sentences, each with the path it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` like `route.2.paths.0.steps.1.who` (`""` for the whole), `template` an English sentence with
    `{name}` places, `params` what fills them. `line` counts from 1; None when it is not known."""

    path: str
    template: str
    params: tuple[tuple[str, str], ...] = ()
    line: int | None = None

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, in the language of `translate` (`gettext`)."""
        return translate(self.template).format(**dict(self.params))

    def __str__(self) -> str:
        where = f"{self.path} (line {self.line})" if self.line and self.path else self.path
        return f"{where}: {self.sentence()}" if where else self.sentence()


class BadPackage(Exception):
    """A package or document that cannot be used; `findings` say why, at least one."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


class Report:
    """Collects findings while the document is walked."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def add(self, path: str, template: str, **params: object) -> None:
        """One more; each parameter is shortened to what fits a sentence."""
        words = tuple((name, shortened(value)) for name, value in params.items())
        self.findings.append(Finding(path, template, words))

    def unknown(self, path: str, what: str, code: str, known: Iterable[str]) -> None:
        """A code that names nothing; `what` is one of KINDS, `known` are those there are."""
        self.add(path, KINDS[what], code=code, known=", ".join(sorted(known)) or "–")


KINDS = {
    "field": gettext_noop("There is no field “{code}”. There are: {known}."),
    "stage": gettext_noop("There is no stage “{code}”. There are: {known}."),
    "step": gettext_noop("There is no step “{code}”. There are: {known}."),
    "setting": gettext_noop("There is no setting “{code}”. There are: {known}."),
    "catalog": gettext_noop("There is no list “{code}”. There are: {known}."),
    "attribute": gettext_noop("The list has no attribute “{code}”. There are: {known}."),
    "placeholder": gettext_noop("“{code}” stands for nothing. In braces may stand: {known}."),
    "option": gettext_noop("There is no option “{code}”. There are: {known}."),
}


def shortened(value: object, most: int = 200) -> str:
    """The value as text, cut when it is long."""
    text = str(value)
    return text if len(text) <= most else text[: most - 1] + "…"
