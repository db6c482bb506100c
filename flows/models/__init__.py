"""What is happening: requests (cases), tasks, who is asked, decisions, remarks, files, history;
and what follows from it for people: notices, printed documents, saved views, repeats, prepared tasks."""

from flows.models.auditing import AnchorReader
from flows.models.cases import (
    Assignment,
    AsWhat,
    Attachment,
    Case,
    Comment,
    Decision,
    Event,
    Look,
    Remark,
    State,
    Task,
    Verdict,
)
from flows.models.habits import Preparation, Repeat, SavedView
from flows.models.papers import Document, Preview, PrintOrder
from flows.models.telling import BellNotice, NoticeWishes
from flows.models.together import Together
from flows.models.watching import Watch

__all__ = [
    "AnchorReader",
    "AsWhat",
    "Assignment",
    "Attachment",
    "BellNotice",
    "Case",
    "Comment",
    "Decision",
    "Document",
    "Event",
    "Look",
    "NoticeWishes",
    "Preparation",
    "Preview",
    "PrintOrder",
    "Remark",
    "Repeat",
    "SavedView",
    "State",
    "Task",
    "Together",
    "Verdict",
    "Watch",
]
