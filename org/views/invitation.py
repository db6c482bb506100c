"""The page behind a one-time link. It is open to everybody, and opening it changes nothing: mail scanners
open links too."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from common.errors import Invalid, PlacetError
from org.invitations import accept_invitation, invited
from org.languages import settle_language


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label=_("The same once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        if found.get("password") and found.get("again") and found["password"] != found["again"]:
            self.add_error("again", _("The two are not the same."))
        return found


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class InvitationPage(View):
    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.shown(token, PasswordForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self.shown(token, form, status=422)
        try:
            employee = accept_invitation(token=token, password=form.cleaned_data["password"])
        except Invalid as error:
            form.add_error("password", error.fields.get("password", [error.sentence]))
            return self.shown(token, form, status=422)
        except PlacetError:
            return self.shown(token, form)
        settle_language(employee)
        login(request, employee, backend="org.backends.EmployeeBackend")
        return redirect("wagtailadmin_home")

    def shown(self, token: str, form: PasswordForm, status: int = 200) -> HttpResponse:
        try:
            context: dict[str, Any] = {"employee": invited(token), "form": form}
        except PlacetError as error:
            context, status = {"sentence": error.sentence}, 410
        return TemplateResponse(self.request, "org/invitation.html", context, status=status)
