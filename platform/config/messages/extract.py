"""Every sentence of our code, with its plural, its context and the files that say it."""

from __future__ import annotations

import ast
import inspect
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python

from config import environment
from config.messages import sources

Key = tuple[str, str]
"""Context (`""` for none) and English text."""

SHAPES: dict[str, tuple[str, ...]] = {
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
    "PydanticCustomError": ("", "text"),
}
"""What the arguments of a marking function are. The messages of pydantic's own errors are sentences, too."""

TEMPLATE_MARKS = dict.fromkeys(("_", "gettext", "ngettext", "pgettext", "npgettext"))
ROOT_ERROR = "PlacetError"


class NotASentence(Exception):
    """A marking function was given something glued: {0}."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence at one place of the code."""

    text: str
    plural: str
    context: str
    file: str

    @property
    def key(self) -> Key:
        return self.context, self.text


def everything_said(root: Path = environment.ROOT) -> list[Said]:
    """All sentences of all our modules, error classes and templates, in the order of the files.

    Raises NotASentence for one that is glued together where it is marked."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources.python_files(root)}
    found = [one for path, tree in trees.items() for one in of_module(tree, _name(path, root))]
    errors = error_classes(trees.values())
    found += [one for path, tree in trees.items() for one in _of_errors(tree, errors, _name(path, root))]
    for path in sources.templates(root):
        found += of_template(path.read_text(encoding="utf-8"), _name(path, root))
    return found


def of_module(tree: ast.Module, file: str) -> Iterator[Said]:
    """What the marking functions of one module mark, whatever they are called there."""
    names = _names_of_marks(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            said = _of_call(node, SHAPES[names[node.func.id]], file)
            if said is not None:
                yield said


def of_template(source: str, file: str) -> Iterator[Said]:
    """What the tags of one template mark."""
    # Imported here: the rest works without Django.
    from django.utils.translation import templatize

    # The blanked template is no Python, so that its indentation would be taken for a mistake.
    code = "\n".join(line.lstrip() for line in templatize(source, origin=file).splitlines())
    for _line, function, message, _comments in extract_python(
        io.BytesIO(code.encode()), TEMPLATE_MARKS, [], {"encoding": "utf-8"}
    ):
        parts = [message] if isinstance(message, str) else [one for one in message if isinstance(one, str)]
        context = parts.pop(0) if function in {"pgettext", "npgettext"} else ""
        yield Said(parts[0], parts[1] if len(parts) > 1 else "", context, file)


def error_classes(trees: Iterable[ast.Module]) -> frozenset[str]:
    """The names of all classes below `PlacetError`: their docstrings are what they say."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {ROOT_ERROR}
    while more := {name for name, above in bases.items() if above & found and name not in found}:
        found |= more
    return frozenset(found)


def _of_errors(tree: ast.Module, errors: frozenset[str], file: str) -> Iterator[Said]:
    for node in ast.walk(tree):
        doc = ast.get_docstring(node) if isinstance(node, ast.ClassDef) and node.name in errors else None
        if doc:
            yield Said(" ".join(inspect.cleandoc(doc).split()), "", "", file)


def _of_call(call: ast.Call, shape: tuple[str, ...], file: str) -> Said | None:
    parts = {"text": "", "plural": "", "context": ""}
    for what, argument in zip(shape, call.args, strict=False):
        if not what:
            continue
        if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.IfExp):
            raise NotASentence(f"{file}:{call.lineno}: {ast.unparse(argument)}")
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            return None
        parts[what] = argument.value
    return Said(parts["text"], parts["plural"], parts["context"], file) if parts["text"] else None


def _names_of_marks(tree: ast.Module) -> dict[str, str]:
    """Name in this module → marking function; those without Django define `gettext_noop` for themselves."""
    found = {"gettext_noop": "gettext_noop"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {one.asname or one.name: one.name for one in node.names if one.name in SHAPES}
    return found


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
