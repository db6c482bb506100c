"""The bell: what the reader was told, and how he wants to be told."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import clock
from flows.lists.paging import page_number
from flows.telling import actions, queries
from flows.telling.wishes import BELL, CHANNELS, KINDS, MAIL, wish, wishes_of
from flows.views.base import Crumb, Page


class Notices(Page):
    """What the reader was told, the newest first, by day."""

    template, icon, title = "flows/notices/list.html", "bell", _("Notices")

    def get(self, request: HttpRequest) -> HttpResponse:
        unread = "unread" in request.GET
        number = page_number(request.GET.get("p"))
        found = queries.notices_of(self.reader.pk, number, unread=unread)
        days = [(day, list(lines)) for day, lines in groupby(found.rows, key=lambda line: line.day)]
        return self.page({"found": found, "days": days, "unread": unread, "today": queries.today()})


class Bell(Page):
    """The bell alone, asked for again and again while a page is open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = {"number": queries.unread_count(self.reader.pk)}
        answer = render(request, "flows/notices/bell_count.html", found)
        answer["Cache-Control"] = "no-store"
        return answer


class ReadAll(Page):
    """Everything is read."""

    def post(self, request: HttpRequest) -> HttpResponse:
        actions.read_notices(actor=self.reader.pk)
        return redirect("flows:notices")


class Open(Page):
    """One notice is read, and what it is about opens. Only a press does that: an address that a program
    fetches changes nothing."""

    def post(self, request: HttpRequest, notice: int) -> HttpResponse:
        address = queries.address_of_notice(self.reader.pk, notice)
        if address is None:
            raise Http404
        actions.read_notices(actor=self.reader.pk, notices=[notice])
        return redirect(address)


@dataclass(frozen=True, slots=True)
class WishLine:
    """A kind with the channels that are ticked."""

    about: str
    label: Any
    bell: bool
    mail: bool


class Settings(Page):
    """How the reader wants to be told."""

    template, icon, title = "flows/notices/settings.html", "bell", _("How I am told")

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(_("Notices"), reverse("flows:notices")),)

    def get(self, request: HttpRequest) -> HttpResponse:
        wishes = wishes_of(self.reader.pk)
        lines = [
            WishLine(one.about, one.label, BELL in wishes.of(one.about), MAIL in wishes.of(one.about))
            for one in KINDS
        ]
        return self.page({"lines": lines, "digest": wishes.digest, "address": self.reader.email})

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = {
            one.about: [name for name in CHANNELS if f"{one.about}.{name}" in request.POST] for one in KINDS
        }
        wish(actor=self.reader.pk, channels=ticked, digest=request.POST.get("digest") == "1")
        messages.success(request, _("Saved: from now on you are told like this."))
        return redirect("flows:notice_settings")


class TestMail(Page):
    """A mail to himself."""

    def post(self, request: HttpRequest) -> HttpResponse:
        press = request.POST.get("press", "") or clock.now().isoformat()
        actions.send_test_mail(actor=self.reader, press=press)
        messages.success(
            request, _("A test mail is on its way to {address}.").format(address=self.reader.email)
        )
        return redirect("flows:notice_settings")
