"""Which language a person reads: the same for the shell, for mails and for documents."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from org.models import Employee

LENGTH = 2


def language_of(employee: Employee) -> str:
    """Two letters: the language he chose, else that of the installation."""
    return spoken(employee.language) or default_language()


def default_language() -> str:
    """The installation's own language, for texts that are nobody's in particular."""
    return str(settings.LANGUAGE_CODE)[:LENGTH]


def spoken(code: str | None) -> str:
    """Two letters of a language that the platform speaks; empty for any other."""
    short = (code or "")[:LENGTH].lower()
    return short if short in dict(settings.LANGUAGES) else ""


def choose_language(*, employee: Employee, language: str) -> None:
    """He reads this language from now on; empty: that of the installation. It is his own affair and no change
    of the company, so that no log tells of it."""
    employee.language = spoken(language)
    Employee.objects.filter(pk=employee.pk).update(language=employee.language)


def settle_language(employee: Employee) -> None:
    """At a log-in: who never chose keeps the language in which he has just read the log-in page (that of his
    browser, where the platform speaks it), so that his mails are in it, too."""
    if not employee.language:
        choose_language(employee=employee, language=translation.get_language() or "")
