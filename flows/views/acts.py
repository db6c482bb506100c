"""Presses of buttons. Each takes a POST with the revision that the page showed and a token of the press; a
refusal is said on the card, in place, and nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.errors import NotFound, PlacetError
from common.text import number_in
from designer.queries import document_of
from flows import actions
from flows.access import case_for, task_for
from flows.actions.remarks import Taken
from flows.cards import Draft
from flows.errors import NoSuchRemark, NoSuchRequest
from flows.forms import posted_values
from flows.models import Remark
from flows.views.card import CardBase, texts_of
from flows.views.following import go_on, said_of
from flows.views.places import back_to

NEXT = "the next task"
KEPT = re.compile(r"[a-z0-9-]{1,60}\Z")


def forget_typed(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The browser kept a copy of what was typed into this form; now that it is done, it may go."""
    kept = request.POST.get("keep", "")
    if KEPT.match(kept):
        answer.set_cookie("placet-kept", kept, max_age=300, samesite="Lax")
    return answer


class Press(CardBase):
    """What all presses share. `act` names the form on the card that is shown again when it is refused."""

    act = ""
    done: str = ""
    after = "flows:case"
    typed: Mapping[str, Any] = {}

    def do(self, case: int, **ids: int) -> Any:
        """Call the action. Raises what it raises."""
        raise NotImplementedError

    def post(self, request: HttpRequest, case: int, **ids: int) -> HttpResponse:
        try:
            result = self.do(case, **ids)
        except NotFound:
            raise
        except PlacetError as error:
            return self.refuse(case, error, **ids)
        return forget_typed(request, self.go_on(case, result))

    def go_on(self, case: int, result: Any) -> HttpResponse:
        """Say what was done, and on."""
        if self.done:
            messages.success(self.request, self.done)
        return self.go(case, result)

    def go(self, case: int, result: Any) -> HttpResponse:
        """Where the reader goes on."""
        return redirect(self.after, case)

    def refuse(self, case: int, error: PlacetError, **ids: int) -> HttpResponse:
        """The card again, with the sentence at the form that was pressed."""
        draft = Draft(
            ids.get("task", 0), self.act, {**self.typed, **self._texts()}, texts_of(error), texts_of(error)
        )
        return self.card(case, draft, error)

    def _texts(self) -> dict[str, Any]:
        post = self.request.POST
        return {
            "reason": post.get("reason", ""),
            "text": post.get("text", ""),
            "remarks": post.getlist("remarks"),
        }

    def number(self, name: str) -> int:
        """A number of the form; anything else is taken for a page of long ago."""
        return number_in(self.request.POST.get(name, "")) or 0

    @property
    def press(self) -> dict[str, Any]:
        return {
            "actor": self.reader.pk,
            "revision": self.number("revision"),
            "press": self.request.POST.get("press", "")[:64] or None,
        }


class TaskPress(Press):
    """An act on a task. A task of another request than the address says does not exist. Afterwards comes the
    reader's next task."""

    after = NEXT

    def do(self, case: int, **ids: int) -> Any:
        task = task_for(ids["task"], self.reader)
        if task.process_id != case:
            raise NoSuchRequest
        self.answered = task.process
        self.edited = self._edited(case, task.step)
        return self.on_task(ids["task"])

    def on_task(self, task: int) -> Any:
        raise NotImplementedError

    def go_on(self, case: int, result: Any) -> HttpResponse:
        if self.after != NEXT:
            return super().go_on(case, result)
        return go_on(self.request, said_of(self.answered, self.done, self.language))

    def _edited(self, case: int, step: str) -> dict[str, Any]:
        """Typed values of the fields that the step edits."""
        document = document_of(case_for(case, self.reader).version_id)
        known = document.steps.get(step)
        fields = [document.fields[code] for code in known.edits] if known else []
        self.typed = posted_values(fields, self.request.POST)
        return dict(self.typed)

    @property
    def reason(self) -> str:
        return self.request.POST.get("reason", "")


