"""New request: the processes one may start, and the press that makes a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy

from common.text import number_in
from designer.access import starts_nothing
from designer.models import Process
from designer.part import say
from designer.queries import live_version, menu_processes, startable_processes
from flows import actions
from flows.access import SEEING
from flows.errors import AuditorsStartNothing, NoSuchProcess
from flows.forms.inputs import Picked
from flows.forms.suggestions import people
from flows.lists import drafts_untouched
from flows.models import Assignment
from flows.staff import staff
from flows.views.base import Page
from flows.views.helping import helping
from org.models import Employee, Grant
from org.queries import snapshot
from org.snapshot import OrgSnapshot


@dataclass(frozen=True, slots=True)
class Tile:
    """A process as something to start."""

    pk: int
    code: str
    name: str
    description: str
    icon: str
    in_menu: bool


def tiles(found: Iterable[Process]) -> list[tuple[str, list[Tile]]]:
    """By category, each in the order of names."""
    language = (get_language() or "en")[:2]
    groups: dict[str, list[Tile]] = {}
    for one in sorted(found, key=lambda process: process.label(language)):
        groups.setdefault(say(one.category, language), []).append(tile(one, language))
    return sorted(groups.items())


def tile(one: Process, language: str) -> Tile:
    """A process in the reader's language."""
    return Tile(
        one.pk, one.code, one.label(language), say(one.description, language), icon_of(one.icon), one.in_menu
    )


def menu_tiles(request: HttpRequest) -> list[Tile]:
    """The processes that the reader finds in his menu: those that he may start, is or was asked about, or
    has a grant over."""
    language, reader = (get_language() or "en")[:2], request.user.pk
    if not reader:
        return []
    asked = Assignment.objects.filter(employee=reader, case__process=OuterRef("pk"))
    granted = Grant.objects.filter(
        Q(process="") | Q(process=OuterRef("code")), employee=reader, active=True, right__in=SEEING
    )
    startable = Q(pk__in=startable_processes(reader).values("pk"))
    found = menu_processes().filter(startable | Exists(granted) | Exists(asked))
    return sorted((tile(one, language) for one in found), key=lambda one: one.name)


def icon_of(name: str) -> str:
    """A definition writes `doc_full`, the shell calls the picture `doc-full`."""
    return name.replace("_", "-")


class New(Page):
    """What the reader may start."""

    template, icon, title = "flows/new.html", "plus", gettext_lazy("New request")

    def get(self, request: HttpRequest) -> HttpResponse:
        """With `for`, what a boss may start: his assistant enters it for him."""
        if starts_nothing(self.reader):
            raise AuditorsStartNothing
        mine, asked = helping(request).bosses, request.GET.get("for", "")
        boss = next((one for one in mine if str(one.pk) == asked), None)
        return self.page(
            {
                "groups": tiles(startable_processes(boss.pk if boss else self.reader)),
                "capacities": capacities_of(boss.code if boss else self.reader.code),
                "bosses": mine,
                "boss": boss,
            }
        )


def capacities_of(code: str, org: OrgSnapshot | None = None) -> list[Picked]:
    """The positions that an employee holds, by his code, when there is something to choose (ROUTING 10)."""
    org = org or snapshot()
    held = org.positions_of.get(code, ())
    if len(held) < 2:
        return []
    ids = staff(org).position_ids
    return [
        Picked(
            str(ids[code]), org.positions[code].title, number == 0, org.units[org.positions[code].unit].name
        )
        for number, code in enumerate(held)
    ]


class Start(Page):
    """A press that makes a draft, or opens the one that was left empty."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        if starts_nothing(self.reader):
            raise AuditorsStartNothing
        position, requested_for = _number(request, "position"), _number(request, "requested_for")
        requester = _number(request, "requester")
        known = None if position or requested_for or requester else _untouched(self.reader, code)
        case = known or actions.start_case(
            process=code,
            actor=self.reader.pk,
            requester=requester,
            requested_for=requested_for,
            position=position,
            press=request.POST.get("press", "")[:64] or None,
        )
        return redirect("flows:edit", case)


def _untouched(reader: Employee, code: str) -> int | None:
    version = live_version(code)
    if version is None:
        raise NoSuchProcess
    left = drafts_untouched(reader.pk, version.process_id).filter(version=version, requested_for=reader)
    return left.values_list("pk", flat=True).first()


def _number(request: HttpRequest, name: str) -> int | None:
    return number_in(request.POST.get(name, ""))


class People(Page):
    """A search for the person a request is for."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = people(snapshot(), request.GET.get("q", ""))
        ids = staff(snapshot()).ids
        picks = [Picked(str(ids[one.code]), one.label, hint=one.hint) for one in found.picks]
        return render(request, "shell/options.html", {"picks": picks, "more": found.more})
