"""The pages of an assistant: the boss's tasks in their order, what is prepared of them, decisions from
paper. Nobody who does not assist the boss today finds them."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common import clock
from common.errors import NotFound, PlacetError
from common.text import number_in
from flows.actions.paper import OnPaper, Sheet, enter_from_paper
from flows.actions.preparing import Move, move_task, prepare_task, sort_tasks
from flows.assisting import Boss
from flows.cards.asks import may_enter_from_paper
from flows.cards.reading import read_case
from flows.cards.sentences import verdict_of
from flows.errors import NoSuchEmployee, NotSaved
from flows.lists.paging import page_number
from flows.lists.piles import PileRow, pile_of, pile_row
from flows.models import Task
from flows.views.base import Crumb, Page, status_of
from flows.views.card import texts_of
from flows.views.helping import helping

MOVES = ("top", "up", "down")
MOST_ROWS = 50


def tasks_of(boss: Boss) -> str:
    """How the page of his tasks is called."""
    return _("Tasks of {boss}").format(boss=boss.name)


class OfBoss(Page):
    """What the pages of one boss share; hidden and absent are the same 404."""

    icon = "user"

    @property
    def boss(self) -> Boss:
        """Raises NoSuchEmployee."""
        found = next((one for one in helping(self.request).bosses if one.pk == self.kwargs["boss"]), None)
        if found is None:
            raise NoSuchEmployee
        return found

    def pile(self) -> Crumb:
        boss = self.boss
        return Crumb(tasks_of(boss), reverse("flows:boss_tasks", args=[boss.pk]))

    def back(self) -> Crumb:
        try:
            return self.pile()
        except NoSuchEmployee:
            return super().back()

    def number(self, name: str) -> int:
        """A number of the form; anything else is none."""
        return number_in(self.request.POST.get(name, "")) or 0


class Bosses(Page):
    """The way to the first of those whom the reader assists."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = helping(self.request).bosses
        if not found:
            raise Http404
        return redirect("flows:boss_tasks", found[0].pk)


class Pile(OfBoss):
    """The boss's open tasks, in the order in which he will see them."""

    template = "flows/assistant/pile.html"

    def get(self, request: HttpRequest, boss: int) -> HttpResponse:
        whom = self.boss
        return self.page(
            {
                "boss": whom,
                "bosses": helping(request).bosses,
                "found": pile_of(boss, page_number(request.GET.get("p")), self.reader.pk),
            },
            title=tasks_of(whom),
        )


class MoveTask(OfBoss):
    """A task is laid first, or before or after its neighbour."""

    def post(self, request: HttpRequest, boss: int, task: int) -> HttpResponse:
        to = request.POST.get("to", "")
        move_task(
            task=task,
            boss=self.boss.pk,
            actor=self.reader.pk,
            to=cast(Move, to if to in MOVES else "top"),
        )
        return redirect(f"{self.pile().url}#task-{task}")


class SortTasks(OfBoss):
    """The whole pile in the order that it was dragged into."""

    def post(self, request: HttpRequest, boss: int) -> HttpResponse:
        order = [pk for raw in request.POST.getlist("task")[:1_000] if (pk := number_in(raw)) is not None]
        sort_tasks(boss=self.boss.pk, actor=self.reader.pk, order=order)
        return redirect(self.pile().url)


class OfTask(OfBoss):
    """A page about one open task of the boss's."""

    def found(self, task: int) -> PileRow:
        """Raises NoSuchEmployee for a foreign boss, Http404 for what is not asked of him."""
        row = pile_row(self.boss.pk, task)
        if row is None:
            raise Http404
        return row

    def shown(self, context: dict[str, Any], title: str, error: PlacetError | None = None) -> HttpResponse:
        """The page; `error`: the press was refused."""
        known = {"boss": self.boss, "problem": error.sentence if error else "", **context}
        status = 200 if error is None else status_of(error)
        return self.page(known, title=title, crumbs=(self.pile(),), status=status)

    def gone(self, error: PlacetError) -> HttpResponse:
        """The task is not open any more: say why, back at the pile."""
        messages.warning(self.request, error.sentence)
        return redirect(self.pile().url)


