"""The auditor's screens. All but one only read; the one asks for the daily anchor by mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from common.spreadsheet import Table
from common.text import number_in
from designer.queries import live_processes
from flows.audit import changes, dossier, looks, sample, sealed
from flows.audit.door import audits
from flows.audit.period import Period, period_of
from flows.audit.words import KIND_LABELS
from flows.lists.paging import page_number
from flows.views.base import Crumb, Page
from flows.views.tables import table_answer

CHANGES_DAYS = 90


class AuditPage(Page):
    """For auditors only; for everybody else it is not there."""

    days = 30

    def allowed(self) -> bool:
        return audits(self.request.user)

    @property
    def period(self) -> Period:
        """The period that the address gives."""
        asked = self.request.GET
        return period_of(asked.get("from"), asked.get("to"), self.zone, self.days)

    def query(self) -> str:
        """The filters of this address, for the links to its files."""
        asked = self.request.GET.copy()
        for name in ("p", "as"):
            asked.pop(name, None)
        return asked.urlencode()

    def file(self, table: Table) -> HttpResponse:
        """The table as a workbook, or as csv when the address asks for it."""
        kind = "csv" if self.request.GET.get("as") == "csv" else "xlsx"
        return table_answer(table, kind, language=self.language, zone=self.zone)


# -- the log of changes --------------------------------------------------------------------------------------


class Changes(AuditPage):
    """The log of changes with its filters."""

    template, icon, title = "flows/audit/changes.html", "history", _("Changes")
    days = CHANGES_DAYS

    @property
    def wanted(self) -> changes.ChangeFilter:
        asked = self.request.GET
        kind = asked.get("kind", "")
        return changes.ChangeFilter(
            period=self.period,
            kind=kind if kind in KIND_LABELS else "",
            text=asked.get("q", "").strip()[:100],
            who=asked.get("who", "").strip()[:100],
            by_command="command" in asked,
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = self.wanted
        return self.page(
            {
                "found": changes.changes(wanted, page_number(request.GET.get("p"))),
                "wanted": wanted,
                "kinds": list(KIND_LABELS.items()),
                "query": self.query(),
            }
        )


class ChangesFile(Changes):
    """The same log as a table."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.file(changes.table_of(self.wanted))


class ObjectLog(AuditPage):
    """The chain of one object, checked as it is shown."""

    template, icon = "flows/audit/object.html", "history"

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Changes"), reverse("flows:audit_changes")),)

    def get(self, request: HttpRequest, what: str, code: str) -> HttpResponse:
        found = changes.log_of(what, code)
        if found is None:
            raise Http404
        return self.page({"log": found}, title=found.name)


# -- what deserves a look ------------------------------------------------------------------------------------


class Looks(AuditPage):
    """What deserves a look, kind by kind."""

    template, icon, title = "flows/audit/looks.html", "view", _("Deserves a look")

    @property
    def period(self) -> Period:
        """At most a year: everything in it is counted."""
        asked = super().period
        return replace(asked, first=max(asked.first, asked.last - looks.LONGEST))

    @property
    def look(self) -> looks.Look:
        """The kind that the address names, else the first."""
        return looks.BY_CODE.get(self.request.GET.get("look", ""), looks.LOOKS[0])

    def get(self, request: HttpRequest) -> HttpResponse:
        look, period = self.look, self.period
        many = looks.counts(period)
        return self.page(
            {
                "look": look,
                "looks": [(one, many[one.code]) for one in looks.LOOKS],
                "found": looks.looks_of(look, period, page_number(request.GET.get("p"))),
                "period": period,
                "query": self.query(),
                "changes_url": reverse("flows:audit_changes"),
            }
        )


class LooksFile(Looks):
    """One kind as a table."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.file(looks.table_of(self.look, self.period))


# -- a sample ------------------------------------------------------------------------------------------------


class Sample(AuditPage):
    """A sample by a seed."""

    template, icon, title = "flows/audit/sample.html", "pick", _("Sample")
    days = CHANGES_DAYS

    @property
    def wanted(self) -> sample.Wanted | None:
        """The sample that is asked for; None before there is a seed."""
        asked = self.request.GET
        seed = asked.get("seed", "").strip()[: sample.LONGEST_SEED]
        if not seed or "\x00" in seed:
            return None
        known = {one.code: one.pk for one in live_processes()}
        process = known.get(asked.get("process", ""), 0)
        return sample.Wanted(self.period, seed, size_of(asked.get("size")), process, "bands" in asked)

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = self.wanted
        return self.page(
            {
                "wanted": wanted,
                "sample": sample.draw(wanted) if wanted else None,
                "period": self.period,
                "size": wanted.size if wanted else size_of(None),
                "processes": [(one.code, one.label(self.language)) for one in live_processes()],
                "process": request.GET.get("process", ""),
                "query": self.query(),
                "most": sample.MOST,
            }
        )


class SampleFile(Sample):
    """The sample as a table."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = self.wanted
        if wanted is None:
            raise Http404
        return self.file(sample.table_of(sample.draw(wanted)))


def size_of(raw: str | None) -> int:
    """How many are wanted: 1 to 500, else 25."""
    number = number_in((raw or "").strip(), 5)
    return 25 if number is None else min(max(number, 1), sample.MOST)


class Dossier(AuditPage):
    """One request as one file: the worker packs it, the auditor waits and takes it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        made = dossier.order_dossier(case=case, by=self.reader, language=self.language)
        return redirect("flows:print_order", made.pk)


# -- anchors -------------------------------------------------------------------------------------------------


class Anchors(AuditPage):
    """The daily anchors, and whether one is as it was sealed."""

    template, icon, title = "flows/audit/anchors.html", "lock", _("Anchors")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._shown("")

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._shown(request.POST.get("check", ""))

    def _shown(self, check: str) -> HttpResponse:
        found = {"anchors": sealed.kept(check), "by_mail": sealed.gets_mail(self.reader.pk)}
        return self.page(found)


class AnchorByMail(AuditPage):
    """Whether the reader gets every daily anchor by mail."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = "wanted" in request.POST
        sealed.want_mail(actor=self.reader.pk, wanted=wanted)
        sentence = now_("You will get every daily anchor by mail.")
        if not wanted:
            sentence = now_("You will get no more anchors by mail.")
        messages.success(request, sentence)
        return redirect("flows:audit_anchors")


# -- the menu ------------------------------------------------------------------------------------------------


def audit_menu(user: Any) -> list[MenuItem]:
    """The auditor's group of the menu; nothing for everybody else."""
    if not audits(user):
        return []
    named = (
        (_("Deserves a look"), "audit_looks", "view"),
        (_("Changes"), "audit_changes", "history"),
        (_("Sample"), "audit_sample", "pick"),
        (_("Anchors"), "audit_anchors", "lock"),
    )
    entries = [
        MenuItem(label, reverse(f"flows:{name}"), name=name.replace("_", "-"), icon_name=icon, order=order)
        for order, (label, name, icon) in enumerate(named)
    ]
    menu = Menu(items=entries)
    return [SubmenuMenuItem(_("Audit"), menu, name="audit", icon_name="clipboard-list", order=650)]
