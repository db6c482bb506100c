"""Printed documents of a request: on the card, as downloads, ordered in another language or with files."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from flows.cards.reading import read_case
from flows.printing.documents import document_for, papers_of
from flows.printing.taking import order_document
from flows.views.base import Page
from flows.views.handout import PDF, hand_out, open_pdf


class Documents(Page):
    """The section of the card alone: it asks again while something is being printed."""

    def get(self, request: HttpRequest, case: int) -> HttpResponse:
        read = read_case(case, self.reader, self.language, self.zone)
        return render(request, "flows/card/documents.html", {"papers": papers_of(read), "case_id": case})


class Download(Page):
    """A document: to look at (`?open=1`), else as a download."""

    def get(self, request: HttpRequest, case: int, document: int) -> HttpResponseBase:
        row = document_for(case, document, self.reader.pk)
        if request.GET.get("open"):
            return open_pdf(row.sha256, row.name)
        return hand_out(row.sha256, row.name, PDF)


class Order(Page):
    """One is wanted in a language, alone or with the files it is an annex to: the worker prints it."""

    def post(self, request: HttpRequest, case: int, paper: str) -> HttpResponse:
        wanted = request.POST.get("language", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else self.language
        with_files = request.POST.get("with_files") == "1"
        made = order_document(
            case=case, code=paper, by=self.reader.pk, language=language, with_files=with_files
        )
        return redirect("flows:print_order", made.pk)
