"""Why somebody is asked or not: one code and the values its sentence needs (ROUTING, principle 2)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of the table below, with its parameters as sorted pairs, so that reasons compare and hash."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **params: str | int) -> Reason:
        """`Reason.of("vacant_climbed", position="KZN-D")`."""
        return cls(code, tuple(sorted((key, str(value)) for key, value in params.items())))

    def __getitem__(self, name: str) -> str:
        return dict(self.params)[name]
