"""Two roles: what the app role may and may not do."""

import psycopg
import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_tests_run_as_the_app_role_which_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = current_user")
        assert cursor.fetchone() == ("placet_app", False)


def test_the_app_role_cannot_make_tables() -> None:
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied for schema public"):
        cursor.execute("CREATE TABLE stray (id int)")


def test_the_owner_is_another_role(owner: psycopg.Connection) -> None:
    assert owner.execute("SELECT current_user").fetchone() == ("placet_owner",)
