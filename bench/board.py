"""How fast the board of a process is read when very many requests stand behind it.

A database of its own gets 100,000 requests of one process (`python -m bench.board [requests]`), one in
twenty of them on its way and waiting for somebody. Printed is the median time to read the board, the list and
the list of what is open, for a requester, an approver and an auditor who sees everything.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from time import perf_counter

from bench.approval import PURCHASE, installation

REQUESTS = 100_000
ROUNDS = 7
CASES = """
INSERT INTO flows_case (flow_class, status, created, finished, process_id, version_id, number, title, amount,
    currency, urgent, search_key, requester_id, entered_by_id, requested_for_id, unit_id, values, rates,
    state, stage, round, needs_attention, sent_at, due, revision, content_revision, planned_company, head,
    events_count)
SELECT c.flow_class, c.status, c.created - n * interval '1 minute',
    CASE WHEN n %% 20 = 0 THEN NULL ELSE c.created - n * interval '1 minute' END, c.process_id, c.version_id,
    'Q-' || n, c.title, 100 + n %% 977, CASE WHEN n %% 7 = 0 THEN 'USD' ELSE 'RUB' END, n %% 50 = 0,
    c.search_key, e.id, e.id, e.id, c.unit_id, c.values, c.rates,
    CASE WHEN n %% 20 = 0 THEN 'running' ELSE 'completed' END,
    CASE WHEN n %% 20 = 0 THEN 'approval' ELSE 'accounting' END, 1, false,
    c.created - n * interval '1 minute', c.due, 1, 1, 0, '', 0
FROM flows_case c CROSS JOIN generate_series(1, %s) n
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM org_employee) e ON e.place = 1 + n %% 14
WHERE c.id = %s
"""
TASKS = """
INSERT INTO flows_task (process_id, flow_task, flow_task_type, status, token, created, data, kind, step,
    place, round, reason, urgent)
SELECT c.id, t.flow_task, t.flow_task_type, t.status, t.token, c.sent_at, '{}', t.kind, t.step,
    t.place, 1, '{}', c.urgent
FROM flows_case c CROSS JOIN flows_task t WHERE t.process_id = %s AND c.finished IS NULL AND c.id > %s
"""
ASSIGNMENTS = """
INSERT INTO flows_assignment (task_id, case_id, employee_id, as_what, position, reasons, urgent, since, ended)
SELECT t.id, t.process_id, a.employee_id, a.as_what, a.position, '[]', t.urgent, t.created, ''
FROM flows_task t CROSS JOIN flows_assignment a WHERE a.case_id = %s AND t.process_id > %s
"""


def fill(requests: int) -> None:
    """A company, a process, and requests written past the engine."""
    from django.db import connection

    from common import roles
    from designer.packages.install import install
    from tests.flows.acting import Acting
    from tests.personas import found_company, grant

    act = Acting(found_company())
    install(text=PURCHASE.read_text())
    model = act.sent("ivan")
    grant("vera", "see")
    with connection.cursor() as cursor:
        cursor.execute(CASES, [requests, model])
        cursor.execute(TASKS, [model, model])
        cursor.execute(ASSIGNMENTS, [model, model])
    # Only the owner of the tables may; on a real installation the database does it by itself.
    with roles.owner_connection() as owner:
        owner.execute("ANALYZE")


def median(read: Callable[[], object]) -> float:
    """Milliseconds."""
    took = []
    for _round in range(ROUNDS):
        before = perf_counter()
        read()
        took.append((perf_counter() - before) * 1000)
    return statistics.median(took)


def measure(who: str) -> None:
    """Print what one reader waits for."""
    from zoneinfo import ZoneInfo

    from flows.boards import Scope, Wanted, read_board, read_list, read_scope
    from org.models import Employee

    reader = Employee.objects.get(code=who)

    def scope() -> Scope:
        return read_scope("purchase", reader, "en")

    count = sum(1 for _case in scope().cases.values_list("pk"))
    board = median(lambda: read_board(scope()))
    found = median(lambda: read_list(scope(), Wanted(), ZoneInfo("Europe/Moscow"), 1))
    narrowed = median(lambda: read_list(scope(), Wanted(state="open", sort="since"), ZoneInfo("UTC"), 1))
    times = f"board {board:7.1f} ms  list {found:7.1f} ms  open ones {narrowed:7.1f} ms"
    sys.stdout.write(f"{who:8} sees {count:7,}  {times}\n")


def main() -> None:
    requests = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    with installation():
        fill(requests)
        for who in ("ivan", "tamara", "vera"):
            measure(who)


if __name__ == "__main__":
    main()
