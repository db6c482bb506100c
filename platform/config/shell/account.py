"""Log-in and the page on which an employee changes what is his own: language, look and password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import activate, get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import LocalePreferencesForm, ThemePreferencesForm
from wagtail.admin.forms.auth import LoginForm as ShellLoginForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    ChangePasswordPanel,
    LocaleSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.users.models import UserProfile

from config.shell.devices import DevicesPanel, LogIn, LogOut, password_changed
from org import attempts
from org.languages import choose_language, language_of
from org.models import Employee


class LoginForm(ShellLoginForm):
    """By e-mail or personnel number."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _(
            "No active employee has this e-mail or number and password. Check both and try again."
        ),
        "too_many": _("Too many failed attempts. Wait a quarter of an hour and try again."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        name, password = self.fields["username"], self.fields["password"]
        name.label = _("E-mail or personnel number")
        name.widget.attrs |= {"placeholder": "", "autocomplete": "username", "autocapitalize": "none"}
        password.label = _("Password")
        password.widget.attrs |= {"placeholder": "", "autocomplete": "current-password"}

    def get_invalid_login_error(self) -> forms.ValidationError:
        refused = attempts.too_many(self.request, self.cleaned_data.get("username") or "")
        code = "too_many" if refused else "invalid_login"
        return forms.ValidationError(self.error_messages[code], code=code)


def languages() -> list[tuple[str, str]]:
    """Each in its own words."""
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class LookForm(ThemePreferencesForm):
    """Light or dark, and how much contrast; the rest of the shell's own preferences is not ours."""

    class Meta(ThemePreferencesForm.Meta):
        fields = ("theme", "contrast")
        labels = {"theme": _("Light or dark"), "contrast": _("Contrast")}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            own = {"system": _("As on this device")}
            self.fields[name].choices = [
                (code, own.get(code, text)) for code, text in self.fields[name].choices
            ]


class LookPanel(ThemeSettingsPanel):
    title = _("Look")
    form_class = LookForm


class LanguageForm(LocalePreferencesForm):
    """The language is the employee's own, not the shell's: mails and documents are in it, too."""

    preferred_language = forms.ChoiceField(label=_("Language"), choices=languages)

    def __init__(self, *args: Any, employee: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employee = employee
        self.initial["preferred_language"] = language_of(employee)
        zone = self.fields["current_time_zone"]
        zone.label = _("Time zone")
        zone.choices = [("", _("As on the server")), *list(zone.choices)[1:]]

    def save(self, commit: bool = True) -> Any:
        choose_language(employee=self.employee, language=self.cleaned_data["preferred_language"])
        activate(language_of(self.employee))  # that it is saved is said in the new language
        self.instance.preferred_language = ""
        return super().save(commit)


class LanguagePanel(LocaleSettingsPanel):
    title = _("Language and time")
    form_class = LanguageForm

    def get_form(self) -> LanguageForm:
        posted = self.request.POST if self.request.method == "POST" else None
        return self.form_class(posted, instance=self.profile, employee=self.user, prefix=self.name)


class OwnAccount(AccountView):
    """Names and e-mail come from the company's records, so they are not changed here."""

    panels: tuple[type[BaseSettingsPanel], ...] = (
        LanguagePanel,
        LookPanel,
        ChangePasswordPanel,
        DevicesPanel,
    )
    template_name = "shell/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        title = context["page_title"]
        return {**context, "header_title": title, "breadcrumbs_items": [{"url": "", "label": title}]}

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        before = user.password
        answer: HttpResponse = super().post(request)
        if user.password != before:
            password_changed(request)
        return answer

    def get_panels(self) -> list[BaseSettingsPanel]:
        user = self.request.user
        profile = UserProfile.get_for_user(user)
        made = [panel(self.request, user, profile) for panel in self.panels]
        return [panel for panel in made if panel.is_active()]


def home(request: HttpRequest) -> HttpResponse:
    """The first page is the reader's tasks."""
    return redirect("flows:tasks")


log_out = require_POST(LogOut.as_view())
"""The shell's own takes the session's cookie away on a GET, too."""

log_in = LogIn.as_view()
account = require_admin_access(OwnAccount.as_view())
home = require_admin_access(home)
