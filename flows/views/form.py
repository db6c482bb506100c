"""The form of a request: filled in at leisure, saved by itself, checked before the route is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import clock
from common.errors import PlacetError
from common.text import number_in
from designer import form as rules
from designer.document.fields import Field
from designer.queries import active_items
from flows import actions
from flows.access import visible_cases
from flows.actions.filling import spoken
from flows.cards.asks import possible
from flows.cards.build import remarks_of
from flows.cards.reading import Reading, read_case
from flows.errors import NotADraft
from flows.forms import posted_values
from flows.forms.suggestions import suggest
from flows.lists.naming import named
from flows.lists.requests import TONES
from flows.models import Decision, State, Verdict
from flows.views.base import Crumb, Page, status_of
from flows.views.files import addresses
from flows.views.inputs import editable_field, filling_of, form_sections


@dataclass(frozen=True)
class Typed:
    """What a form posted: what could be taken in, the sentences about the rest, and all of it as typed."""

    raw: Mapping[str, Any]
    good: Mapping[str, Any]
    values: Mapping[str, Any]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)


NOT_WHOLE = gettext_lazy("Not everything is filled in as it must be. What could be read is saved as a draft.")


class FormBase(Page):
    """What the requester's pages share."""

    def read(self, case: int) -> Reading:
        """Raises NoSuchRequest."""
        return read_case(case, self.reader, self.language, self.zone)

    def typed(self, read: Reading) -> Typed:
        """What was posted, read with the same pure rules that the action applies again."""
        asked = asked_of_requester(read)
        raw = posted_values(asked, self.request.POST)
        filled = rules.fill_in(
            read.document, read.case.values, raw, {one.code for one in asked}, read.zone_of_request
        )
        good = {code: value for code, value in raw.items() if code not in filled.errors}
        return Typed(raw, good, filled.values, {code: list(texts) for code, texts in filled.errors.items()})

    def save(self, read: Reading, typed: Typed) -> None:
        """Keep what could be read. Raises what `save_draft` raises."""
        number = number_in(self.request.POST.get("revision", "")) or 0
        actions.save_draft(case=read.case.pk, actor=self.reader.pk, values=typed.good, revision=number)


class Edit(FormBase):
    """The form. `then=next` goes on to the route when nothing stands in the way."""

    template, icon = "flows/form.html", "edit"

    def get(self, request: HttpRequest, case: int) -> HttpResponse:
        read = self.read(case)
        if not possible(read).edit:
            return redirect("flows:case", case)
        problems = problems_of(read) if "check" in request.GET else {}
        return self.form(read, Typed({}, {}, read.case.values, problems))

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        read = self.read(case)
        typed = self.typed(read)
        try:
            self.save(read, typed)
        except PlacetError as error:
            if not possible(read).edit:
                raise
            return self.form(read, self._with(typed, error), error.sentence, status_of(error))
        saved = self.read(case)
        if request.POST.get("then") != "next":
            if not typed.errors:
                messages.success(request, _("The draft is saved."))
                return redirect("flows:edit", case)
            return self.form(saved, typed, NOT_WHOLE, 422)
        problems = {**problems_of(saved), **typed.errors}
        if problems:
            return self.form(saved, replace(typed, errors=problems), NOT_WHOLE, 422)
        return redirect("flows:route", case)

    def form(self, read: Reading, typed: Typed, problem: Any = "", status: int = 200) -> HttpResponse:
        """The page, with what was typed and what is wrong with it."""
        case = read.case
        filling = filling_of(read, read.case.values, typed.raw, typed.errors)
        noun = read.say(read.document.one or read.document.name)
        name = named(noun, case.number) if case.number else _("{noun}: new").format(noun=noun)
        return self.page(
            {
                "case": case,
                "case_id": case.pk,
                "sections": form_sections(read, filling),
                "description": read.say(read.document.description),
                "remarks": remarks_of(read),
                "returned": returned_by(read),
                "problem": problem,
                "wrong": bool(typed.errors),
                "rework": case.state == State.REWORK,
                "state": State(case.state).label,
                "tone": TONES[State(case.state)],
                **addresses(case.pk),
            },
            title=name,
            crumbs=(Crumb(_("My requests"), reverse("flows:requests")),),
            status=status,
        )

    def _with(self, typed: Typed, error: PlacetError) -> Typed:
        found = getattr(error, "fields", {})
        return replace(typed, errors={**found, **typed.errors}) if found or typed.errors else typed


class Live(FormBase):
    """The rules react: the fields that look otherwise now are drawn again, nothing is saved."""

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        read = self.read(case)
        if not possible(read).edit:
            raise NotADraft
        typed = self.typed(read)
        now = read.as_if(typed.values)
        values = now.settled.values
        drawn = [one for part in form_sections(now, filling_of(now, values)) for one in part.inputs]
        changed = [
            one
            for one in drawn
            if self._differs(one.name, one.state, one.code, typed, values) or not one.editable
        ]
        return render(
            request, "flows/form/live.html", {"inputs": changed, "case_id": case, **addresses(case)}
        )

    def _differs(self, name: str, state: str, code: str, typed: Typed, values: Mapping[str, Any]) -> bool:
        cleared = code in typed.values and code not in values
        return cleared or self.request.POST.get(f"{name}.here") != state


class Autosave(FormBase):
    """The form saves itself; what cannot be read yet waits in the browser."""

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        try:
            read = self.read(case)
            typed = self.typed(read)
            self.save(read, typed)
        except PlacetError as error:
            return JsonResponse({"sentence": error.sentence}, status=status_of(error))
        revision, content = (
            visible_cases(self.reader).values_list("revision", "content_revision").get(pk=case)
        )
        time = f"{timezone.localtime(clock.now()):%H:%M}"
        whole = not typed.errors
        sentence = (
            _("Saved at {time}").format(time=time)
            if whole
            else _("Some fields are not right yet and are not saved")
        )
        return JsonResponse({"revision": revision, "content": content, "whole": whole, "sentence": sentence})


class Suggest(FormBase):
    """What a search field of the form offers."""

    def get(self, request: HttpRequest, case: int) -> HttpResponse:
        read = self.read(case)
        found = editable_field(read, request.GET.get("field", ""))
        if found is None:
            raise NotADraft
        offered = suggest(
            found, request.GET.get("q", ""), read.org, visible_cases(self.reader), self.language
        )
        return render(request, "shell/options.html", {"picks": offered.picks, "more": offered.more})


def asked_of_requester(read: Reading) -> list[Field]:
    """The fields of the requester's form that can be typed."""
    return [
        one
        for one in read.document.fields.values()
        if one.asked_of == "requester" and one.type not in ("files", "computed")
    ]


def returned_by(read: Reading) -> Decision | None:
    """The decision that sent it back, while it is being reworked."""
    if read.case.state != State.REWORK:
        return None
    sent_back = Decision.objects.filter(case=read.case, round=read.case.round, outcome=Verdict.RETURN)
    return sent_back.order_by("-at").first()


def problems_of(read: Reading) -> dict[str, list[str]]:
    """What stands in the way of sending, in sentences by field."""
    settled = read.settled
    found: dict[str, list[str]] = spoken(
        rules.check_sending(settled, active_items(read.document, settled.sent))
    )
    return found