class PrepareTask(OfTask):
    """Draft remarks and a word for the boss."""

    template = "flows/assistant/prepare.html"

    def get(self, request: HttpRequest, boss: int, task: int) -> HttpResponse:
        one = self.found(task)
        return self.form(one, list(one.prepared.remarks), one.prepared.note)

    def post(self, request: HttpRequest, boss: int, task: int) -> HttpResponse:
        remarks, note = request.POST.getlist("remarks")[:MOST_ROWS], request.POST.get("note", "")
        try:
            prepare_task(
                task=task,
                boss=self.boss.pk,
                actor=self.reader.pk,
                remarks=remarks,
                note=note,
                seen=request.POST.get("seen", "")[:64],
            )
        except NotFound:
            raise
        except PlacetError as error:
            row = pile_row(self.boss.pk, task)
            return self.gone(error) if row is None else self.form(row, remarks, note, error)
        messages.success(request, _("Kept. {boss} finds it beside the task.").format(boss=self.boss.name))
        return redirect(f"{self.pile().url}#task-{task}")

    def form(
        self, one: PileRow, remarks: list[str], note: str, error: PlacetError | None = None
    ) -> HttpResponse:
        context = {"one": one, "remarks": remarks or [""], "note": note}
        context["texts"] = texts_of(error) if error else {}
        return self.shown(context, _("Prepare"), error)


class FromPaper(OfTask):
    """A decision that the boss made on paper."""

    template = "flows/assistant/paper.html"

    def get(self, request: HttpRequest, boss: int, task: int) -> HttpResponse:
        one = self.found(task)
        code = request.GET.get("code", "")[:30]
        return self.form(one, {"code": code, "on": _today().isoformat(), "remarks": [""]})

    def post(self, request: HttpRequest, boss: int, task: int) -> HttpResponse:
        typed = request.POST
        one = pile_row(self.boss.pk, task)
        try:
            enter_from_paper(
                task=task,
                boss=self.boss.pk,
                actor=self.reader.pk,
                sheet=self._sheet(one),
                press=typed.get("press", "")[:64] or None,
            )
        except NotFound:
            raise
        except PlacetError as error:
            return self.gone(error) if one is None else self.form(one, _typed(request), error)
        messages.success(request, _("Entered. {boss} has been told.").format(boss=self.boss.name))
        return redirect(self.pile().url)

    def _sheet(self, one: PileRow | None) -> Sheet:
        """What was typed. Raises NotSaved."""
        typed, scan = self.request.POST, self.request.FILES.get("scan")
        on, revision = _date(typed.get("on", "")), revision_in(typed.get("code", ""), one)
        wrong = {
            "outcome": [] if typed.get("outcome") else [_("Say which box was ticked.")],
            "on": [] if on else [_("This is not a date.")],
            "code": [] if revision else [_("This is not the code on the sheet of this request.")],
            "scan": _wrong_with(scan),
        }
        if any(wrong.values()) or on is None or scan is None:
            raise NotSaved({name: texts for name, texts in wrong.items() if texts})
        return Sheet(
            outcome=cast(OnPaper, typed["outcome"]),
            on=on,
            revision=revision,
            scan=cast(Any, scan.file),
            name=scan.name or "",
            reason=typed.get("reason", ""),
            remarks=tuple(typed.getlist("remarks")[:MOST_ROWS]),
        )

    def form(self, one: PileRow, typed: dict[str, Any], error: PlacetError | None = None) -> HttpResponse:
        read = read_case(one.row.case, self.reader, self.language, timezone.get_current_timezone())
        context = {
            "one": one,
            "typed": typed,
            "texts": texts_of(error) if error else {},
            "outcomes": [(code, verdict_of(code, None, self.language)[0]) for code in one.on_paper],
            "today": _today().isoformat(),
            "number": read.case.number,
            "own": bool(one.on_paper) and not may_enter_from_paper(read, Task.objects.get(pk=one.row.task)),
        }
        return self.shown(context, _("Enter a decision from paper"), error)


def revision_in(code: str, one: PileRow | None) -> int:
    """The revision of a code as the folder prints it (request-revision); 0 when it is of another request."""
    case, dash, revision = code.strip().partition("-")
    known = dash and one is not None and case == str(one.row.case)
    return (number_in(revision) or 0) if known else 0


def _typed(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    kept: dict[str, Any] = {name: post.get(name, "") for name in ("outcome", "on", "code", "reason")}
    return kept | {"remarks": post.getlist("remarks")[:MOST_ROWS] or [""]}


def _wrong_with(scan: UploadedFile | None) -> list[str]:
    if scan is None:
        return [_("Attach the scan: without it nothing is entered.")]
    if scan.size is not None and scan.size > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        return [_("This file is larger than {most} MB.").format(most=most)]
    return []


def _today() -> date:
    """Where the reader is."""
    return timezone.localtime(clock.now()).date()


def _date(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
