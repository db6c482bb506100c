"""Which of the shell's addresses answer. Hiding a menu entry closes no address, so all that is not named here
and not ours is a 404, also what a later release of the shell brings along. The names stay reversible: the
shell's own templates reverse several of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver

View = Callable[..., HttpResponse]

OPEN = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_account",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailadmin_javascript_catalog",
    }
)
NEVER_OURS = ("wagtailusers", "wagtailadmin")
"""The shell's own screens of people would be taken for ours, because the people are."""

OURS = frozenset({"config", "flows", "designer", "org", "outbox"})


def closed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """What a closed address answers to everybody."""
    raise Http404


def walk(patterns: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address with its full name (`namespace:name`); nameless ones have an empty name."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from walk(entry.url_patterns, inner)
        else:
            yield (f"{prefix}{entry.name}" if entry.name else ""), entry


def close_all_but_ours(
    patterns: list[URLPattern | URLResolver], replaced: Mapping[str, View]
) -> list[URLPattern | URLResolver]:
    """The same patterns with leftovers answering 404 and those in `replaced` answering with our views."""
    for name, pattern in walk(patterns):
        if name in replaced:
            pattern.callback = replaced[name]
        elif name not in OPEN and (name.startswith(NEVER_OURS) or not is_ours(pattern.callback)):
            pattern.callback = closed
    return patterns


def is_ours(callback: Any) -> bool:
    """A view of our packages, or a ready view of the shell that serves one of our models."""
    view_class = getattr(callback, "view_class", None)
    settings = getattr(callback, "view_initkwargs", None) or {}
    if view_class is None:
        return _package(callback) in OURS
    model = settings.get("model") or getattr(view_class, "model", None)
    return _package(view_class) in OURS or (model is not None and _package(model) in OURS)


def _package(thing: Any) -> str:
    return str(getattr(thing, "__module__", "")).partition(".")[0]
