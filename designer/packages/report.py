"""What installing a package does, or would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from designer.document.findings import Finding


@dataclass(frozen=True, slots=True)
class CatalogChange:
    """What happens to one list: `items` and `attributes` are the codes added."""

    code: str
    is_new: bool
    attributes: tuple[str, ...]
    items: tuple[str, ...]

    def __bool__(self) -> bool:
        return self.is_new or bool(self.attributes or self.items)


@dataclass(frozen=True, slots=True)
class InstallReport:
    """`number` is the new version's, None when the process already says the same. `warnings` name what the
    company lacks (roles, units, people): nothing of that stops an installation."""

    process: str
    is_new: bool
    number: int | None
    version_id: int | None
    catalogs: tuple[CatalogChange, ...]
    warnings: tuple[Finding, ...]
    dry_run: bool

    def sentences(self) -> Iterator[str]:
        """The whole report for people, in the language in force."""
        if self.dry_run:
            yield _("This is a dry run: nothing was changed.")
        yield from self.changes()
        yield from self.lacking()

    def changes(self) -> Iterator[str]:
        """What changes."""
        yield self._process_sentence()
        yield from (_catalog_sentence(change) for change in self.catalogs if change)

    def lacking(self) -> Iterator[str]:
        """What the company lacks."""
        yield from (f"{warning.path}: {warning.sentence(_)}" for warning in self.warnings)

    def _process_sentence(self) -> str:
        if self.number is None:
            return _("Process “{code}”: nothing has changed.").format(code=self.process)
        sentence = (
            _("New process “{code}”, version {number}.")
            if self.is_new
            else _("Process “{code}”: new version {number}.")
        )
        return sentence.format(code=self.process, number=self.number)


def _catalog_sentence(change: CatalogChange) -> str:
    count = len(change.items)
    sentence = ngettext("List “{code}”: {count} item added.", "List “{code}”: {count} items added.", count)
    return sentence.format(code=change.code, count=count)
