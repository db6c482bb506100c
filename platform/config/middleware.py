"""Headers that every answer carries, and the language it is in."""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import translation

from org.languages import language_of
from org.models import Employee

# Scripts only from our own files; styles may be inline (Wagtail's widgets need it).
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)


class SecurityHeaders:
    """Sets Content-Security-Policy and Permissions-Policy unless the view set a stricter one of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


class NoNul:
    """A NUL, which no keyboard types and the database takes in no text, is a bad request wherever it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        is_nul = isinstance(error, ValueError | DataError) and "NUL (0x00)" in str(error)
        return HttpResponseBadRequest() if is_nul else None


class ReadersLanguage:
    """Whoever is logged in reads his own language, whatever his browser asks for; nobody is asked before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Anything without a session (a check of health, a public page) costs no query here.
        if isinstance(request.user, Employee):
            language = language_of(request.user)
            translation.activate(language)
            request.LANGUAGE_CODE = language
        return self.get_response(request)
