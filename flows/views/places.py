"""Where a press returns to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

BACK = {"edit": "flows:edit", "route": "flows:route"}


def back_to(request: HttpRequest, case: int) -> HttpResponse:
    """The page of this request that the form names; the card by default, never a foreign address."""
    return redirect(BACK.get(request.POST.get("back", ""), "flows:case"), case)
