"""The picture of a file's first page, for whoever may see the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from flows.access import attachment_for
from flows.previews import picture_of
from flows.views.base import Page
from flows.views.handout import show


class PreviewPicture(Page):
    """Made by the platform itself, so it may be shown; 202 while it is still being made."""

    def get(self, request: HttpRequest, case: int, attachment: int) -> HttpResponseBase:
        image = picture_of(attachment_for(case, attachment, self.reader))
        answer = show(image, "image/webp") if image else HttpResponse(status=202)
        if not image:
            answer["Cache-Control"] = "private, no-store"
        # The next person at this computer has another cookie: to him it is not in the cache.
        answer["Vary"] = "Cookie"
        return answer
