"""What is offered while somebody types the name of an employee, a unit or a position."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.text import search_key
from org.access import may_read
from org.models import Employee
from org.queries import snapshot
from org.views.base import Page

MOST = 20


class Pick(NamedTuple):
    code: str
    label: str
    hint: str


class Find(Page):
    """Employees are offered to everybody (whoever is absent names a substitute), the rest to who may read."""

    def allowed(self) -> bool:
        return self.kwargs["what"] == "employees" or may_read(self.reader)

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        words = search_key(request.GET.get("q", "")[:100]).split()
        match what:
            case "employees":
                picks = _employees(words)
            case "units":
                picks = _units(words)
            case "positions":
                picks = _positions(words)
            case _:
                raise Http404
        return render(request, "shell/options.html", {"picks": picks[:MOST], "more": len(picks) > MOST})


def _employees(words: list[str]) -> list[Pick]:
    rows = Employee.objects.filter(is_active=True).select_related("main_position__unit")
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return [Pick(row.code, row.name, _place(row)) for row in rows[: MOST + 1]]


def _place(row: Employee) -> str:
    main = row.main_position
    return f"{main.title}, {main.unit.name}" if main is not None else row.code


def _units(words: list[str]) -> list[Pick]:
    org = snapshot()
    units = (unit for unit in org.units.values() if unit.active and _says(f"{unit.name} {unit.code}", words))
    return [
        Pick(u.code, u.name, f"{u.code}, {org.units[u.parent].name}" if u.parent else u.code) for u in units
    ]


def _positions(words: list[str]) -> list[Pick]:
    org = snapshot()
    found = []
    for post in org.positions.values():
        unit = org.units[post.unit].name
        holder = org.employees.get(org.in_post(post.code) or "")
        if post.active and _says(f"{post.title} {post.code} {unit} {holder.name if holder else ''}", words):
            found.append(
                Pick(post.code, f"{post.title} ({post.code})", f"{unit}, {holder.name if holder else '—'}")
            )
    return found


def _says(text: str, words: list[str]) -> bool:
    said = search_key(text)
    return all(word in said for word in words)
