"""Context processors."""

from django.http import HttpRequest

from common import clock as platform_clock


def clock(request: HttpRequest) -> dict[str, object]:
    """`now`: the platform's moment (aware, UTC), which may be shifted for demonstrations and tests."""
    return {"now": platform_clock.now()}
