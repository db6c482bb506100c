"""What a card asks about auditors."""

from __future__ import annotations

from typing import Any

from django import template

from designer.access import starts_nothing
from flows.audit.door import audits, only_reads
from flows.models import Case

register = template.Library()


@register.filter
def is_auditor(user: Any) -> bool:
    """Whether he may see everything."""
    return audits(user)


@register.filter
def starts_something(user: Any) -> bool:
    """Whether *New request* is for him: for all but those who only audit."""
    return not starts_nothing(user)


@register.simple_tag(takes_context=True)
def reads_only(context: dict[str, Any], case: int) -> bool:
    """Whether the reader looks at the request without a part in it, as an auditor. No statement for anybody
    else."""
    user = context["reader"]
    return audits(user) and only_reads(Case.objects.select_related("process").get(pk=case), user)
