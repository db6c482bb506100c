"""What a wheel must hold: all that the program looks for beside its packages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from config import environment

PACKED = tomllib.loads((environment.ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
NEVER_PACKED = {"platform", ".placet"}
"""Made where it is needed, or packed as packages."""
ASK = """
import django
django.setup()
from django.template.loader import get_template
from django.utils.translation import gettext
print(get_template("shell/base.html").origin, gettext("Placet is ready: {address}"))
"""
HELD = (
    "config/installed/templates/shell/base.html",
    "config/installed/static/placet/placet.css",
    "config/installed/locale/ru/LC_MESSAGES/django.mo",
    "config/installed/deploy/systemd/placet-worker.service",
    "config/installed/manage.py",
    "config/demo/org-meridian.xlsx",
    "designer/shipped/invoice.yaml",
    "flows/migrations/0001_initial.py",
    "outbox/broker.py",
    "common/clock.py",
)


def test_what_is_looked_for_beside_the_packages_is_packed() -> None:
    sources = (environment.ROOT / "platform" / "config").glob("*.py")
    wanted = {name for path in sources for name in re.findall(r'ROOT / "([^"]+)"', path.read_text())}
    packed = PACKED["wheel"]["force-include"]
    assert {"templates", "static", "locale", "manage.py"} <= wanted
    assert wanted - NEVER_PACKED <= packed.keys()
    assert packed == {name: f"config/installed/{name}" for name in packed}
    assert all((environment.ROOT / name).exists() for name in packed)


def test_every_package_of_ours_is_packed() -> None:
    ours = {path.parent for path in environment.ROOT.glob("*/__init__.py")}
    ours |= {path.parent for path in environment.ROOT.glob("platform/*/__init__.py")}
    names = {str(path.relative_to(environment.ROOT)) for path in ours} - {"tests", "bench"}
    assert names == set(PACKED["wheel"]["packages"])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A wheel, built as that of a release is, unpacked where nothing else is. The builder comes from the
    package index: without one nothing can be built."""
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "-o", str(tmp_path)]
    built = subprocess.run([*build, str(environment.ROOT)], capture_output=True, text=True)
    if built.returncode and "hatchling" in built.stderr:
        pytest.skip("hatchling cannot be had here")
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    return tmp_path / "site"


def said(site: Path, *words: str) -> str:
    """What Python says there, which knows nothing of the checkout."""
    there = {"PYTHONPATH": str(site), "PLACET_DATA": str(site / "data"), "PLACET_LOCALE": "ru"}
    env = {**os.environ, **there, "DJANGO_SETTINGS_MODULE": "config.settings"}
    where = {"cwd": site, "env": env, "capture_output": True, "text": True, "check": True}
    return subprocess.run([sys.executable, *words], **where).stdout


@pytest.mark.check
def test_an_installed_wheel_has_all_it_needs(site: Path) -> None:
    assert [name for name in HELD if not (site / name).exists()] == []
    assert [name for name in ("tests", "docs", "bench") if (site / name).exists()] == []
    assert "static files copied" in said(site, "-m", "django", "collectstatic", "--no-input")
    template, _space, text = said(site, "-c", ASK).partition(" ")
    assert template.startswith(str(site))
    assert text.strip() == "Placet готов: {address}"
