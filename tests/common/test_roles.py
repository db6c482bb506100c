"""Two roles: what the app role may and may not do."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from common import roles

pytestmark = pytest.mark.django_db
DENIED = "permission denied for table journal"


@pytest.fixture
def journal(transactional_db: None, owner: psycopg.Connection) -> Iterator[None]:
    """A table that the owner makes, as a migration would, with one row."""
    owner.execute("CREATE TABLE journal (id serial PRIMARY KEY, what text)")
    write("INSERT INTO journal (what) VALUES ('first')")
    yield
    owner.execute("DROP TABLE journal")


def write(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def migrate(*, backwards: bool = False) -> None:
    """Run the operation as a migration does: as the owner."""
    operation = roles.AppendOnly("journal")
    with roles.as_owner(), connection.schema_editor() as editor:
        move = operation.database_backwards if backwards else operation.database_forwards
        move("flows", editor, None, None)


def test_tests_run_as_the_app_role_which_is_no_superuser() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, usesuper FROM pg_user WHERE usename = current_user")
        assert cursor.fetchone() == ("placet_app", False)


def test_the_app_role_cannot_make_tables() -> None:
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied for schema public"),
    ):
        cursor.execute("CREATE TABLE stray (id int)")


@pytest.mark.django_db(transaction=True)
def test_what_everybody_may_make_on_older_servers_is_taken_away(owner: psycopg.Connection) -> None:
    owner.execute("GRANT CREATE ON SCHEMA public TO PUBLIC")
    with roles.as_owner():
        roles.grant_defaults()
    with pytest.raises(ProgrammingError, match="permission denied for schema public"):
        write("CREATE TABLE stray (id int)")


def test_the_owner_is_another_role(owner: psycopg.Connection) -> None:
    assert owner.execute("SELECT current_user").fetchone() == ("placet_owner",)


@pytest.mark.usefixtures("journal")
def test_the_app_role_works_in_whatever_the_owner_makes() -> None:
    write("UPDATE journal SET what = 'second'")
    write("DELETE FROM journal")


@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(
    "change", ["UPDATE journal SET what = 'x'", "DELETE FROM journal", "TRUNCATE journal"]
)
def test_history_can_be_added_to_and_read_only(change: str) -> None:
    migrate()
    write("INSERT INTO journal (what) VALUES ('second')")
    with pytest.raises(ProgrammingError, match=DENIED):
        write(change)
    with connection.cursor() as cursor:
        cursor.execute("SELECT what FROM journal ORDER BY id")
        assert cursor.fetchall() == [("first",), ("second",)]


@pytest.mark.usefixtures("journal")
def test_the_operation_can_be_taken_back() -> None:
    migrate()
    migrate(backwards=True)
    write("DELETE FROM journal")


def test_the_operation_is_written_into_a_migration_as_it_was() -> None:
    assert roles.AppendOnly("journal").deconstruct() == ("AppendOnly", ["journal"], {})


def test_inside_a_transaction_the_role_is_not_changed() -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), roles.as_owner():
        pass


@pytest.mark.django_db(transaction=True)
def test_without_an_owner_nothing_is_migrated(settings: object) -> None:
    settings.OWNER_DATABASE = {}  # type: ignore[attr-defined]
    with pytest.raises(Exception, match="Set DATABASE_OWNER_URL"), roles.as_owner():
        pass
