"""Files of a request: put in, taken away, handed out. Never shown by the browser as a page of ours."""

from __future__ import annotations

import json
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from common.errors import Invalid, NotFound, PlacetError
from flows import actions
from flows.access import attachment_for
from flows.cards.reading import read_case
from flows.errors import NoSuchFile
from flows.views.base import Page, status_of
from flows.views.handout import hand_out
from flows.views.inputs import input_on_page


class Download(Page):
    """A file, always as a download: what somebody uploaded never runs on our address."""

    def get(self, request: HttpRequest, case: int, attachment: int) -> HttpResponseBase:
        row = attachment_for(case, attachment, self.reader)
        return hand_out(row.sha256, row.name)


class FieldOfFiles(Page):
    """Answers with the field as it is now, and what was refused, in place."""

    def field(self, case: int, code: str, problems: list[str], status: int = 200) -> HttpResponse:
        read = read_case(case, self.reader, self.language, self.zone)
        found = input_on_page(read, code, problems)
        if found is None:
            raise NoSuchFile
        context = {"one": found, "case_id": case, **addresses(case)}
        answer = render(self.request, "flows/form/input.html", context, status=status)
        # The other forms of the page go on from the request as it is now.
        answer["HX-Trigger"] = json.dumps({"placet:revision": {"revision": read.case.revision}})
        return answer


class Attach(FieldOfFiles):
    """Files for a field. What was accepted stays, what was refused is named."""

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        code, problems, status = request.POST.get("field", ""), list[str](), 200
        if not code:
            return self._beside(case)
        for one in request.FILES.getlist("file"):
            try:
                self._attach(case, code, one)
            except NotFound:
                raise
            except PlacetError as error:
                status = status_of(error)
                problems += [f"{one.name}: {sentence}" for sentence in sentences(error)]
        return self.field(case, code, problems, status)

    def _beside(self, case: int) -> HttpResponse:
        """Files beside the form, from anybody who sees the request: back to its card."""
        for one in self.request.FILES.getlist("file"):
            try:
                self._attach(case, "", one)
            except NotFound:
                raise
            except PlacetError as error:
                messages.error(self.request, " ".join(sentences(error)))
        return redirect("flows:case", case)

    def _attach(self, case: int, code: str, one: UploadedFile) -> None:
        if one.size is not None and one.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise Invalid({code: [_("This file is larger than {most} MB.").format(most=most)]})
        actions.attach(
            case=case,
            actor=self.reader.pk,
            field=code,
            name=one.name or "",
            content=cast("BinaryIO", one.file),
        )


class Detach(FieldOfFiles):
    """A file is taken away again."""

    def post(self, request: HttpRequest, case: int, attachment: int) -> HttpResponse:
        row = attachment_for(case, attachment, self.reader)
        problems, status = list[str](), 200
        try:
            actions.detach(case=case, actor=self.reader.pk, attachment=attachment)
        except NotFound:
            raise
        except PlacetError as error:
            problems, status = sentences(error), status_of(error)
        return self.field(case, row.field, problems, status)


def sentences(error: PlacetError) -> list[str]:
    """What to say at the field."""
    found = [text for texts in error.fields.values() for text in texts] if isinstance(error, Invalid) else []
    return found or [error.sentence]


def addresses(case: int) -> dict[str, Any]:
    """Where the inputs of a form send what they need."""
    from django.urls import reverse

    return {
        "upload_url": reverse("flows:attach", args=[case]),
        "suggest_url": reverse("flows:suggest", args=[case]),
    }
