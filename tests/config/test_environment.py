"""What the settings read from outside."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import environment

URL = "postgresql://app:p%40ss%2Fword@db.example.org:6432/placet?sslmode=require"


def settings_of(tmp_path: Path, **variables: str) -> tuple[str, str]:
    """Import the settings in a process of their own; what it said and how it failed."""
    drop = {"DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY"}
    env = {name: value for name, value in os.environ.items() if name not in drop}
    env |= {"PLACET_DATA": str(tmp_path), "PYTHONPATH": "platform:."} | variables
    wanted = "s.DATABASES['default']['HOST'], s.SESSION_COOKIE_SECURE, s.DEMO or 'no demo'"
    code = f"from config import settings as s; print({wanted})"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, env=env, cwd=environment.ROOT, capture_output=True, text=True)
    return found.stdout.strip(), found.stderr.strip().splitlines()[-1] if found.stderr else ""


def test_an_url_is_read_with_all_its_parts() -> None:
    assert environment.from_url("DATABASE_URL", URL) == {
        "NAME": "placet",
        "USER": "app",
        "PASSWORD": "p@ss/word",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["mysql://a:b@c/d", "postgresql://a:b@c", "nonsense"])
def test_another_database_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(environment.EnvironmentRefused, match="^DATABASE_URL must look like"):
        environment.from_url("DATABASE_URL", url)


def test_importing_the_settings_starts_no_database_and_keeps_one_secret_key(tmp_path: Path) -> None:
    assert settings_of(tmp_path) == ("/nonexistent False requests", "")
    key = (tmp_path / "secret_key").read_text()
    settings_of(tmp_path)
    assert (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["secret_key"]


def test_people_without_requests_are_a_demo_too(tmp_path: Path) -> None:
    assert settings_of(tmp_path, PLACET_DEMO="company")[0] == "/nonexistent False company"
    assert settings_of(tmp_path, PLACET_DEMO="0")[0] == "/nonexistent False no demo"


def test_a_real_server_needs_a_secret_key_and_gets_no_demo(tmp_path: Path) -> None:
    assert settings_of(tmp_path, DATABASE_URL=URL)[1].endswith("DATABASE_URL names a real server.")
    found = settings_of(
        tmp_path, DATABASE_URL=URL, SECRET_KEY="x" * 50, PLACET_BASE_URL="https://placet.example.org"
    )
    assert found == ("db.example.org True no demo", "")
    assert list(tmp_path.iterdir()) == []
