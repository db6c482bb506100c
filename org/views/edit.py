"""The form of one record, new or stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import Invalid, PlacetError
from org.access import edit_scope, may_edit
from org.errors import ChangedMeanwhile
from org.forms import RecordForm
from org.records import KINDS, Record
from org.records.company import read_one
from org.views.base import Crumb, EditorPage
from org.views.screens import SCREENS, Screen


class RecordPage(EditorPage):
    """Shows the form; a press saves it by the action of its kind."""

    template = "org/edit.html"
    address = ""
    pk: int | None = None
    stored: Record | None = None

    @property
    def screen(self) -> Screen:
        return SCREENS[self.address]

    def allowed(self) -> bool:
        """Hidden and absent are the same: a record of a part that is not his does not exist for him."""
        self.pk, self.address = self.kwargs.get("pk"), self.kwargs.get("address", self.address)
        if self.address not in SCREENS:
            return False
        held = edit_scope(self.reader)
        if self.screen.whole_only and not held.everything:
            return False
        if self.pk is None:
            return bool(held)
        self.stored = read_one(KINDS[self.screen.kind], self.pk)
        return self.stored is not None and may_edit(self.reader, self.screen.kind, self.stored)

    def crumbs(self) -> Sequence[Crumb]:
        return (*super().crumbs(), Crumb(self.screen.label, reverse("org:list", args=[self.address])))

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        start = {name: value for name, value in request.GET.items() if name in self.screen.form.base_fields}
        return self.shown(self.screen.form(stored=self.stored, initial=start))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.screen.form(request.POST, stored=self.stored)
        if not form.is_valid() or not self._saved(form):
            return self.shown(form, status=422)
        self.say(_("Saved."))
        return redirect(reverse("org:list", args=[self.address]))

    def _saved(self, form: RecordForm) -> bool:
        """Whether it was saved; else every reason is on the form, and nothing typed is lost."""
        try:
            if form.stale:
                raise ChangedMeanwhile
            self.screen.save(
                actor_id=self.reader.pk, record=form.record(), seen=self.stored, new=self.stored is None
            )
        except PlacetError as error:
            refuse(form, error)
            return False
        return True

    def shown(self, form: RecordForm, status: int = 200) -> HttpResponse:
        self.icon = self.screen.icon
        title = self.screen.new_label if self.stored is None else self.name()
        context = {"form": form, "screen": self.screen, "back": reverse("org:list", args=[self.address])}
        return self.page(context | self.more(), title=title, status=status)

    def name(self) -> str:
        row = KINDS[self.screen.kind].model._default_manager.filter(pk=self.pk).first()
        if row is None:
            raise Http404
        return self.screen.line(self.screen.rows(self.scope).get(pk=self.pk)).title

    def more(self) -> dict[str, Any]:
        return {}


def refuse(form: RecordForm, error: PlacetError) -> None:
    """The reasons at their fields; what belongs to no field of the form stands above it."""
    fields: dict[str, list[str]] = error.fields if isinstance(error, Invalid) else {}
    for name, sentences in fields.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
    if not fields:
        form.add_error(None, error.sentence)