class Approve(TaskPress):
    act = "approve"

    def on_task(self, task: int) -> None:
        actions.approve(task=task, values=self.edited, **self.press)
        self.done = _("Approved.")


class ApproveWithRemarks(TaskPress):
    act = "approve_with_remarks"

    def on_task(self, task: int) -> None:
        remarks = self.request.POST.getlist("remarks")[:50]
        actions.approve_with_remarks(task=task, remarks=remarks, values=self.edited, **self.press)
        self.done = _("Approved with remarks. The requester will answer each of them.")


class Return(TaskPress):
    act = "return_for_rework"

    def on_task(self, task: int) -> None:
        actions.return_for_rework(task=task, reason=self.reason, **self.press)
        self.done = _("Returned for rework. The requester has been told.")


class Decline(TaskPress):
    act = "decline"

    def on_task(self, task: int) -> None:
        actions.decline(task=task, reason=self.reason, **self.press)
        self.done = _("Declined for good. The requester has been told.")


class Complete(TaskPress):
    act = "complete"

    def on_task(self, task: int) -> None:
        actions.complete(task=task, values=self.edited, **self.press)
        self.done = _("Done.")


class Take(TaskPress):
    act, after = "take", "flows:case"

    def on_task(self, task: int) -> None:
        actions.take(task=task, actor=self.reader.pk, revision=self.number("revision"))


class GiveBack(TaskPress):
    act, after = "give_back", "flows:case"

    def on_task(self, task: int) -> None:
        actions.give_back(task=task, actor=self.reader.pk, revision=self.number("revision"))


class Reassign(TaskPress):
    act, after = "reassign", "flows:case"

    def on_task(self, task: int) -> None:
        actions.reassign(task=task, to=self.number("to"), reason=self.reason, **self.press)
        self.done = _("Given to somebody else.")


class Recall(Press):
    act, after = "recall", "flows:edit"

    def do(self, case: int, **ids: int) -> None:
        actions.recall(case=case, reason=self.request.POST.get("reason", ""), **self.press)
        self.done = _("Recalled: the request is a draft again.")


class Cancel(Press):
    act = "cancel"

    def do(self, case: int, **ids: int) -> None:
        actions.cancel(case=case, reason=self.request.POST.get("reason", ""), **self.press)
        self.done = _("Cancelled.")

    def go(self, case: int, result: Any) -> HttpResponse:
        sent = case_for(case, self.reader).sent_at is not None
        return redirect("flows:case", case) if sent else redirect("flows:requests")


class Copy(Press):
    act = "copy"

    def do(self, case: int, **ids: int) -> int:
        made: int = actions.copy_case(case=case, actor=self.reader.pk, press=self.press["press"])
        self.done = _("A copy has been made. Files are not copied.")
        return made

    def go(self, case: int, result: Any) -> HttpResponse:
        return redirect("flows:edit", result)


class Comment(Press):
    act = "comment"

    def do(self, case: int, **ids: int) -> None:
        actions.comment(
            case=case, actor=self.reader.pk, text=self.request.POST.get("text", ""), press=self.press["press"]
        )


class AnswerRemark(Press):
    """An answer to a remark; the reader goes back to the page he answered on."""

    act = "answer"

    def do(self, case: int, **ids: int) -> None:
        post = self.request.POST
        remark = Remark.objects.filter(pk=ids["remark"], case=case_for(case, self.reader)).first()
        if remark is None:
            raise NoSuchRemark
        actions.answer_remark(
            remark=remark.pk,
            actor=self.reader.pk,
            answer=cast("Taken", post.get("answer", "")),
            text=post.get("text", ""),
        )

    def go(self, case: int, result: Any) -> HttpResponse:
        return back_to(self.request, case)

    def refuse(self, case: int, error: PlacetError, **ids: int) -> HttpResponse:
        draft = Draft(ids["remark"], self.act, self._texts(), texts_of(error))
        return self.card(case, draft, error)
