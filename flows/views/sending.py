"""Presses that a script sends: kept on a device while there was no network, they are answered in short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from flows.errors import NoSuchRequest

HEADER = "X-Placet-Sending"
"""The id of the employee who pressed: his press is never sent in the name of whoever is logged in now."""


def answered(request: HttpRequest, do: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `do` answers; for a script only where to go on, or the sentence of a refusal. 401 when somebody
    else is logged in."""
    sender = request.headers.get(HEADER)
    if sender is None:
        return do()
    if sender != str(request.user.pk):
        return JsonResponse({"sentence": ""}, status=401)
    try:
        answer: Any = do()
    except Http404:
        return JsonResponse({"sentence": str(NoSuchRequest().sentence)}, status=404)
    return _short(answer)


def _short(answer: Any) -> HttpResponseBase:
    known = getattr(answer, "context_data", None) or {}
    if answer.status_code in (301, 302, 303):
        short = JsonResponse({"go": answer.headers["Location"]})
    else:
        sentence = str(known.get("problem") or known.get("sentence") or "")
        short = JsonResponse({"sentence": sentence}, status=answer.status_code)
    short.cookies = answer.cookies
    return short
