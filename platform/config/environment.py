"""What the settings read from outside: environment, data folder, database URLs. Imports no Django."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from common import embedded_postgres

CHECKOUT = Path(__file__).resolve().parents[2]
INSTALLED = Path(__file__).resolve().parent / "installed"
ROOT = INSTALLED if INSTALLED.exists() else CHECKOUT
"""What lies beside the packages: templates, static, locale, manage.py. A wheel brings it inside `config`."""
LANGUAGES = ("en", "ru")
TRUE = {"1", "true", "yes", "on"}


class EnvironmentRefused(Exception):
    """A setting from outside is missing or not readable; the message names it and says what to set."""


def flag(name: str, default: bool = False) -> bool:
    """A yes/no variable: 1, true, yes and on mean yes."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in TRUE


def demo() -> str:
    """Which demo PLACET_DEMO asks for: `requests` (the company and a fortnight of its requests), `company`
    (people only) or none. Without it: requests, and none on a database server of one's own."""
    value = os.environ.get("PLACET_DEMO", "" if on_own_server() else "1").strip().lower()
    return "company" if value == "company" else "requests" if value in TRUE else ""


def words(name: str, default: str = "") -> list[str]:
    """A variable that holds several values separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def language() -> str:
    """The installation's language, PLACET_LOCALE: of whoever has not chosen his own, and of stored texts."""
    chosen = os.environ.get("PLACET_LOCALE") or LANGUAGES[0]
    if chosen not in LANGUAGES:
        raise EnvironmentRefused(f"PLACET_LOCALE is one of {', '.join(LANGUAGES)}, not {chosen}.")
    return chosen


def data_folder() -> Path:
    """Where files, the secret key and the embedded database live: PLACET_DATA or `.placet` in the project, or
    in the present folder where Placet was installed as a package."""
    home = Path.cwd() if ROOT == INSTALLED else ROOT
    return Path(os.path.abspath(os.environ.get("PLACET_DATA") or home / ".placet"))


def on_own_server() -> bool:
    """Whether a real database server is configured."""
    return bool(os.environ.get("DATABASE_URL"))


def secret_key() -> str:
    """SECRET_KEY; the embedded installation makes one for itself, in a file of mode 0600."""
    if value := os.environ.get("SECRET_KEY"):
        return value
    if on_own_server():
        raise EnvironmentRefused("Set SECRET_KEY to a long random text: DATABASE_URL names a real server.")
    path = data_folder() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        embedded_postgres.write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def app_database() -> dict[str, Any]:
    """Django's connection settings of the app role, under which web, worker and tests run."""
    return _database("DATABASE_URL", embedded_postgres.APP)


def owner_database() -> dict[str, Any]:
    """Django's connection settings of the owner role, under which only migrations run; empty if not given."""
    if on_own_server() and not os.environ.get("DATABASE_OWNER_URL"):
        return {}
    return _database("DATABASE_OWNER_URL", embedded_postgres.OWNER)


def _database(variable: str, role: str) -> dict[str, Any]:
    if url := os.environ.get(variable):
        return from_url(variable, url)
    server = embedded_postgres.state(data_folder() / "postgres")
    if server is None:
        return {
            "NAME": embedded_postgres.DATABASE,
            "USER": role,
            "PASSWORD": "",
            "HOST": "/nonexistent",
            "PORT": "",
        }
    return from_parameters(server.parameters(role))


def from_parameters(parameters: dict[str, str]) -> dict[str, Any]:
    """libpq's names turned into Django's."""
    return {
        "NAME": parameters["dbname"],
        "USER": parameters["user"],
        "PASSWORD": parameters["password"],
        "HOST": parameters["host"],
        "PORT": parameters.get("port", ""),
    }


def from_url(variable: str, url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value` turned into Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise EnvironmentRefused(f"{variable} must look like postgresql://user:password@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
