"""Functions fit the head, files the screen's memory, tests the screen."""

import ast
from collections.abc import Iterator

from tests.architecture import sources

FILE, FUNCTION, TEST = 500, 60, 25


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    for source in sources.python():
        if not source.is_migration:
            for node in ast.walk(source.tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    yield f"{source.path}:{node.lineno} {node.name} {lines}", node, lines


def test_no_file_is_longer_than_500_lines() -> None:
    long = [s.path for s in sources.python() if not s.is_migration and len(s.text.splitlines()) > FILE]
    assert long == []


def test_no_function_is_longer_than_60_lines() -> None:
    assert [place for place, _node, lines in functions() if lines > FUNCTION] == []


def test_no_test_is_longer_than_25_lines() -> None:
    assert [
        place for place, node, lines in functions() if node.name.startswith("test_") and lines > TEST
    ] == []
