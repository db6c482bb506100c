"""The shipped invoice under other names, in a company whose roles have other names too."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import openpyxl

from config import environment
from designer.document.load import to_yaml
from designer.document.yaml_text import read_yaml
from tests.designer.rename import rename
from tests.running import Platform

SHIPPED = environment.ROOT / "designer" / "shipped" / "invoice.yaml"
WORKBOOKS = environment.ROOT / "platform" / "config" / "demo"


def install_renamed(platform: Platform, folder: Path, name: str) -> str:
    """Bring in the roles and the package by the commands; the name of the process in the menu."""
    roles = _new_roles()
    for workbook in ("org-meridian.xlsx", "org-meridian-more.xlsx"):
        platform.manage("import_org", str(_with_roles(workbook, roles, folder)), "--skip-bad-rows")
    source = read_yaml(rename(SHIPPED.read_text(), roles=roles).text).value
    assert isinstance(source, dict)
    package = folder / "renamed.yaml"
    package.write_text(to_yaml({**source, "name": name}))
    platform.manage("install_process", str(package))
    return name


def _new_roles() -> dict[str, str]:
    sheet = openpyxl.load_workbook(WORKBOOKS / "org-meridian-more.xlsx")["roles"]
    letters = random.Random(7)
    codes = [str(row[0].value) for row in sheet.iter_rows(min_row=2) if row[0].value]
    return {code: "".join(letters.choices("bdfgklmnprst", k=9)) for code in codes}


def _with_roles(workbook: str, roles: Mapping[str, str], folder: Path) -> Path:
    """A copy of a workbook of the company, its roles renamed wherever they stand."""
    book = openpyxl.load_workbook(WORKBOOKS / workbook)
    for sheet in book:
        for row in sheet.iter_rows(min_row=2):
            for cell in row:
                cell.value = roles.get(str(cell.value), cell.value)
    book.save(folder / workbook)
    return folder / workbook
