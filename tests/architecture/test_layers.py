"""Imports go one way; import-linter sees the imports, this file what it cannot see."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.architecture import sources
from tests.architecture.sources import LAYERS, ROOT, Source

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}
NAMING = {"to", "through", "app_label"}
LOOKUPS = {"get_model", "import_module", "import_string"}
PURE = ("common.money", "common.hashing", "common.text", "org.snapshot", "org.resolve", "org.worktime",
        "designer.document", "designer.conditions", "designer.route")  # fmt: skip
IMPURE = ("django", "wagtail", "viewflow", "guardian", "django_q", "common.clock")
# Signals are no glue. What a framework tells us in no other way is listed here, each with its reason.
RECEIVERS = {
    "platform/outbox/apps.py": "post_migrate: schedules follow the code",
    "designer/apps.py": "published: a process is compiled when Wagtail publishes it",
}


def named_layers(source: Source) -> Iterator[tuple[int, str]]:
    """Line and layer of every application that is named by a string in a relation or a lookup."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            values = [*node.args[:1], *(k.value for k in node.keywords if k.arg in NAMING)]
            for value in values if called in RELATIONS | LOOKUPS else []:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    layer = value.value.partition(".")[0]
                    if layer in LAYERS:
                        yield node.lineno, layer


def test_no_string_reaches_upwards() -> None:
    wrong = [
        f"{source.path}:{line} names {layer}"
        for source in sources.python()
        if source.package in LAYERS and not source.is_migration
        for line, layer in named_layers(source)
        if LAYERS.index(layer) > LAYERS.index(source.package)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", ["models.ForeignKey('flows.Case')", "apps.get_model('flows', 'Case')"])
def test_the_rule_sees_strings(text: str) -> None:
    assert list(named_layers(sources.read("org/models.py", text))) == [(1, "flows")]


def test_platform_is_no_package() -> None:
    assert not (ROOT / "platform" / "__init__.py").exists()


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_know_neither_frameworks_nor_the_clock(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {IMPURE} if name in sys.modules])"
    env = {"PYTHONPATH": "platform:.", "PATH": ""}
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    assert (found.stderr, found.stdout.strip()) == ("", "[]")


def test_only_flows_imports_viewflow() -> None:
    users = {
        source.package
        for source in sources.python()
        if any(path.split(".")[0] == "viewflow" for path in sources.imported_names(source.tree).values())
    }
    assert users <= {"flows", "tests"}


def receives_signals(source: Source) -> bool:
    """Whether the file connects anything to a signal of a framework."""
    names = sources.imported_names(source.tree)
    used = {sources.full_path(node, names) for node in ast.walk(source.tree) if isinstance(node, ast.expr)}
    return (
        any(re.search(r"\bsignals\b.*\.connect$", path) for path in used)
        or "django.dispatch.receiver" in used
    )


def test_signals_are_received_only_where_a_framework_leaves_no_other_way() -> None:
    found = {source.path for source in sources.python() if receives_signals(source)}
    assert found <= set(RECEIVERS)


@pytest.mark.parametrize(
    "text",
    [
        "from django.db.models.signals import post_save\npost_save.connect(f)",
        "from wagtail import signals\nsignals.published.connect(f)",
        "from django.dispatch import receiver\n@receiver(s)\ndef f(): ...",
    ],
)
def test_the_rule_sees_receivers(text: str) -> None:
    assert receives_signals(sources.read("org/x.py", text))
