"""The names behind codes, for whoever reads: of employees and units as of now, of list items, of requests."""

from __future__ import annotations

from dataclasses import dataclass

from designer.document import ProcessDocument
from designer.queries import item_label
from flows.models import Case
from org.snapshot import OrgSnapshot


@dataclass(frozen=True)
class Names:
    """`designer.values.show.Lookups`; an unknown code is answered by itself."""

    org: OrgSnapshot
    document: ProcessDocument
    language: str

    def item(self, catalog: str, code: str) -> str:
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
