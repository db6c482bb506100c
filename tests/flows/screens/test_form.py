"""The form: half done is saved, what is wrong is said at its field, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from flows.models import Attachment, Case, Event, State
from tests.flows.acting import Acting, revision

Browser = Callable[[str], Client]


@pytest.fixture
def draft(act: Acting) -> int:
    return act.draft("ivan")


def post(client: Client, case: int, where: str = "edit", **typed: Any) -> Any:
    """What the page of the form sends; `subject` stands for the input `f-subject`."""
    body: dict[str, Any] = {"revision": str(revision(case)), "then": typed.pop("then", "save")}
    for name, value in typed.items():
        field, _dot, part = name.partition("__")
        body[f"f-{field}.here"] = "so"
        body[f"f-{field}{'.' + part if part else ''}"] = value
    return client.post(f"/requests/{case}/{where}/", body)


def values(case: int) -> dict[str, Any]:
    return Case.objects.values_list("values", flat=True).get(pk=case)


def test_what_is_half_done_is_saved(draft: int, browser_of: Browser) -> None:
    assert post(browser_of("ivan"), draft, subject="Desks", note="").status_code == 302
    assert values(draft)["subject"] == "Desks"


def test_a_wrong_field_says_why_keeps_what_was_typed_and_the_rest_is_saved(
    draft: int, browser_of: Browser
) -> None:
    answer = post(
        browser_of("ivan"), draft, subject="Desks", amount__amount="about 100", amount__currency="RUB"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="about 100"' in page
    assert 'id="f-amount-errors"' in page
    assert (values(draft)["subject"], values(draft)["amount"]["amount"]) == ("Desks", "100.00")


@pytest.mark.parametrize("amount", ["1e30", "9" * 40, "-", "NaN", "Infinity", "١٢٣", "1,2,3"])
def test_an_amount_that_is_none_is_refused_at_its_field(amount: str, draft: int, browser_of: Browser) -> None:
    answer = post(browser_of("ivan"), draft, amount__amount=amount, amount__currency="RUB")
    assert answer.status_code == 422
    assert 'id="f-amount-errors"' in answer.content.decode()
    assert values(draft)["amount"] == {"amount": "100.00", "currency": "RUB"}


def test_a_tick_shows_what_depends_on_it_and_saves_nothing(draft: int, browser_of: Browser) -> None:
    before = Event.objects.count(), values(draft)
    page = post(browser_of("ivan"), draft, "live", off_budget="on", why="").content.decode()
    assert 'id="field-why" hx-swap-oob="true" data-field="why"' in page
    assert (Event.objects.count(), values(draft)) == before


def test_what_is_missing_is_said_before_the_route(draft: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    answer = post(client, draft, then="next", off_budget="on", subject="")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(f'id="f-{code}-errors"' in page for code in ("subject", "why"))
    assert client.get(f"/requests/{draft}/route/")["Location"] == f"/requests/{draft}/edit/?check"


def test_a_complete_form_goes_on_to_the_route(draft: int, browser_of: Browser) -> None:
    answer = post(browser_of("ivan"), draft, then="next", subject="Desks")
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{draft}/route/")


def test_it_saves_itself_as_far_as_it_can_be_read(draft: int, browser_of: Browser) -> None:
    answer = post(
        browser_of("ivan"), draft, "autosave", subject="Lamps", amount__amount="x", amount__currency="RUB"
    )
    told = answer.json()
    assert (told["whole"], told["revision"]) == (False, revision(draft))
    assert values(draft)["subject"] == "Lamps"


def test_a_page_of_before_another_change_is_refused_with_its_text(
    draft: int, browser_of: Browser, act: Acting
) -> None:
    client = browser_of("ivan")
    old = revision(draft)
    act.save("ivan", draft, note="from the other window")
    body = {"revision": str(old), "f-subject.here": "so", "f-subject": "My desks"}
    answer = client.post(f"/requests/{draft}/edit/", body)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Look at the request again" in page
    assert 'value="My desks"' in page
    assert values(draft)["subject"] == "Chairs"


def test_fields_that_are_not_asked_cannot_be_set(draft: int, browser_of: Browser) -> None:
    extra = {
        "state": "completed",
        "requester": "1",
        "number": "P-1",
        "f-opinion.here": "so",
        "f-opinion": "fine",
    }
    client = browser_of("ivan")
    client.post(f"/requests/{draft}/edit/", {"revision": str(revision(draft)), **extra})
    case = Case.objects.get(pk=draft)
    assert (case.state, case.number, "opinion" in case.values) == (State.DRAFT, "", False)


def test_a_session_that_ended_leads_back_to_the_form_and_changes_nothing(draft: int) -> None:
    answer = post(Client(), draft, subject="Lost?")
    assert (answer.status_code, answer["Location"]) == (302, f"/login/?next=/requests/{draft}/edit/")
    assert values(draft)["subject"] == "Chairs"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("invoice.pdf", b"<html><script>alert(1)</script></html>", "is a web page"),
        ("invoice.pdf", b"", "is empty"),
        ("virus.exe", b"MZ\x90\x00" + b"\x00" * 200, "not known here"),
        ("large.pdf", b"%PDF-" + bytes(100_000_000), "is larger than 25 MB"),
    ],
    ids=["html", "empty", "program", "100 MB"],
)
def test_a_file_that_is_not_accepted_is_named_at_its_field(
    name: str, content: bytes, sentence: str, draft: int, browser_of: Browser
) -> None:
    body = {"field": "papers", "file": SimpleUploadedFile(name, content)}
    answer = browser_of("ivan").post(f"/requests/{draft}/files/", body)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Attachment.objects.count() == 0


def test_a_file_is_handed_out_as_a_download_and_never_as_a_page(draft: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    pdf = SimpleUploadedFile(
        "счёт.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    assert client.post(f"/requests/{draft}/files/", {"field": "papers", "file": pdf}).status_code == 200
    answer = client.get(f"/requests/{draft}/files/{Attachment.objects.get().pk}/")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")


def test_an_empty_draft_is_opened_again_instead_of_piling_up(browser_of: Browser) -> None:
    client = browser_of("ivan")
    places = [client.post("/new/purchase/", {"press": f"p{n}"})["Location"] for n in range(3)]
    assert len(set(places)) == 1
    assert Case.objects.count() == 1
