"""The lock files pin everything by hash and name no place on any machine or network."""

import re

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    assert [block for block in blocks if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_index_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text()
    assert [word for word in ("://", "index-url", "find-links", " @ ", "file:", "/") if word in text] == []


def test_the_tools_stand_on_the_same_versions_as_the_platform() -> None:
    run, dev = (set(PIN.findall((ROOT / name).read_text())) for name in LOCKS)
    assert run <= dev


def test_every_declared_dependency_is_locked() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[\[=<>]", line)[0].lower() for line in declared}
    locked = {name for name, _version in PIN.findall((ROOT / "requirements.txt").read_text())}
    assert names - locked == set()
