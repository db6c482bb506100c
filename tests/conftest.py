"""Fixtures of every test: the database (`databases.py`), fast passwords, files in a temporary folder."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase, override_settings

from common import clock, roles
from config.messages import compiling
from tests import databases
from tests.cleaning import Seeds

# A busy machine is no finding: examples may take their time.
hypothesis.settings.register_profile(
    "placet", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("placet")


def pytest_configure() -> None:
    """Read the texts as the catalogues have them now."""
    compiling.refresh()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A migrated database of this worker's own, as the app role; sub-processes find it in the environment."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with ExitStack() as stack:
        server = stack.enter_context(databases.test_server())
        name = stack.enter_context(databases.copy_of_template(server, worker))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for variable, value in databases.subprocess_environment(server, name).items():
            patch.setenv(variable, value)
        connections["default"].settings_dict.update(server["app"] | {"NAME": name})
        patch.setattr(settings, "OWNER_DATABASE", server["owner"])
        seeds = Seeds.read(roles.owner_connection)
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: seeds.restore(roles.owner_connection)
        )
        yield
        with django_db_blocker.unblock():
            connections.close_all()


@pytest.fixture
def owner(db: None) -> Iterator[psycopg.Connection]:
    """A raw autocommit connection of the owner of the tables. It does not see the test's open transaction."""
    with roles.owner_connection() as connection:
        yield connection


@pytest.fixture(autouse=True)
def _mail_server_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test learned of the mail server is none of the next one's business."""
    from flows.telling import mails

    monkeypatch.setitem(mails._away, "until", 0.0)


@pytest.fixture(autouse=True, scope="session")
def _quick_and_private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Passwords hashed cheaply, files in a temporary folder, static files unhashed, the real time."""
    folder = tmp_path_factory.mktemp("platform")
    (folder / "static").mkdir()
    changed = {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "STATIC_ROOT": folder / "static",
        "STORAGES": settings.STORAGES
        | {
            "default": settings.STORAGES["default"] | {"OPTIONS": {"location": folder, "base_url": None}},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    }
    with override_settings(**changed), pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.FILE, str(folder / "clock"))
        yield
