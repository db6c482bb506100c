"""The card of a request, and the acts on it that were refused: said in place, with what was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import Invalid, PlacetError
from common.text import number_in
from flows.actions import look
from flows.cards import Card, Draft, card_for
from flows.cards.asks import taken_over
from flows.cards.reading import read_case
from flows.printing.documents import papers_of
from flows.telling.actions import read_notices
from flows.views.base import Crumb, Page, status_of


class CardBase(Page):
    """Draws the card, also for a press that was refused."""

    template, icon = "flows/card.html", "doc-full"

    def card(self, case: int, draft: Draft | None = None, error: PlacetError | None = None) -> HttpResponse:
        """The card for the reader. Raises NoSuchRequest."""
        read = read_case(case, self.reader, self.language, self.zone)
        card = card_for(read, draft)
        context: dict[str, Any] = {"card": card, "draft": draft or Draft(), "case_id": case}
        context["papers"] = papers_of(read)
        if error is not None:
            context["problem"] = error.sentence
        return self.page(
            context,
            title=card.name,
            crumbs=(crumb_of(card),),
            status=200 if error is None else status_of(error),
        )


def crumb_of(card: Card) -> Crumb:
    """The list that the reader most likely came from."""
    if card.asks:
        return Crumb(_("My tasks"), reverse("flows:tasks"))
    return Crumb(card.process_name, reverse("flows:process", args=[card.process]))


class CardPage(CardBase):
    """Everything about one request that the reader may see."""

    def get(self, request: HttpRequest, case: int) -> HttpResponse:
        wanted = number_in(request.GET.get("take-over", ""))
        return self.card(case, None if wanted is None else taken_over(self.reader.pk, wanted))


class Looked(Page):
    """The page tells that it was really seen; opening an address alone changes nothing."""

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        look(case=case, actor=self.reader.pk)
        read_notices(actor=self.reader.pk, case=case)
        return HttpResponse(status=204)


def texts_of(error: PlacetError) -> dict[str, list[str]]:
    """Sentences by field of a refusal, none for other families."""
    return dict(error.fields) if isinstance(error, Invalid) else {}
