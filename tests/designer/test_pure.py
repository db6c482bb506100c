"""What is pure stays pure: documents, conditions and the planner load without Django."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOOK = "import sys, importlib; importlib.import_module(sys.argv[1]); print('django' in sys.modules)"


@pytest.mark.parametrize(
    "module",
    [
        "designer.document.load",
        "designer.document.schema",
        "designer.conditions.evaluate",
        "designer.route.facts",
    ],
)
def test_a_pure_module_loads_without_django(module: str) -> None:
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}", "PATH": ""}
    found = subprocess.run(
        [sys.executable, "-c", LOOK, module], env=path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"
