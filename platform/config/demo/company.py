"""The demo company's parts: a shifted clock, two spreadsheets through the import, one package, passwords."""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext, gettext_noop, override

import designer
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
SHIPPED = Path(designer.__file__).parent / "shipped"

PEOPLE = (
    ("00092", gettext_noop("a technician in Kazan who needs an invoice paid")),
    ("00091", gettext_noop("their manager: head of service in Kazan")),
    ("00088", gettext_noop("head of sales in Kazan; stands in for the absent director of the dealer centre")),
    ("00011", gettext_noop("the department director, last manager of the chain")),
    ("00005", gettext_noop("accountant in Moscow")),
    ("00087", gettext_noop("accountant in Kazan")),
    ("00056", gettext_noop("process administrator; also edits the company")),
    ("00151", gettext_noop("budget controller: asked when an invoice is off budget")),
    (
        "00003",
        gettext_noop("chief financial officer, absent this week: the chief accountant stands in"),
    ),
    ("00004", gettext_noop("chief accountant; stands in for the chief financial officer")),
    ("00150", gettext_noop("holds two positions, and says for each request in which of them he starts it")),
    ("00002", gettext_noop("assistant of the chief executive")),
    ("00001", gettext_noop("chief executive officer")),
    ("00154", gettext_noop("auditor: sees everything, changes nothing")),
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
    for code, _who in PEOPLE:
        set_password(code=code, password=PASSWORD)
    tell_log_ins()


def tell_log_ins() -> None:
    """Who may log in, in the installation's language."""
    people = {one.code: one for one in Employee.objects.filter(code__in=[code for code, _who in PEOPLE])}
    with override(settings.LANGUAGE_CODE):
        told = [(people[code], gettext(who)) for code, who in PEOPLE if code in people]
    keep_log_ins([LogIn(one.email, PASSWORD, f"{one.name}: {who}") for one, who in told])


def speak(language: str) -> None:
    """Everybody reads this language, whatever he chose before."""
    Employee.objects.exclude(language=language).update(language=language)
