"""A table as a file to take away."""

from __future__ import annotations

import re
from datetime import tzinfo

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime

from common import clock
from common.spreadsheet import Table, to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What no name of a file holds, on any system."""


def table_answer(table: Table, kind: str, *, language: str, zone: tzinfo) -> HttpResponse:
    """A download, named after the table and the reader's day. `kind` is csv, else it is a workbook."""
    content, type_ = (to_csv, "text/csv; charset=utf-8") if kind == "csv" else (to_xlsx, XLSX)
    ending = "csv" if kind == "csv" else "xlsx"
    name = f"{UNFIT.sub(' ', table.title)} {localtime(clock.now(), zone):%Y-%m-%d}.{ending}"
    answer = HttpResponse(content(table, language), content_type=type_)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer
