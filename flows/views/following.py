"""After an answer the reader goes on with his next task, and is told what was done and how many are left."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from designer.part import say
from designer.queries import document_of
from flows.lists.following import following_of
from flows.lists.naming import named
from flows.models import Case


def said_of(case: Case, done: str, language: str) -> str:
    """What was done, with the request it was done to."""
    document = document_of(case.version_id)
    name = named(say(document.one or document.name, language), case.number)
    return _("{request}: {done}").format(request=name, done=done)


def go_on(request: HttpRequest, told: str) -> HttpResponse:
    """The card of the next task; the list when none is left that is answered on a card."""
    found = following_of(request.user.pk or 0)
    if found.case is None:
        messages.success(request, told)
        return redirect("flows:tasks")
    left = ngettext("{left} task is left.", "{left} tasks are left.", found.left).format(left=found.left)
    buttons = [messages.button(reverse("flows:tasks"), _("All my tasks"))]
    messages.success(request, f"{told} {left}", buttons=buttons)
    return redirect("flows:case", found.case)
