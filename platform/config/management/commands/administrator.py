"""`manage.py administrator EMAIL`: who may do everything is an employee, too; also the first one."""

import argparse
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from common.errors import Invalid, PlacetError
from designer.access import grant_everywhere
from org.actions import save_employee, save_grant
from org.invitations import invite
from org.models import Employee
from org.models.rules import Right
from org.records import EmployeeRecord, GrantRecord


class Command(BaseCommand):
    help = (
        "Let an employee edit the company and every process, and print a one-time link to set his password. "
        "Somebody new needs a personnel number and a name."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The e-mail names him; the rest is needed for somebody new only."""
        parser.add_argument("email")
        parser.add_argument("--code", default="", help="personnel number")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--first-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Repeatable: whoever has the rights already only gets a new link."""
        try:
            employee = self._employee(options)
            for right in (Right.EDIT_COMPANY, Right.MANAGE):
                if not employee.grants.filter(right=right, process="", unit=None, active=True).exists():
                    save_grant(actor_id=None, record=GrantRecord(employee.code, right.value))
            grant_everywhere(employee=employee)
            token = invite(actor_id=None, code=employee.code)
        except Invalid as error:
            sentences = [f"{field}: {' '.join(said)}" for field, said in error.fields.items()]
            raise CommandError("\n".join([error.sentence, *sentences])) from error
        except PlacetError as error:
            raise CommandError(error.sentence) from error
        link = urljoin(settings.BASE_URL, reverse("org_public:invitation", args=[token]))
        self.stdout.write(f"{employee.name} sets a password here, once, within seven days:\n{link}")

    def _employee(self, options: dict[str, Any]) -> Employee:
        """Raises Invalid when somebody new lacks a name or a number."""
        email = options["email"].casefold()
        if not Employee.objects.filter(email=email).exists():
            names = {name: options[name] for name in ("code", "last_name", "first_name")}
            save_employee(actor_id=None, record=EmployeeRecord(**names, email=email), new=True)
        return Employee.objects.get(email=email)
