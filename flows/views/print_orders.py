"""Waiting for something to be printed, and taking it: for whoever ordered it, nobody else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from flows.errors import NoSuchFile
from flows.models import PrintOrder
from flows.printing.orders import order_again, order_for
from flows.views.base import Page
from flows.views.handout import PDF, ZIP, hand_out, open_pdf


class Waiting(Page):
    """Asks again every two seconds until it is printed."""

    template, icon, title = "flows/print/order.html", "download", _("Printing")

    def get(self, request: HttpRequest, order: int) -> HttpResponse:
        context = {"order": order_for(order, self.reader.pk)}
        if request.headers.get("HX-Request"):
            return render(request, "flows/print/state.html", context)
        return self.page(context)

    def post(self, request: HttpRequest, order: int) -> HttpResponse:
        """The same once more: it could not be printed."""
        return redirect("flows:print_order", order_again(failed=order, by=self.reader.pk).pk)


class Take(Page):
    """What was made: a PDF to look at (`?open=1`), else a download."""

    def get(self, request: HttpRequest, order: int) -> HttpResponseBase:
        found = order_for(order, self.reader.pk)
        if found.state != PrintOrder.State.MADE:
            raise NoSuchFile
        if not found.is_pdf:
            return hand_out(found.sha256, found.name, ZIP)
        if request.GET.get("open"):
            return open_pdf(found.sha256, found.name)
        return hand_out(found.sha256, found.name, PDF)
