"""Headings of a list that sort it."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
SIGNS = {"ascending": "▲", "descending": "▼"}


@register.simple_tag(takes_context=True)
def sorted_by(context: dict[str, Any], column: str, label: str, classes: str = "") -> SafeString:
    """A heading whose press sorts by its column, pressed again the other way round; filters are kept."""
    link = _link(context, column, label)
    return format_html('<th scope="col" class="{}"{}>{}</th>', classes, _aria(context, column), link)


@register.simple_tag(takes_context=True)
def sorted_by_two(
    context: dict[str, Any], column: str, label: str, other: str, other_label: str
) -> SafeString:
    """A heading of two: a cell below it shows the one or the other."""
    links = (_link(context, column, label), _link(context, other, other_label))
    return format_html(
        '<th scope="col"{}>{} / {}</th>', _aria(context, column) or _aria(context, other), *links
    )


def _link(context: dict[str, Any], column: str, label: str) -> SafeString:
    now = _now(context, column)
    then = f"-{column}" if now == "ascending" else column
    others = context["query_unsorted"]
    return format_html(
        '<a href="?{}sort={}">{}{}</a>',
        f"{others}&" if others else "",
        then,
        label,
        format_html(' <span aria-hidden="true">{}</span>', SIGNS[now]) if now else "",
    )


def _aria(context: dict[str, Any], column: str) -> SafeString | str:
    now = _now(context, column)
    return format_html(' aria-sort="{}"', now) if now else ""


def _now(context: dict[str, Any], column: str) -> str:
    """How the list is sorted by the column now, if at all."""
    return {column: "ascending", f"-{column}": "descending"}.get(context["sort"], "")
