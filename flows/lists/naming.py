"""How a request is called: the customer's noun first."""

from __future__ import annotations

from django.utils.translation import gettext as _


def named(noun: str, number: str) -> str:
    """`Invoice No. INV-2026-0001`, or the noun alone before there is a number."""
    return _("{noun} No. {number}").format(noun=noun, number=number) if number else noun
