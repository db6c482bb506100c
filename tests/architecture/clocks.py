"""Finds every clock that is not `common.clock`."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import Source, docstrings, full_path, imported_names

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
    "uuid.uuid1",
}
# These tell the present moment only when they are called without a value.
WITHOUT_VALUE = {
    "django.utils.timezone.localdate",
    "django.utils.timezone.localtime",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
}
SQL = re.compile(
    r"(?<![.\w])(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)"
    r"|\b(current_timestamp|current_date|current_time|localtimestamp)\b",
    re.IGNORECASE,
)
SCRIPT = re.compile(r"\bnew\s+Date\s*(\(\s*\)|;)|\bDate\.now\b|\bDate\(\s*\)|\bperformance\.timeOrigin\b")
TEMPLATE = re.compile(r"{%\s*now\b")


def in_python(source: Source) -> Iterator[str]:
    """`path:line what` for every reading of another clock."""
    names = imported_names(source.tree)
    texts = docstrings(source.tree)
    given = {id(n.func) for n in ast.walk(source.tree) if isinstance(n, ast.Call) and (n.args or n.keywords)}
    for node in ast.walk(source.tree):
        what = ""
        if isinstance(node, ast.Attribute | ast.Name):
            what = _clock(full_path(node, names), id(node) in given)
        elif isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            what = node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in texts:
            what = found.group() if (found := SQL.search(node.value)) else ""
        if what:
            yield f"{source.path}:{getattr(node, 'lineno', 0)} {what}"


def _clock(path: str, has_value: bool) -> str:
    if path in WITHOUT_VALUE:
        return "" if has_value else path
    return path if path in CLOCKS else ""
