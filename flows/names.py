"""The names behind codes, for whoever reads: of employees and units as of now, of list items, of requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from designer.document import ProcessDocument, say
from designer.queries import ItemKey, Known, item_label
from flows.access import may_see, visible_cases
from org.models import Employee
from org.snapshot import OrgSnapshot


@dataclass(frozen=True)
class Names:
    """`designer.values.show.Lookups`; an unknown code is answered by itself. `items_read` are list items
    that were read already. Requests are named to `reader` alone, and only those that he may see: to nobody
    (`reader` None, for the columns of lists, which many read) none at all; with somebody `beside` the reader,
    those that he may see, too."""

    org: OrgSnapshot
    document: ProcessDocument
    language: str
    items_read: Mapping[ItemKey, Known] = field(default_factory=dict, kw_only=True)
    reader: Employee | None = field(default=None, kw_only=True)
    beside: Employee | None = field(default=None, kw_only=True)

    def item(self, catalog: str, code: str) -> str:
        found = self.items_read.get((catalog, code))
        if found is not None:
            return say(found.label, self.language)
        return item_label(catalog, code, self.language) or code

    def employee(self, code: str) -> str:
        person = self.org.employees.get(code)
        return person.name if person else code

    def unit(self, code: str) -> str:
        unit = self.org.units.get(code)
        return unit.name if unit else code

    def request(self, number: str) -> str:
        if self.reader is None:
            return ""
        known = number.isascii() and number.isdigit()
        case = visible_cases(self.reader).filter(pk=number).first() if known else None
        if case is not None and self.beside is not None and not may_see(case, self.beside):
            case = None
        return str(case) if case else _("a request that is not shown to you")
