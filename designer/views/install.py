"""Installs a package: give it, look at what it would change, answer its settings, install."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid, NotAllowed
from designer.document.findings import BadPackage
from designer.document.load import settings_of
from designer.document.process import Setting
from designer.errors import PackageRefused
from designer.forms import AnswersForm, PackageForm
from designer.packages import InstallReport, install
from designer.packages.install import refusal
from designer.views.base import DesignerPage


class Install(DesignerPage):
    """The package itself: a file or its text."""

    template = "designer/install.html"
    icon = "upload"
    title = _("Install a package")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page({"form": PackageForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PackageForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page({"form": form}, status=422)
        try:
            text = _decoded(form.package())
            return _Trial(self, text).shown()
        except PackageRefused as error:
            return self.refused(form, error)

    def refused(self, form: PackageForm, error: Invalid) -> HttpResponse:
        """The mistakes of the package, and its text to be mended."""
        return self.page({"form": form, "mistakes": mistakes(error), "sentence": error.sentence}, status=422)


class Confirm(DesignerPage):
    """The dry run of a package with its settings; a press installs it."""

    template = "designer/dry_run.html"
    icon = "upload"
    title = _("Install a package")
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        trial = _Trial(self, request.POST.get("text", ""), request.POST)
        if "look" in request.POST:
            return trial.shown()
        return trial.done() or trial.shown()


class _Trial:
    """A package and the answers to its settings, tried out."""

    def __init__(self, screen: DesignerPage, text: str, posted: Any = None) -> None:
        self.screen, self.text, self.posted = screen, text, posted
        self.error: Invalid | None = None

    def form(self) -> AnswersForm:
        settings = _settings(self.text)
        form = AnswersForm(settings, self.posted)
        if self.posted is None:
            form = AnswersForm(
                settings, {f"s_{one.code}": one.default for one in settings if one.default is not False}
            )
        form.is_valid()
        return form

    def done(self) -> HttpResponse | None:
        """Installed, and back to the process; None when it was refused."""
        try:
            report = self._run(self.form(), dry_run=False)
        except (Invalid, NotAllowed) as error:
            self.error = error if isinstance(error, Invalid) else PackageRefused({"": [error.sentence]})
            return None
        self.screen.say(" ".join(report.changes()))
        return redirect(reverse("designer:process", args=[report.process]))

    def shown(self) -> HttpResponse:
        form = self.form()
        context: dict[str, Any] = {"form": form, "text": self.text}
        try:
            context["report"] = self._run(form, dry_run=True)
        except Invalid as error:
            self.error = self.error or error
        if self.error is not None:
            context |= {"mistakes": mistakes(self.error), "sentence": self.error.sentence}
        status = 422 if self.error is not None else 200
        return self.screen.page(context, template="designer/dry_run.html", status=status)

    def _run(self, form: AnswersForm, *, dry_run: bool) -> InstallReport:
        if form.errors:
            raise PackageRefused(
                {name.removeprefix("s_"): [str(one) for one in said] for name, said in form.errors.items()}
            )
        note = (self.posted or {}).get("note", "")
        return install(
            text=self.text, answers=form.answers(), actor_id=self.screen.reader.pk, note=note, dry_run=dry_run
        )


def mistakes(error: Invalid) -> list[tuple[str, str]]:
    """(path, sentence) of everything that is wrong, the package as a whole under its own name."""
    whole = now_("Package")
    return [(path or whole, sentence) for path, said in error.fields.items() for sentence in said]


def _decoded(content: str | bytes) -> str:
    if isinstance(content, str):
        return content
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PackageRefused({"": [now_("The package is not UTF-8 text.")]}) from error


def _settings(text: str) -> tuple[Setting, ...]:
    """What the package asks. Raises PackageRefused when it cannot even be read."""
    try:
        return settings_of(text)
    except BadPackage as error:
        raise refusal(error.findings) from error
