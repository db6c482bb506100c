"""Log-ins that last: a device that its owner told the platform to remember is logged in again by itself,
until he, an administrator or the end of his employment ends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import BaseSettingsPanel, LoginView, LogoutView

from org import devices
from org.models import Device

COOKIE = "placet-device"
MINE = "placet_device"
"""The device of a session, by its id."""
BACKEND = "org.backends.EmployeeBackend"


class KnownDevice:
    """Ends a session whose device was ended; logs a remembered device in again when its session is over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        mine, key = request.session.get(MINE), request.COOKIES.get(COOKIE)
        if mine is not None and not devices.lives(mine):
            logout(request)
        if not key or request.user.is_authenticated:
            return self.get_response(request)
        device = devices.recognised(key)
        if device is not None:
            _log_in_again(request, device)
        answer = self.get_response(request)
        if COOKIE not in answer.cookies:
            _give(answer, key) if device is not None else _take(answer)
        return answer


def _log_in_again(request: HttpRequest, device: Device) -> None:
    # The token of forms stays, so that a page that was open all the time can still be sent.
    token = request.META.get("CSRF_COOKIE")
    login(request, device.employee, backend=BACKEND)
    if token:
        request.META["CSRF_COOKIE"] = token
    request.session[MINE] = device.pk
    devices.lives(device.pk)


def _give(answer: HttpResponseBase, key: str) -> None:
    answer.set_cookie(
        COOKIE,
        key,
        max_age=devices.LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _take(answer: HttpResponseBase) -> None:
    answer.delete_cookie(COOKIE, samesite="Lax")


class LogIn(LoginView):
    """Log-in; with the tick this device is remembered, without it whatever was remembered here is not."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        known = self.request.COOKIES.get(COOKIE)
        if known:
            devices.forget_key(key=known)
            _take(answer)
        if form.cleaned_data.get("remember"):
            name = devices.name_of(self.request.headers.get("User-Agent", ""))
            device, key = devices.remember(employee=self.request.user.pk or 0, name=name)
            self.request.session[MINE] = device.pk
            _give(answer, key)
        return answer


class LogOut(LogoutView):
    """Log-out; a device that was remembered is so no longer."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        known = request.COOKIES.get(COOKIE)
        if known:
            devices.forget_key(key=known)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        _take(answer)
        return answer


class DevicesPanel(BaseSettingsPanel):
    """Which devices are remembered, on the reader's own page."""

    name, title, order = "devices", gettext_lazy("My devices"), 600
    template_name = "shell/devices.html"

    def get_form(self) -> forms.Form:
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        this = self.request.session.get(MINE)
        found = [(one, one.pk == this) for one in devices.devices_of(self.user.pk)]
        return {"form": self.get_form(), "devices": found, "days": devices.LASTS.days}


def password_changed(request: HttpRequest) -> None:
    """Everywhere else his log-ins end; here he goes on."""
    _end_elsewhere(request)


def _end_elsewhere(request: HttpRequest) -> None:
    user: Any = request.user
    user.log_outs = devices.end_everywhere(employee=user.pk, but=request.session.get(MINE))
    update_session_auth_hash(request, user)


@require_admin_access
@require_POST
def end_device(request: HttpRequest, pk: int) -> HttpResponse:
    """Log out there."""
    if not devices.end_device(employee=request.user.pk or 0, device=pk):
        raise Http404
    messages.success(request, _("This device is logged out."))
    return redirect("wagtailadmin_account")


@require_admin_access
@require_POST
def end_elsewhere(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    _end_elsewhere(request)
    messages.success(request, _("You are logged out everywhere but here."))
    return redirect("wagtailadmin_account")
