"""The acts: each is a durable transaction, keyword-only, and leaves one event, or none if nothing changed.

Ids in, `actor` is the employee's id, `revision` the request's as the page showed it, `press` the key of the
press: the same press twice does it once.
"""

from flows.actions.bulk import approve_many, tick
from flows.actions.copying import copy_case
from flows.actions.decide import (
    approve,
    approve_with_remarks,
    complete,
    decline,
    outcomes_of,
    return_for_rework,
)
from flows.actions.draft import attach, detach, save_draft
from flows.actions.ending import cancel, recall
from flows.actions.handing import choose, give_back, reassign, retry, take
from flows.actions.late import ask_for_a_substitute, remind
from flows.actions.remarks import answer_remark
from flows.actions.repeats import change_repeat, repeat_case, stop_repeat
from flows.actions.saved_views import change_view, delete_view, save_view
from flows.actions.send import preview, preview_again, send
from flows.actions.start import start_case
from flows.actions.talk import comment, look

mend = choose

__all__ = [
    "answer_remark",
    "approve",
    "approve_many",
    "approve_with_remarks",
    "ask_for_a_substitute",
    "attach",
    "cancel",
    "change_repeat",
    "change_view",
    "choose",
    "comment",
    "complete",
    "copy_case",
    "decline",
    "delete_view",
    "detach",
    "give_back",
    "look",
    "mend",
    "outcomes_of",
    "preview",
    "preview_again",
    "reassign",
    "recall",
    "remind",
    "repeat_case",
    "retry",
    "return_for_rework",
    "save_draft",
    "save_view",
    "send",
    "start_case",
    "stop_repeat",
    "take",
    "tick",
]
