"""How fast a request is approved, against the floor: raw psycopg, four statements and a commit for an action.

Both run in the same rounds, one after the other, on a PostgreSQL of their own with fsync on. A unit is what a
person sees of a small request: sent, then approved four times; five actions, five durable commits. Ours
checks rights, plans the route, chains the history and fills the outbox; the floor does nothing of it.

`python -m bench.approval [rounds]` prints the figures; exit code 1 below the gate.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

GATE, GOAL = 0.12, 0.25
UNITS = 8
ROOT = Path(__file__).resolve().parents[1]
PURCHASE = ROOT / "tests" / "flows" / "purchase.yaml"
APPROVERS = ("tamara", "galina", "fedor", "egor")
FLOOR_TABLES = """
CREATE TABLE floor_case (id bigserial PRIMARY KEY, state text, head text, finished timestamptz);
CREATE TABLE floor_task (
    id bigserial PRIMARY KEY, case_id bigint, owner bigint, step text, status text, finished timestamptz
);
CREATE TABLE floor_event (
    id bigserial PRIMARY KEY, case_id bigint, kind text, at timestamptz, body text, hash text
);
CREATE INDEX ON floor_task (case_id);
CREATE INDEX ON floor_event (case_id);
"""


@contextmanager
def installation() -> Iterator[None]:
    """A fresh embedded database with the schema, and Django set up on it."""
    from common import embedded_postgres as embedded

    with tempfile.TemporaryDirectory(prefix="placet-bench-") as folder:
        home = Path(folder) / "postgres"
        os.environ.update(PLACET_DATA=folder, DJANGO_SETTINGS_MODULE="config.settings")
        embedded.start(home)
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
            import django

            django.setup()
            yield
        finally:
            embedded.remove(home)


class Floor:
    """The same five actions by hand."""

    def __init__(self) -> None:
        import psycopg
        from django.db import connections

        from common import roles

        with roles.owner_connection() as owner:
            owner.execute(FLOOR_TABLES)
        own = connections["default"].settings_dict
        parameters = {
            "dbname": own["NAME"],
            "user": own["USER"],
            "password": own["PASSWORD"],
            "host": own["HOST"],
        }
        self.connection = psycopg.connect(**parameters, prepare_threshold=1)

    def unit(self) -> None:
        """One request, from sending to the last approval."""
        case, task = self._start()
        for step in range(1, 5):
            task = self._approve(case, task, step)

    def _start(self) -> tuple[int, int]:
        run = self.connection.execute
        (case,) = self._one("INSERT INTO floor_case (state, head) VALUES ('running', '') RETURNING id")
        (task,) = self._one(
            "INSERT INTO floor_task (case_id, owner, step, status) VALUES (%s, 1, 's1', 'open') RETURNING id",
            case,
        )
        run("INSERT INTO floor_event (case_id, kind, body, hash) VALUES (%s, 'sent', '{}', 'x')", [case])
        self.connection.commit()
        return case, task

    def _approve(self, case: int, task: int, step: int) -> int:
        run = self.connection.execute
        run("SELECT state FROM floor_case WHERE id = %s FOR UPDATE", [case])
        run("UPDATE floor_task SET status = 'done' WHERE id = %s AND status = 'open'", [task])
        run("INSERT INTO floor_event (case_id, kind, body, hash) VALUES (%s, 'approved', '{}', 'x')", [case])
        if step == 4:
            run("UPDATE floor_case SET state = 'done' WHERE id = %s", [case])
        else:
            (task,) = self._one(
                "INSERT INTO floor_task (case_id, owner, step, status) "
                "VALUES (%s, 1, 's', 'open') RETURNING id",
                case,
            )
        self.connection.commit()
        return task

    def _one(self, statement: str, *values: Any) -> Any:
        return self.connection.execute(statement, values).fetchone()  # type: ignore[call-overload]


class Ours:
    """Sending and four approvals, by the actions that the screens call."""

    def __init__(self) -> None:
        from designer.packages.install import install
        from tests.flows.acting import Acting
        from tests.personas import found_company

        self.people = found_company()
        install(text=PURCHASE.read_text())
        self.act = Acting(self.people)
        self.drafts: list[int] = []

    def prepare(self) -> None:
        """Drafts are made outside the measurement: the floor has none."""
        self.drafts = [self.act.draft("ivan") for _ in range(UNITS)]

    def unit(self) -> None:
        """One request, from sending to the last approval."""
        from flows import actions

        case, ids = self.drafts.pop(), self.people.ids
        actions.send(case=case, actor=ids["ivan"], revision=99, press="send")
        for name in APPROVERS:
            task = self.open_task(case)
            actions.approve(task=task, actor=ids[name], revision=99, press=name)

    def open_task(self, case: int) -> int:
        """What a page would know already; its time is small, and counted to our disadvantage."""
        from flows.engine import store

        return int(
            store.rows("SELECT id FROM flows_task WHERE process_id = %s AND finished IS NULL", [case])[0][0]
        )


def measured(unit: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds per action: by the clock, and of this process's CPU."""
    clock, cpu = perf_counter(), process_time()
    for _ in range(UNITS):
        unit()
    actions = UNITS * 5
    return (perf_counter() - clock) * 1000 / actions, (process_time() - cpu) * 1000 / actions


def main(rounds: int) -> int:
    """Measure, print, answer the exit code."""
    with installation():
        floor, ours = Floor(), Ours()
        figures = []
        for _ in range(rounds + 1):
            ours.prepare()
            figures.append((measured(floor.unit), measured(ours.unit)))
        floor.connection.close()
        _close()
    figures = figures[1:]  # the first one warms up
    ratio = statistics.median(low[0] / high[0] for low, high in figures)
    own = [statistics.median(values) for values in zip(*(high for _low, high in figures), strict=True)]
    base = statistics.median(low[0] for low, _high in figures)
    say = sys.stdout.write
    say(f"floor {base:.2f} ms, ours {own[0]:.2f} ms (CPU {own[1]:.2f} ms) an action: {ratio:.3f} × floor\n")
    say(f"gate {GATE}: {'kept' if ratio >= GATE else 'MISSED'}; ")
    say(f"goal {GOAL}: {'reached' if ratio >= GOAL else 'not yet'}\n")
    return 0 if ratio >= GATE else 1


def _close() -> None:
    from django.db import connections

    connections.close_all()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
