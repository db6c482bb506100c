"""Lists that forms pick from, and their items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from common.text import search_key
from designer.actions import save_item
from designer.errors import ItemRefused
from designer.forms import ItemForm
from designer.models import Catalog, CatalogItem
from designer.part import say
from designer.values.attributes import attribute_field
from designer.values.show import Codes, show
from designer.views.base import DesignerPage
from org.queries import snapshot
from org.views.base import Crumb

PER_PAGE = 50


class Lists(DesignerPage):
    """Which lists there are."""

    template = "designer/lists.html"
    title = _("Lists")
    icon = "list-ul"

    def get(self, request: HttpRequest) -> HttpResponse:
        active = Count("items", filter=Q(items__is_active=True))
        return self.page({"catalogs": Catalog.objects.annotate(count=active)})


class CatalogPage(DesignerPage):
    """A screen of one list."""

    icon = "list-ul"

    @property
    def catalog(self) -> Catalog:
        found = Catalog.objects.filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs(), Crumb(_("Lists"), reverse("designer:lists")))


class Items(CatalogPage):
    """The items of a list, searched by everything they say."""

    template = "designer/items.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        catalog, text = self.catalog, request.GET.get("q", "").strip()[:100]
        rows = catalog.items.all()
        for word in search_key(text).split():
            rows = rows.filter(search_key__contains=word)
        leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        language = (get_language() or "en")[:2]
        context = {
            "catalog": catalog,
            "headings": [say(one["label"], language) for one in catalog.attributes],
            "leaf": leaf,
            "lines": [(item, _cells(catalog, item, language)) for item in leaf.object_list],
            "text": text,
        }
        return self.page(context, title=str(catalog))


class ItemPage(CatalogPage):
    """One item, new or there."""

    template = "designer/item.html"

    def crumbs(self) -> Sequence[Crumb]:
        catalog = self.catalog
        return (*super().crumbs(), Crumb(str(catalog), reverse("designer:items", args=[catalog.code])))

    def get(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        item = self._item(pk)
        return self.shown(ItemForm(self.catalog, item), item)

    def post(self, request: HttpRequest, code: str, pk: int | None = None) -> HttpResponse:
        catalog, item = self.catalog, self._item(pk)
        form = ItemForm(catalog, item, request.POST)
        if form.is_valid() and self._saved(form, catalog, item):
            self.say(now_("Saved."))
            return redirect(reverse("designer:items", args=[catalog.code]))
        return self.shown(form, item, status=422)

    def _saved(self, form: ItemForm, catalog: Catalog, item: CatalogItem | None) -> bool:
        typed = form.cleaned_data["code"]
        if item is None and catalog.items.filter(code=typed).exists():
            form.add_error("code", now_("There is an item with this code already."))
            return False
        try:
            save_item(
                actor_id=self.reader.pk,
                catalog=catalog.code,
                code=typed,
                label=form.label(),
                attributes=form.attributes(),
                is_active=form.cleaned_data["is_active"],
            )
        except ItemRefused as error:
            form.refuse(error.fields)
            return False
        return True

    def _item(self, pk: int | None) -> CatalogItem | None:
        if pk is None:
            return None
        found = CatalogItem.objects.filter(pk=pk, catalog__code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    def shown(self, form: ItemForm, item: CatalogItem | None, status: int = 200) -> HttpResponse:
        context = {"form": form, "back": reverse("designer:items", args=[self.kwargs["code"]])}
        return self.page(context, title=str(item) if item else now_("New item"), status=status)


class _Names(Codes):
    """Names of employees and units, as of now."""

    def employee(self, code: str) -> str:
        found = snapshot().employees.get(code)
        return found.name if found else code

    def unit(self, code: str) -> str:
        found = snapshot().units.get(code)
        return found.name if found else code


def _cells(catalog: Catalog, item: CatalogItem, language: str) -> list[Any]:
    names = _Names()
    return [
        show(attribute_field(one), item.attributes.get(one["code"]), language, names, UTC)
        for one in catalog.attributes
    ]
