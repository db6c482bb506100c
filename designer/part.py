"""What every part of a definition shares: strictness, codes, numbers, texts in several languages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
"""Names a field, step, stage… for ever: labels change, codes do not."""

OrgCode = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]
"""Names a unit, position, role or employee of the company, as the company writes it."""

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

Number = Annotated[Decimal, Field(max_digits=24, decimal_places=6, allow_inf_nan=False)]
"""A decimal number of a definition: dumped as a string, so that no digit is lost."""

Scalar = (
    bool | Annotated[int, Field(ge=-(10**15), le=10**15)] | Annotated[str, StringConstraints(max_length=500)]
)
"""A plain value of a definition; a decimal number that is compared is written as `{number: …}`."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Text = Line | Annotated[dict[Language, Line], Field(min_length=1, max_length=20)]
"""A text for people: one string for every language, or a map of language codes to strings."""


class Part(BaseModel):
    """A part of a document: immutable, and strict about names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=20_000)


def say(text: Text | None, language: str) -> str:
    """The text in this language; a missing one falls back to English, then to the first there is."""
    if text is None:
        return ""
    if isinstance(text, Mapping):
        return text.get(language) or text.get("en") or next(iter(text.values()), "")
    return text
