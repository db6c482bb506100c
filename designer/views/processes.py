"""Processes: which there are, their versions, who may start them, their packages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from designer.access import may, may_install, process_for, processes_with
from designer.actions import switch_process
from designer.models import Process
from designer.packages import export
from designer.packages.compare import lacking
from designer.queries import document_of
from designer.views.base import DesignerPage
from org.queries import snapshot


class Processes(DesignerPage):
    """The processes that the reader may design."""

    template = "designer/processes.html"
    title = _("Processes")

    def crumbs(self) -> tuple[()]:
        return ()

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = processes_with(self.reader, "design").select_related("current_version")
        return self.page({"processes": list(rows), "may_install": may_install(self.reader)})


class ProcessPage(DesignerPage):
    """One process: its versions, what the company lacks for it, who may start it."""

    template = "designer/process.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        found = process_for(self.reader, code, "design")
        current = found.current_version_id
        context: dict[str, Any] = {
            "process": found,
            "versions": found.versions.select_related("created_by").defer("document", "source"),
            "lacking": _lacking(current),
            "may_publish": may(self.reader, "publish", code),
        }
        return self.page(context, title=found.label())


class Switch(DesignerPage):
    """Opens or closes a process, and says who may start it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        process_for(self.reader, code, "publish")
        switch_process(
            actor_id=self.reader.pk,
            code=code,
            is_active="is_active" in request.POST,
            everyone_starts="everyone_starts" in request.POST,
        )
        self.say(now_("Saved."))
        return redirect(reverse("designer:process", args=[code]))


class Export(DesignerPage):
    """The package of a version, as a file."""

    def get(self, request: HttpRequest, code: str, number: int) -> HttpResponse:
        found: Process = process_for(self.reader, code, "design")
        answer = HttpResponse(export(found.code, number), content_type="application/yaml; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{found.code}-{number}.yaml"'
        return answer


def _lacking(version_id: int | None) -> list[tuple[str, str]]:
    if version_id is None:
        return []
    findings = lacking(document_of(version_id), snapshot())
    return [(finding.path, finding.sentence(now_)) for finding in findings]
