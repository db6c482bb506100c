"""Our own files, read and parsed once for all rules."""

import ast
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("common", "outbox", "org", "designer", "flows", "config")  # from the bottom up
FOLDERS = ("platform", "org", "designer", "flows", "bench", "tests")


@dataclass(frozen=True)
class Source:
    """A Python file of ours: its path inside the project, its text, its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        """The first name of its import path: the layer, or `tests`."""
        parts = Path(self.path).parts
        return parts[1] if parts[0] == "platform" else parts[0]

    @property
    def is_migration(self) -> bool:
        return "migrations" in Path(self.path).parts


@functools.cache
def python() -> tuple[Source, ...]:
    """Every Python file of ours."""
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return tuple(read(str(path.relative_to(ROOT)), path.read_text()) for path in (ROOT / "manage.py", *files))


def read(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text, path))


def files(pattern: str) -> Iterator[tuple[str, str]]:
    """Path inside the project and text of other files of ours, such as templates and scripts."""
    for path in sorted(ROOT.glob(pattern)):
        yield str(path.relative_to(ROOT)), path.read_text()


def templates() -> list[tuple[str, str]]:
    """Path and text of every template of ours."""
    folders = ("templates", *(f"{layer}/templates" for layer in LAYERS), "platform/*/templates")
    return [found for folder in folders for found in files(f"{folder}/**/*.*")]


def imported_names(tree: ast.AST) -> dict[str, str]:
    """Local name → full path, for every import anywhere in the file."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def full_path(node: ast.AST, names: dict[str, str]) -> str:
    """`timezone.now` → `django.utils.timezone.now`; empty when it does not begin with an import."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in names:
        return ""
    return ".".join([names[node.id], *reversed(parts)])


def docstrings(tree: ast.AST) -> set[int]:
    """Ids of the constant nodes that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
    return found
