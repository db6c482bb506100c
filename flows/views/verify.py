"""Whether a printed document is genuine: its code is typed, or its picture opens the page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flows.cards.reading import Reading, read_case
from flows.errors import NoSuchFile
from flows.lists.naming import named
from flows.models import Document
from flows.printing import verifying
from flows.printing.contents import Contents, check_contents, counted
from flows.printing.paper import CODE_LENGTH
from flows.views.base import Crumb, Page


class VerifyBase(Page):
    icon, title = "check", gettext_lazy("Verify a document")

    def asking(self, code: str = "", problem: str = "", status: int = 200) -> HttpResponse:
        """The form for a code."""
        context = {"code": code, "problem": problem}
        return self.page(context, template="flows/verify/ask.html", status=status)


class Ask(VerifyBase):
    """A code is typed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        code = request.GET.get("code", "")[:100]
        if not code:
            return self.asking()
        text = verifying.plain(code)
        if len(text) not in (CODE_LENGTH, verifying.HEAD_LENGTH):
            return self.asking(code, _("A code has twelve signs, digits and letters from A to F."), 422)
        return redirect("flows:verify", text)


class Verify(VerifyBase):
    """What there is to say of a code, and of a file that is held against it. Whoever may not see the request
    reads the same as for a code that nobody ever printed."""

    template = "flows/verify/verified.html"

    def get(self, request: HttpRequest, head: str) -> HttpResponse:
        return self._answer(head)

    def post(self, request: HttpRequest, head: str) -> HttpResponse:
        if "contents" in request.POST:
            return self._contents(head)
        uploaded = request.FILES.get("file")
        if uploaded is None:
            return self._answer(head, problem=_("Choose the file to compare."))
        return self._answer(head, sha256=_digest(uploaded.chunks()), name=uploaded.name or "")

    def _answer(
        self, head: str, problem: str = "", sha256: str = "", name: str = "", *, check: bool = False
    ) -> HttpResponse:
        try:
            case, documents = verifying.documents_with(head, self.reader)
        except NoSuchFile:
            return self.asking(head, _("No document with this code is known to you."), 404)
        read = read_case(case.pk, self.reader, self.language, self.zone)
        context = self._context(read, documents) | {"problem": problem, "compared": name}
        context |= {"contents": self._read_on(read) if check else counted(read), "checked": check}
        if sha256:
            context["same"] = verifying.same_as(read, sha256)
        return self.page(context, title=context["name"], crumbs=self._way(), status=422 if problem else 200)

    def _contents(self, head: str) -> HttpResponse:
        """A few seconds of reading; the part of the page asks for more by itself until all is read."""
        if not self.request.headers.get("HX-Request"):
            return self._answer(head, check=True)
        case, _documents = verifying.documents_with(head, self.reader)
        read = read_case(case.pk, self.reader, self.language, self.zone)
        context = {"contents": self._read_on(read), "checked": True, "head": head}
        return render(self.request, "flows/verify/contents.html", context)

    def _read_on(self, read: Reading) -> Contents:
        return check_contents(read, self.request.POST.get("go_on", ""))

    def _context(self, read: Reading, documents: list[Document]) -> dict[str, Any]:
        noun = read.say(read.document.one or read.document.name)
        return {
            "found": verifying.verify(read, documents),
            "case": read.case,
            "name": named(noun, read.case.number),
            "head": documents[0].head,
        }

    def _way(self) -> list[Crumb]:
        return [Crumb(self.title, reverse("flows:verify_code"))]


def _digest(chunks: Iterable[bytes]) -> str:
    seen = hashlib.sha256()
    for chunk in chunks:
        seen.update(chunk)
    return seen.hexdigest()
