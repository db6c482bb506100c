"""The import screen: upload, look at what it would do, apply."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from org.errors import ImportRefused
from org.imports import ImportReport, Options, preview
from org.imports.actions import apply_file, keep_file
from org.imports.sheets import SHEETS
from org.models import ImportFile
from org.views.base import Crumb, WholePage

MOST_BYTES = 20 * 1024 * 1024


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Spreadsheet"), help_text=_("An xlsx file, for example the export of the HR system.")
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > min(MOST_BYTES, settings.UPLOAD_MAX_BYTES):
            raise forms.ValidationError(now_("The file is too large: at most 20 MB."))
        return file


class Upload(WholePage):
    template = "org/import.html"
    icon = "upload"
    title = _("Import")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(UploadForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.shown(form, status=422)
        file: UploadedFile = form.cleaned_data["file"]
        try:
            kept = keep_file(actor_id=self.reader.pk, name=file.name or "", content=file.read())
        except Invalid as error:
            form.add_error("file", error.sentence)
            return self.shown(form, status=422)
        return redirect(reverse("org:import_file", args=[kept]))

    def shown(self, form: UploadForm, status: int = 200) -> HttpResponse:
        done = ImportFile.objects.exclude(applied=None).select_related("uploaded_by").defer("content")
        sheets = [(name, ", ".join(spec.columns)) for name, spec in SHEETS.items()]
        context = {"form": form, "sheets": sheets, "done": done.order_by("-applied")[:10]}
        return self.page(context, status=status)


class DryRun(WholePage):
    """What the file would do, and the button that does it."""

    template = "org/dry_run.html"
    icon = "upload"

    def crumbs(self) -> tuple[Crumb, ...]:
        return (*super().crumbs(), Crumb(_("Import"), reverse("org:import")))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(self._file(pk), _options(request.GET))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        kept, options = self._file(pk), _options(request.POST)
        try:
            report = apply_file(
                actor_id=self.reader.pk, file_id=pk, options=options, expected=request.POST.get("report", "")
            )
        except ImportRefused as error:
            return self.shown(kept, options, status=422, sentence=error.sentence)
        self.say(now_("“%(name)s” was applied. %(counts)s") % {"name": kept.name, "counts": _said(report)})
        return redirect(reverse("org:chart"))

    def _file(self, pk: int) -> ImportFile:
        found = ImportFile.objects.filter(pk=pk, applied=None).first()
        if found is None:
            raise Http404
        return found

    def shown(
        self, kept: ImportFile, options: Options, status: int = 200, sentence: str = ""
    ) -> HttpResponse:
        report = preview(actor_id=self.reader.pk, content=bytes(kept.content), options=options)
        totals = [sum(column) for column in zip(*(sheet.counts for sheet in report.sheets), strict=True)]
        context: dict[str, Any] = {
            "file": kept,
            "report": report,
            "options": options,
            "sentence": sentence,
            "totals": dict(
                zip(("added", "changed", "deactivated", "unchanged"), totals or [0] * 4, strict=True)
            ),
            "may_apply": not report.empty and (not report.errors or options.skip_bad_rows),
        }
        return self.page(context, title=kept.name, status=status)


def _options(said: Any) -> Options:
    return Options(skip_bad_rows="skip" in said, deactivate_missing="missing" in said)


def _said(report: ImportReport) -> str:
    parts = [
        f"{sheet.label}: +{len(sheet.added)} ~{len(sheet.changed)} −{len(sheet.deactivated)}"
        for sheet in report.sheets
    ]
    return "; ".join(parts)
