"""What a form posted, as `designer.values.parse` wants it: raw values by field code, never trusted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from designer.document.fields import Field

PREFIX = "f-"


def posted_values(fields: Iterable[Field], post: QueryDict) -> dict[str, Any]:
    """Field code → what was typed. A field that was not on the page is left out, so it keeps its value; files
    and computed fields are never read from here."""
    found: dict[str, Any] = {}
    for field in fields:
        name = PREFIX + field.code
        if field.type in ("files", "computed") or f"{name}.here" not in post:
            continue
        found[field.code] = _raw(field, name, post)
    return found


def _raw(field: Field, name: str, post: QueryDict) -> Any:
    if field.type == "money":
        amount = post.get(f"{name}.amount", "").strip()
        return {"amount": amount, "currency": post.get(f"{name}.currency", "")} if amount else None
    if field.type == "choices":
        return post.getlist(name)
    if field.type == "yes_no":
        return name in post
    return post.get(name, "")
