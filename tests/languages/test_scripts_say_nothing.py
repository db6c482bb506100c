"""Scripts hold no text of their own: what they show stands in the page, translated."""

from __future__ import annotations

import re

import pytest

from config import environment

SHOWN = re.compile(
    r"""(?:textContent|innerText|innerHTML|title|placeholder|label)\s*=\s*["'`][^"'`]*[A-Za-zА-Яа-я]{2}"""
    r"""|(?:alert|confirm|prompt|setCustomValidity)\(\s*["'`][^"'`]*[A-Za-zА-Яа-я]{2}"""
    r"""|["'](?:aria-label|title|placeholder)["'],\s*["'`][^"'`]*[A-Za-zА-Яа-я]{2}"""
    r"""|["'`][A-ZА-Я][a-zа-я]+(?: [a-zа-я]+)+[.…!?]?["'`]"""
)
SCRIPTS = sorted((environment.ROOT / "static" / "placet").glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_holds_no_text(script: object) -> None:
    source = re.sub(r"/\*.*?\*/|^\s*//.*$", "", script.read_text(), flags=re.DOTALL | re.MULTILINE)  # type: ignore[attr-defined]
    assert SHOWN.findall(source) == []
