"""The commands: install, export, the schema of packages."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from designer.document.load import load_package
from designer.document.schema import package_schema, schema_text
from designer.models import Process, ProcessVersion
from tests.designer.conftest import Staff
from tests.designer.rename import rename
from tests.designer.samples import INVOICE

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = str(ROOT / "designer" / "shipped" / "invoice.yaml")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_a_package_is_installed_and_exported_by_command(staff: Staff) -> None:
    dry = run("install_process", PACKAGE, "--dry-run")
    assert dry.startswith("This is a dry run: nothing was changed.\nNew process “invoice”, version 1.\n")
    assert Process.objects.count() == 0
    run("install_process", PACKAGE, "--set", "chain_end=branch", "--set", "remarks_before_payment=false")
    version = ProcessVersion.objects.get()
    assert (version.settings["chain_end"], version.settings["remarks_before_payment"]) == ("branch", False)
    assert load_package(run("export_process", "invoice")).document == load_package(INVOICE).document


def test_a_bad_package_is_answered_by_its_mistakes(staff: Staff, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(INVOICE.replace("digits: 4", "digits: 44"))
    for arguments, said in (
        (["install_process", str(bad)], "numbering.digits: “44” is too large: at most 9."),
        (
            ["install_process", PACKAGE, "--set", "chain_end=galaxy"],
            "settings.chain_end: “galaxy” is not one of",
        ),
        (["install_process", PACKAGE, "--set", "chain_end"], "--set chain_end: write CODE=VALUE."),
        (["install_process", str(tmp_path / "none.yaml")], "No such file"),
        (["export_process", "nothing"], "There is no such process."),
    ):
        with pytest.raises(CommandError) as refused:
            run(*arguments)
        assert said in str(refused.value)
    assert Process.objects.count() == 0


def test_the_schema_of_packages_in_the_documentation_is_current() -> None:
    kept = (ROOT / "docs" / "package.schema.json").read_text()
    assert kept == schema_text(), "Run manage.py process_schema > docs/package.schema.json"


def test_the_schema_knows_fields_settings_and_nothing_else() -> None:
    schema = package_schema()
    assert schema["required"][:3] == ["schema", "code", "name"]
    kinds = schema["$defs"]["Section"]["properties"]["fields"]["items"]["discriminator"]["mapping"]
    assert set(kinds) >= {"text", "money", "files", "computed"}
    until = schema["$defs"]["Until"]["properties"]["unit_kind"]["anyOf"]
    assert {"$ref": "#/$defs/SettingAnswer"} in until
    assert schema["$defs"]["MoneyField"]["additionalProperties"] is False
    assert {"$ref": "#/$defs/SettingAnswer"} not in schema["$defs"]["Setting"]["properties"]["code"].get(
        "anyOf", []
    )
    json.dumps(schema)


def test_a_package_under_other_names_is_as_good() -> None:
    renamed = rename(INVOICE, seed=5, roles={"accountant": "bookkeeper"})
    document, original = load_package(renamed.text).document, load_package(INVOICE).document
    assert document.code == renamed("process", "invoice") != "invoice"
    assert set(document.fields) == {renamed("field", code) for code in original.fields}
    assert not set(document.fields) & set(original.fields)
    assert not set(document.steps) & set(original.steps)
    assert document.parts.amount == renamed("field", "amount")
    pays = document.steps[renamed("node", "accounting")]
    assert pays.who.role == "bookkeeper"  # type: ignore[union-attr]
    assert pays.must_fill == (renamed("field", "paid_on"), renamed("field", "payment_order_number"))
    shown = document.fields[renamed("field", "off_budget_reason")].shown
    assert shown is not None
    assert shown.model_dump()["right"] == {"value": renamed("option", "off_budget")}
