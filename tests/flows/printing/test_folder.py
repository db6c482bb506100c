"""The folder of a boss: its text, its boxes' codes, what it holds and what it does not."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from flows import actions
from flows.actions.preparing import prepare_task
from flows.cards.model import DataRow
from flows.errors import NotAssistant
from flows.models import PrintOrder
from flows.printing.folder import Sheet, folder
from org.models import Assistant
from tests.flows.acting import Acting, revision
from tests.flows.printing.conftest import bound
from tests.personas import assistant, bump

pytestmark = pytest.mark.django_db


def asked(act: Acting, **values: object) -> int:
    case = act.draft("ivan", **values)
    content = BytesIO(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="offer.png", content=content)
    act.send("ivan", case)
    act.remark("tamara", case, "Which colour?")
    return case


def printed(act: Acting, by: str, *tasks: int) -> PdfReader:
    params = {"boss": act.people.galina, "tasks": list(tasks)}
    order = PrintOrder.objects.create(kind="folder", by_id=act.people.ids[by], params=params, language="en")
    return PdfReader(BytesIO(bound(folder(order))))


def test_the_list_then_each_request_with_its_files(act: Acting) -> None:
    zoe = act.people.ids["zoe"] = assistant("zoe", "galina")
    first, second = asked(act), asked(act, subject="Desks", urgent=True)
    task = act.task("galina", first)
    prepare_task(task=task, boss=act.people.galina, actor=zoe, remarks=["Blue ones"], note="Called them")
    pages = [page.extract_text() for page in printed(act, "zoe").pages]
    cover, desks, chairs = pages[0], pages[1], next(one for one in pages if "Called them" in one)
    assert cover.index("Desks") < cover.index("Chairs"), "urgent first"
    assert f"{first}-{revision(first)}" in cover and f"{second}-{revision(second)}" in cover
    assert "2 requests" in cover and "RUB 200.00" in cover
    assert "Tamara" in desks and "Which colour?" in desks
    assert "Blue ones" in chairs and "Prepared by Zoe" in chairs
    assert sum("File of" in one for one in pages) == 2


def test_the_code_leads_to_the_page_where_it_is_entered(act: Acting) -> None:
    case = asked(act)
    content = BytesIO()
    order = PrintOrder.objects.create(
        kind="folder", by_id=act.people.galina, params={"boss": act.people.galina}, language="ru"
    )
    content.write(bound(folder(order)))
    picture = pypdfium2.PdfDocument(content.getvalue())[0].render(scale=4).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    task = act.task("galina", case)
    end = f"/assistant/{act.people.galina}/tasks/{task}/paper/?code={case}-{revision(case)}"
    assert found.text.endswith(end)


def test_only_those_that_were_ticked(act: Acting) -> None:
    asked(act, subject="Desks")
    chosen = asked(act, subject="Lamps")
    text = "".join(page.extract_text() for page in printed(act, "galina", act.task("galina", chosen)).pages)
    assert "Lamps" in text and "Desks" not in text


def test_who_assists_no_longer_gets_none(act: Acting) -> None:
    act.people.ids["zoe"] = assistant("zoe", "galina")
    asked(act)
    Assistant.objects.all().delete()
    bump()
    with pytest.raises(NotAssistant):
        printed(act, "zoe")


def test_the_list_is_not_what_is_scanned_and_says_what_each_is_for(
    act: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page asks for the signature; the list, which shows all requests, does not."""
    monkeypatch.setattr(Sheet, "what_for", property(lambda _sheet: (DataRow("For", "the new office"),)))
    asked(act)
    pages = [" ".join(page.extract_text().split()) for page in printed(act, "galina").pages]
    assert "Never scan this list for a request: it shows all the others." in pages[0]
    assert "Signature" not in pages[0] and "Signature" in pages[1]
    assert "For: the new office" in pages[0]
