"""An employee's page: his places, the invitation, and what happens when he leaves."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from org.actions import deactivate_employee, reactivate_employee
from org.invitations import VALID_FOR, invite
from org.models import Absence, Employee, Position
from org.queries import snapshot
from org.records import EmployeeRecord
from org.views.base import EditorPage
from org.views.edit import RecordPage


class EmployeePage(RecordPage):
    """The form, with the positions he holds and the buttons for invitation and leaving."""

    template = "org/employee.html"
    address = "employees"

    def more(self) -> dict[str, Any]:
        if self.stored is None:
            return {}
        code = cast(EmployeeRecord, self.stored).code
        places = Position.objects.filter(holder__code=code) | Position.objects.filter(acting__code=code)
        return {
            "employee": Employee.objects.get(code=code),
            "places": places.select_related("unit", "role", "acting").order_by("code"),
            "absences": Absence.objects.filter(
                employee__code=code, withdrawn=False, ends__gte=clock.today(snapshot().zone_of(code))
            )
            .select_related("substitute")
            .order_by("starts"),
        }


class _OfEmployee(EditorPage):
    """A press on an employee's page; the action checks the right under the lock."""

    def employee(self) -> Employee:
        found = Employee.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found


class Invite(_OfEmployee):
    """Makes the one-time link and shows it, once, to copy."""

    template = "org/invited.html"
    icon = "key"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        employee = self.employee()
        token = invite(actor_id=self.reader.pk, code=employee.code)
        link = request.build_absolute_uri(reverse("org_public:invitation", args=[token]))
        context = {"employee": employee, "link": link, "days": VALID_FOR.days}
        answer = self.page(context, title=_("Invitation for %s") % employee.name)
        answer["Cache-Control"] = "no-store"
        return answer


class Deactivate(_OfEmployee):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        employee = self.employee()
        deactivate_employee(actor_id=self.reader.pk, code=employee.code)
        self.say(_("%s no longer works here. The positions held are vacant.") % employee.name)
        return redirect(reverse("org:list", args=["employees"]))


class Reactivate(_OfEmployee):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        employee = self.employee()
        reactivate_employee(actor_id=self.reader.pk, code=employee.code)
        self.say(_("%s works here again and needs a position.") % employee.name)
        return redirect(reverse("org:edit_employee", args=[pk]))
