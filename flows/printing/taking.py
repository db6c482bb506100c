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
    layout = layout_for(case, code, by)
    if with_files:
        _refuse_hidden(case_for(case, by), layout, by)
    read: Reading = paper_reading(case, language)
    if not is_due(layout, read.document, read.plan):
        raise errors.NotPrintedYet
    params = {"case": case, "document": code, "with_files": with_files}
    return order(kind=KIND, by=by, params=params, language=language)


@prints(KIND)
def ordered(one: PrintOrder) -> Paper | Bundle:
    """The document, and its files behind it. Raises what hides it from who ordered it, at this moment."""
    case = case_for(one.params["case"], one.by_id)
    layout = layout_for(case.pk, one.params["document"], one.by_id)
    if one.params["with_files"]:
        _refuse_hidden(case, layout, one.by_id)
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


def _refuse_hidden(case: Case, layout: Layout, user: int) -> None:
    """Who sees what is printed need not see what it is an annex to. Raises NoSuchFile."""
    if layout.annex_to is not None and layout.annex_to not in visible_fields(case, user):
        raise errors.NoSuchFile
