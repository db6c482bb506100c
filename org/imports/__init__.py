"""The company from a spreadsheet: any subset of the known sheets, with a dry run, as often as needed.

A row with an error changes nothing; a file with errors is applied only when the person asks to skip its bad
rows. The same file twice changes nothing the second time. See `docs/import.md` for the sheets and columns.
"""

from org.imports.actions import import_company, preview
from org.imports.report import ImportReport, Options, RowChange, RowError, SheetReport, ValueChange

__all__ = [
    "ImportReport",
    "Options",
    "RowChange",
    "RowError",
    "SheetReport",
    "ValueChange",
    "import_company",
    "preview",
]
