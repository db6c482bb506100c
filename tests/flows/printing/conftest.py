"""Documents of the small company, printed by the worker."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from designer.packages.install import install
from designer.queries import forget_versions
from flows.files import path_of
from flows.models import Document
from flows.printing.bundle import Bundle, Work
from flows.printing.documents import make
from flows.printing.orders import Paper
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE

PRINTED = (Path(__file__).parent / "documents.yaml").read_text()


@pytest.fixture
def printed(act: Acting) -> Acting:
    """The purchase prints a sheet and a history."""
    head, _documents, rest = PURCHASE.partition("documents:\n")
    install(text=head + PRINTED + rest.partition("\n")[2])
    forget_versions()
    return act


@pytest.fixture
def approved(printed: Acting) -> int:
    """ivan's request, with everybody's approval."""
    case = printed.sent("ivan")
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    return case


Reading = Callable[..., str]


@pytest.fixture
def read() -> Reading:
    """The text of a document, printed now; lines joined, so that it is found however it was broken."""

    def text_of(case: int, code: str = "sheet", language: str = "en") -> str:
        made = make(case, code, language)
        assert made is not None
        return text(made)

    return text_of


def content(made: Document) -> bytes:
    return path_of(made.sha256).read_bytes()


def text(made: Document) -> str:
    pages = PdfReader(BytesIO(content(made))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def bound(made: Paper | Bundle) -> bytes:
    """What an order becomes, all at once."""
    if isinstance(made, Paper):
        return made.content
    work = Work("test")
    work.lay_out(made)
    while work.go_on(30) < work.total:
        continue
    made_of, _pages = work.finish()
    content = made_of.read_bytes()
    work.remove()
    return content
