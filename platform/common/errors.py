"""What the platform refuses, said as sentences.

The docstring of an error class is its message: English, translatable, with `{name}` filled from the keyword
arguments. Three families say how a screen answers (403, 409, 404); `Invalid` carries sentences per field.
"""

from collections.abc import Mapping, Sequence


class PlacetError(Exception):
    """Something went wrong."""

    def __init__(self, **words: object) -> None:
        self.words = words
        super().__init__(self.template().format_map(words))

    @classmethod
    def template(cls) -> str:
        """The English sentence before its words are filled in: the key of its translation."""
        return " ".join((cls.__doc__ or "").split())

    @property
    def sentence(self) -> str:
        """The sentence in the reader's language."""
        # Imported here: pure modules raise these errors without Django.
        from django.utils.translation import gettext

        return gettext(self.template()).format_map(self.words)

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.words, self.__dict__))


class NotAllowed(PlacetError):
    """You may not do this."""


class TooLate(PlacetError):
    """This has already been done or changed by somebody else."""


class NotFound(PlacetError):
    """There is no such thing."""


class Invalid(PlacetError):
    """Some of the values are not right."""

    def __init__(self, fields: Mapping[str, Sequence[str]] | None = None, **words: object) -> None:
        self.fields: dict[str, list[str]] = {path: list(found) for path, found in (fields or {}).items()}
        super().__init__(**words)


def every(family: type[PlacetError] = PlacetError) -> list[type[PlacetError]]:
    """All loaded error classes of a family, itself included: their templates are what is to be translated."""
    found = [family]
    for child in family.__subclasses__():
        found += every(child)
    return found


def _rebuild(kind: type[PlacetError], words: dict[str, object], state: dict[str, object]) -> PlacetError:
    error = kind(**words)
    error.__dict__.update(state)
    return error
