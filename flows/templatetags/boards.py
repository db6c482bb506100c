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
    now = {column: "ascending", f"-{column}": "descending"}.get(context["sort"])
    then = f"-{column}" if now == "ascending" else column
    others = context["query_unsorted"]
    return format_html(
        '<th scope="col" class="{}"{}><a href="?{}sort={}">{}{}</a></th>',
        classes,
        format_html(' aria-sort="{}"', now) if now else "",
        f"{others}&" if others else "",
        then,
        label,
        format_html(' <span aria-hidden="true">{}</span>', SIGNS[now]) if now else "",
    )
