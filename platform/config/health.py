"""Whether the web server answers."""

from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; says nothing about the database."""
    return HttpResponse("ok", content_type="text/plain")
