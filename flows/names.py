"""The names behind codes, for whoever reads: of employees and units as of now, of list items, of requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from designer.document import ProcessDocument, say
from designer.queries import ItemKey, Known, item_label
from flows.models import Case
from org.snapshot import OrgSnapshot


@dataclass(frozen=True)
class Names:
    """`designer.values.show.Lookups`; an unknown code is answered by itself. `items_read` are list items
    that were read already."""

    org: OrgSnapshot
    document: ProcessDocument
    language: str
    items_read: Mapping[ItemKey, Known] = field(default_factory=dict, kw_only=True)

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
        case = Case.objects.filter(pk=number).first() if number.isdigit() else None
        return str(case) if case else number
