"""The demo company's parts: a shifted clock, two spreadsheets through the import, one package, passwords."""

import os
from pathlib import Path

from django.core.management import call_command

from common import clock
from config.demo.log_ins import LogIn, keep_log_ins
from designer.access import grant_everywhere
from designer.packages import install
from org.imports import import_company
from org.invitations import set_password
from org.models import Employee

HERE = Path(__file__).parent
WORKBOOKS = ("org-meridian.xlsx", "org-meridian-more.xlsx")
PACKAGES = ("invoice",)
PASSWORD = "placet-demo"  # noqa: S105 (known on purpose: the demo listens on this machine only)
STARTS = "2026-11-23T09:30"
SHIPPED = Path(__file__).parents[3] / "designer" / "shipped"

PEOPLE = (
    ("00092", "a technician in Kazan who needs an invoice paid"),
    ("00091", "his manager: head of service in Kazan"),
    ("00088", "head of sales in Kazan; stands in for the absent director of the dealer centre"),
    ("00011", "the department director, last manager of the chain"),
    ("00005", "accountant in Moscow"),
    ("00087", "accountant in Kazan"),
    ("00056", "process administrator; also edits the company"),
    ("00151", "budget controller: asked when an invoice is off budget"),
    ("00003", "chief financial officer, absent this week: his substitute is the chief accountant"),
    ("00004", "chief accountant; stands in for the chief financial officer"),
    ("00150", "holds two positions, and says for each request in which of them he starts it"),
    ("00002", "assistant of the chief executive"),
    ("00001", "chief executive officer"),
    ("00154", "auditor: sees everything, changes nothing"),
)
"""Personnel numbers in the export, and who that is in the demo's story."""


def shift_clock() -> None:
    """The export's absences lie in November 2026: the demo lives there, from a Monday morning on."""
    if clock.FILE in os.environ:
        call_command("clock", "to", STARTS, verbosity=0)


def import_people() -> None:
    """The HR export, then what it lacks, through the same import."""
    for name in WORKBOOKS:
        content = (HERE / name).read_bytes()
        import_company(actor_id=None, content=content, name=name)


def install_packages() -> None:
    """The shipped processes, brought in by the process administrator."""
    administrator = Employee.objects.get(code="00056")
    grant_everywhere(employee=administrator)
    for name in PACKAGES:
        install(text=(SHIPPED / f"{name}.yaml").read_bytes(), actor_id=administrator.pk)


def set_passwords() -> None:
    """One password for everybody who is printed."""
    kept = []
    for code, who in PEOPLE:
        set_password(code=code, password=PASSWORD)
        employee = Employee.objects.get(code=code)
        kept.append(LogIn(employee.email, PASSWORD, f"{employee.name}: {who}"))
    keep_log_ins(kept)
