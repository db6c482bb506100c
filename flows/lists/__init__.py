"""What the lists show: plain rows, a page at a time, each list in one statement and its counts in another."""

from flows.lists.paging import Slice
from flows.lists.requests import RequestRow, decided_by, drafts_untouched, requests_of
from flows.lists.tasks import Counts, TaskFilter, TaskRow, counts_of, open_tasks_of, red_items_of

__all__ = [
    "Counts",
    "RequestRow",
    "Slice",
    "TaskFilter",
    "TaskRow",
    "counts_of",
    "decided_by",
    "drafts_untouched",
    "open_tasks_of",
    "red_items_of",
    "requests_of",
]
