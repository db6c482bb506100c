"""A document ordered by somebody: in another language, or together with the files it is an annex to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from designer.document.process import Document as Layout
from flows import errors, files
from flows.access import case_for, visible_fields, visible_files
from flows.cards.reading import Reading
from flows.models import Case, PrintOrder
from flows.printing.bundle import Bundle, Part, Room
from flows.printing.documents import layout_for, make
from flows.printing.due import is_due
from flows.printing.orders import Paper, order, prints
from flows.printing.reading import paper_reading

KIND = "document"


def order_document(*, case: int, code: str, by: int, language: str, with_files: bool) -> PrintOrder:
    """Want a document of a request printed. Raises NoSuchFile, NoSuchRequest; NotPrintedYet while sign-offs
    are missing."""
    _found, layout = open_to(case, code, by, with_files=with_files)
    read: Reading = paper_reading(case, language)
    if not is_due(layout, read.document, read.plan):
        raise errors.NotPrintedYet
    params = {"case": case, "document": code, "with_files": with_files}
    return order(kind=KIND, by=by, params=params, language=language)


def open_to(case: int, code: str, user: int, *, with_files: bool) -> tuple[Case, Layout]:
    """The request and how its document is described. Who sees what is printed need not see what it is an
    annex to. Raises NoSuchFile, NoSuchRequest."""
    found, layout = case_for(case, user), layout_for(case, code, user)
    if with_files and layout.annex_to is not None and layout.annex_to not in visible_fields(found, user):
        raise errors.NoSuchFile
    return found, layout


def _door(one: PrintOrder) -> tuple[Case, Layout]:
    asked = one.params
    return open_to(asked["case"], asked["document"], one.by_id, with_files=asked["with_files"])


@prints(KIND, _door)
def ordered(one: PrintOrder) -> Paper | Bundle:
    """The document, and its files behind it. Raises what hides it from who ordered it, at this moment."""
    case, layout = _door(one)
    made = make(case.pk, layout.code, one.language)
    if made is None:
        raise errors.NotPrintedYet
    if not one.params["with_files"] or layout.annex_to is None:
        return Paper(made.name, files.path_of(made.sha256).read_bytes())
    attached = visible_files(case, one.by_id).filter(field=layout.annex_to, removed_at=None).order_by("pk")
    name = _("{document} with files.pdf").format(document=made.name.removesuffix(".pdf"))
    room, own = Room(), Part(made.name, "own", sha256=made.sha256)
    behind = (Part(file.name, room.refuses(file) or file.kind, sha256=file.sha256) for file in attached)
    return Bundle(name, (own, *behind))
