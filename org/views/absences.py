"""One's own absences, those of others one may enter, and the list of all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.errors import PlacetError
from common.text import search_key
from org import ports
from org.access import may_enter_absence
from org.actions import save_absence, withdraw_absence
from org.errors import ChangedMeanwhile, SubstituteDoubtful
from org.forms import AbsenceForm, OwnAbsenceForm
from org.models import Absence, Employee
from org.queries import snapshot
from org.records import KINDS, AbsenceRecord
from org.records.company import plain, read_one
from org.texts import sentence
from org.views.base import CompanyPage, Crumb, Page
from org.views.edit import refuse
from org.views.lists import PER_PAGE

MINE = "org:absences"


def _explained(rows: Any) -> list[Absence]:
    """With the sentence why a substitute was refused, the names of the processes, and where it stands."""
    found, org = list(rows), snapshot()
    names = ports.process_names() if any(row.processes for row in found) else {}
    for row in found:
        today = clock.today(org.zone_of(row.employee.code))
        row.why = sentence(plain(row.refused), org) if row.refused else ""
        row.limited_to = [names.get(code, code) for code in row.processes]
        row.stands = "over" if row.ends < today else "now" if row.starts <= today else "ahead"
    return found


class MyAbsences(Page):
    """When I am away, and who stands in for me."""

    template = "org/my_absences.html"
    icon = "calendar-alt"
    title = gettext_lazy("My absences")

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Absence.objects.filter(withdrawn=False).select_related(
            "employee", "substitute", "named_substitute"
        )
        mine = rows.filter(employee=self.reader).order_by("-starts")[:PER_PAGE]
        today = clock.today(snapshot().zone_of(self.reader.code))
        ahead = rows.filter(substitute=self.reader, ends__gte=today).order_by("starts")
        return self.page({"absences": _explained(mine), "standing_in": ahead, "today": today})


class PersonAbsences(Page):
    """The absences of somebody whose absences the reader may enter: an assistant's page for his boss."""

    template = "org/person_absences.html"
    icon = "calendar-alt"

    def allowed(self) -> bool:
        found = Employee.objects.filter(pk=self.kwargs["employee"]).first()
        if found is None or not may_enter_absence(self.reader.pk, found.code):
            return False
        self.whom = found
        return True

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        rows = Absence.objects.filter(withdrawn=False, employee=self.whom).select_related(
            "employee", "substitute", "named_substitute"
        )
        return self.page(
            {"absences": _explained(rows.order_by("-starts")[:PER_PAGE]), "whom": self.whom},
            title=_("Absences of %s") % self.whom.short_name,
        )


class CompanyAbsences(CompanyPage):
    """Everybody's absences in the reader's part of the company. Only editors see a reason."""

    template = "org/absences.html"
    icon = "calendar-alt"
    title = gettext_lazy("Absences")

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:100]
        rows = self._rows()
        for word in search_key(text).split():
            rows = rows.filter(employee__search_key__contains=word)
        leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        return self.page({"leaf": leaf, "absences": _explained(leaf.object_list), "text": text})

    def _rows(self) -> QuerySet[Absence]:
        rows = (
            Absence.objects.filter(withdrawn=False)
            .select_related("employee__main_position__unit", "substitute", "named_substitute")
            .order_by("-ends", "employee__sort_key")
        )
        if self.scope and not self.scope.everything:
            rows = rows.filter(employee__positions__unit__code__in=self.scope.units).distinct()
        return rows


class AbsencePage(Page):
    """The form of an absence: one's own, or with `other` that of somebody whose absences one may enter."""

    template = "org/absence.html"
    icon = "calendar-alt"
    other = False
    stored: AbsenceRecord | None = None

    def allowed(self) -> bool:
        pk = self.kwargs.get("pk")
        if pk is None:
            return True
        self.stored = cast("AbsenceRecord | None", read_one(KINDS["absence"], pk))
        if self.stored is None or self.stored.withdrawn:
            return False
        self.other = self.stored.employee != self.reader.code
        return may_enter_absence(self.reader.pk, self.stored.employee)

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(gettext_lazy("My absences"), reverse(MINE)),)

    def form(self, data: Any = None) -> OwnAbsenceForm:
        if self.other:
            return AbsenceForm(
                data, stored=self.stored, initial={"employee": self.request.GET.get("employee")}
            )
        return OwnAbsenceForm(data, stored=self.stored, employee=self.reader.code)

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        return self.shown(self.form())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid() or not self._saved(form):
            return self.shown(form, status=422)
        if not self.other:
            return redirect(MINE)
        return redirect(self._back(str(form.cleaned_data.get("employee") or "")))

    def _saved(self, form: OwnAbsenceForm) -> bool:
        try:
            if form.stale:
                raise ChangedMeanwhile
            saved = save_absence(
                actor_id=self.reader.pk,
                record=cast(AbsenceRecord, form.record()),
                replaces=self.stored,
                confirmed=form.confirmed,
            )
        except PlacetError as error:
            refuse(form, error)
            if isinstance(error, SubstituteDoubtful):
                form.ask_whether_anyway(error.doubt.key)
            return False
        if saved.refused is None:
            self.say(_("Saved."))
        else:
            words = {"why": sentence(saved.refused, snapshot())}
            messages.warning(
                self.request, _("The absence is saved, the substitute is refused. %(why)s") % words
            )
        return True

    def _back(self, employee: str = "") -> str:
        """The list of the company for who edits it; else that of the person, for who may enter his."""
        if self.scope:
            return reverse("org:company_absences")
        code = employee or (self.stored.employee if self.stored else self.request.GET.get("employee", ""))
        known = Employee.objects.filter(code=code).first() if code else None
        if known is None or not may_enter_absence(self.reader.pk, known.code):
            return reverse(MINE)
        return reverse("org:person_absences", args=[known.pk])

    def shown(self, form: OwnAbsenceForm, status: int = 200) -> HttpResponse:
        if self.stored is None:
            title = _("Absence of somebody else") if self.other else _("New absence")
        else:
            title = _("Absence of %s") % snapshot().employees[self.stored.employee].name
        context = {
            "form": form,
            "back": self._back() if self.other else reverse(MINE),
            "pk": self.kwargs.get("pk"),
        }
        return self.page(context, title=title, status=status)


class Withdraw(AbsencePage):
    """He is here after all."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        if self.stored is None:
            raise Http404
        withdraw_absence(actor_id=self.reader.pk, record=self.stored)
        self.say(_("The absence was taken back."))
        return redirect(self._back() if self.other else reverse(MINE))
