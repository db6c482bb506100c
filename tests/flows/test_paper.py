"""Decisions from paper: the boss's own, typed in by his assistant (zoe assists galina), with a scan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from flows import actions, errors
from flows.actions.paper import Sheet, enter_from_paper, paper_outcomes
from flows.history.verify import Finding, check_chains
from flows.jobs import routes
from flows.models import Attachment, Case, Decision, Event, Remark
from flows.queries import recorded
from flows.telling.find import Order, find
from flows.telling.words import words_of
from org.models import Assistant, Employee
from outbox.models import Item
from tests.flows.acting import FILLED, Acting, decisions, kinds, press, revision
from tests.personas import assistant, away, bump

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TODAY = date(2026, 11, 17)
Enter = Callable[..., None]


@pytest.fixture
def asked(act: Acting) -> int:
    """ivan's request, asked of galina; zoe assists her."""
    act.people.ids["zoe"] = assistant("zoe", "galina")
    case = act.sent("ivan")
    act.approve("tamara", case)
    return case


@pytest.fixture
def enter(act: Acting, asked: int) -> Enter:
    """Enter galina's decision on that request from paper."""

    def entering(outcome: Any = "approve", who: str = "zoe", **more: Any) -> None:
        said = {"on": TODAY, "revision": revision(asked), "scan": BytesIO(PDF), "name": "page.pdf", **more}
        sheet, people = Sheet(outcome=outcome, **said), act.people
        task = more.pop("task", None) or act.task("galina", asked)
        enter_from_paper(task=task, boss=people.galina, actor=people.ids[who], sheet=sheet, press=press())

    return entering


def test_it_is_the_bosss_decision_with_who_entered_it_and_the_scan(
    act: Acting, asked: int, enter: Enter
) -> None:
    enter()
    found, scan = Decision.objects.get(case=asked, by=act.people.galina), Attachment.objects.get()
    assert (found.outcome, found.as_what, found.by_name) == ("approve", "own", "Galina")
    assert (found.entered_by_id, found.scan) == (act.people.zoe, scan.sha256)
    assert (scan.field, scan.name, scan.uploaded_by_id) == ("", "page.pdf", act.people.zoe)
    assert act.asked(asked) == {"fedor"}
    assert kinds(asked) == ["started", "sent", "decided", "decided"]


def test_the_history_says_so_and_is_held_against_the_rows(act: Acting, asked: int, enter: Enter) -> None:
    enter("approve_with_remarks", remarks=("Which colour?",))
    event = recorded(Event.objects.filter(case=asked).last())  # type: ignore[arg-type]
    said = event.deed.said
    assert (event.deed.by, said["entered_by"], said["paper"]["on"]) == ("galina", "zoe", "2026-11-17")
    assert said["scan"] == Decision.objects.get(by=act.people.galina).scan
    assert Remark.objects.get().owner_id == act.people.galina
    assert not [one for one in check_chains() if isinstance(one, Finding)]


def test_the_boss_is_told_and_so_is_the_requester(act: Acting, enter: Enter) -> None:
    enter("return_for_rework", reason="Too dear")
    told = Item.objects.filter(kind="notice").values_list("payload__to", "payload__about")
    assert (act.people.galina, "entered_from_paper") in set(told)
    assert (act.people.ivan, "returned") in set(told)


def test_a_boss_who_stands_in_decides_on_paper_as_a_substitute(act: Acting) -> None:
    """The seat is the one that is asked: lev decides for tamara."""
    zoe, people = assistant("zoe", "lev"), act.people
    away("tamara", "lev")
    case = act.sent("ivan")
    sheet = Sheet("approve", TODAY, revision(case), BytesIO(PDF), "p.pdf")
    enter_from_paper(task=act.task("lev", case), boss=people.lev, actor=zoe, sheet=sheet, press="1")
    found = Decision.objects.get(case=case)
    assert (found.by_name, found.on_behalf_name, found.as_what) == ("Lev", "Tamara", "substitute")


@pytest.mark.parametrize("who", ["karim", "tamara", "ivan", "galina", "fedor"])
def test_only_an_assistant_enters_it(who: str, asked: int, enter: Enter) -> None:
    with pytest.raises((errors.NotAssistant, errors.NoSuchRequest)):
        enter(who=who)
    assert decisions(asked) == [("tamara", "approve")]
    assert not Attachment.objects.exists()


def test_who_assists_no_longer_enters_nothing(asked: int, enter: Enter) -> None:
    Assistant.objects.update(until=date(2026, 11, 16))
    bump()
    with pytest.raises(errors.NoSuchRequest):
        enter()
    assert decisions(asked) == [("tamara", "approve")]


def test_what_changed_since_it_was_printed_is_refused(act: Acting, asked: int, enter: Enter) -> None:
    printed = revision(asked)
    act.return_("galina", asked)
    act.save("ivan", asked, subject="Benches")
    act.send("ivan", asked, ask="everybody")
    act.approve("tamara", asked)
    with pytest.raises(errors.Stale, match="Look at the request again"):
        enter(revision=printed)
    assert act.asked(asked) == {"galina"}
    enter()
    assert act.asked(asked) == {"fedor"}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": date(2026, 11, 18)}, "on"),
        ({"on": date(2026, 11, 16)}, "on"),
        ({"revision": 99}, "code"),
        ({"outcome": "decline", "reason": " "}, "reason"),
        ({"outcome": "approve_with_remarks", "remarks": ("",)}, "remarks"),
        ({"scan": BytesIO(b"MZ an executable"), "name": "scan.pdf"}, "scan"),
        ({"scan": BytesIO(b""), "name": "scan.pdf"}, "scan"),
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    more: dict[str, Any], field: str, asked: int, enter: Enter
) -> None:
    with pytest.raises((errors.NotSaved, errors.FileRefused)) as refused:
        enter(**more)
    assert list(refused.value.fields) == [field]
    assert decisions(asked) == [("tamara", "approve")]
    assert not Attachment.objects.exists()


def test_a_task_that_was_decided_meanwhile_is_not_decided_again(act: Acting, asked: int) -> None:
    task, people = act.task("galina", asked), act.people
    act.approve("galina", asked)
    sheet = Sheet("decline", TODAY, revision(asked), BytesIO(PDF), "p.pdf", "No")
    with pytest.raises(errors.AlreadyDecided):
        enter_from_paper(task=task, boss=people.galina, actor=people.zoe, sheet=sheet, press="1")
    assert not Attachment.objects.exists()


def test_the_same_press_enters_it_once(act: Acting, asked: int) -> None:
    task, people = act.task("galina", asked), act.people
    for _ in range(2):
        sheet = Sheet("approve", TODAY, 3, BytesIO(PDF), "p.pdf")
        enter_from_paper(task=task, boss=people.galina, actor=people.zoe, sheet=sheet, press="once")
    assert decisions(asked) == [("tamara", "approve"), ("galina", "approve")]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("how", ["requester", "requested_for", "benefits"])
def test_nobody_enters_a_decision_on_what_is_his_own(how: str, act: Acting) -> None:
    """ROUTING, principle 6: karim assists tamara, and the request is his."""
    people = act.people
    assistant("karim", "tamara")
    who = "karim" if how == "requester" else "ivan"
    more: dict[str, Any] = {"for_whom": "karim"} if how == "benefits" else {}
    whom = people.karim if how == "requested_for" else None
    case = actions.start_case(
        process="purchase", actor=people.ids[who], requested_for=whom, values=FILLED | more
    )
    act.send(who, case)
    sheet = Sheet("approve", TODAY, revision(case), BytesIO(PDF), "p.pdf")
    with pytest.raises(errors.OwnPaper):
        enter_from_paper(
            task=act.task("tamara", case), boss=people.tamara, actor=people.karim, sheet=sheet, press="1"
        )
    assert act.asked(case) == {"tamara"}


def test_an_assistant_of_two_does_not_make_both_sides(act: Acting) -> None:
    """zoe enters tamara's request, and galina's approval of it."""
    people, zoe = act.people, assistant("zoe", "tamara")
    assistant("zoe", "galina")
    case = actions.start_case(process="purchase", actor=zoe, requester=people.tamara, values=FILLED)
    actions.send(case=case, actor=zoe, revision=revision(case), press=press())
    sheet = Sheet("approve", TODAY, revision(case), BytesIO(PDF), "p.pdf")
    with pytest.raises(errors.OwnPaper):
        enter_from_paper(task=act.task("galina", case), boss=people.galina, actor=zoe, sheet=sheet, press="1")
    assert (act.asked(case), decisions(case)) == ({"galina"}, [])
    assert not Attachment.objects.exists()


def test_who_answers_at_another_place_enters_nothing_from_paper(act: Acting, asked: int) -> None:
    """tamara has approved in her own right; now she assists galina."""
    people = act.people
    assistant("tamara", "galina")
    sheet = Sheet("approve", TODAY, revision(asked), BytesIO(PDF), "p.pdf")
    with pytest.raises(errors.OwnPaper):
        enter_from_paper(
            task=act.task("galina", asked), boss=people.galina, actor=people.tamara, sheet=sheet, press="1"
        )
    assert (act.asked(asked), decisions(asked)) == ({"galina"}, [("tamara", "approve")])
    assert not Attachment.objects.exists()


def test_where_fields_must_be_filled_in_paper_only_refuses(act: Acting) -> None:
    people = act.people
    zoe = people.ids["zoe"] = assistant("zoe", "boris")
    case = act.sent("ivan", off_budget=True, why="Need")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    sheet = {"on": TODAY, "revision": revision(case), "name": "p.pdf"}
    with pytest.raises(errors.NotOnPaper):
        enter_from_paper(
            task=act.task("boris", case), boss=people.boris, actor=zoe, press="1",
            sheet=Sheet(outcome="approve", scan=BytesIO(PDF), **sheet),
        )  # fmt: skip
    assert act.asked(case) == {"boris"}
    assert paper_outcomes(None) == ()


def test_the_scan_stays_with_the_request(act: Acting, asked: int, enter: Enter) -> None:
    enter()
    scan = Attachment.objects.get().pk
    with pytest.raises(errors.ScanStays):
        actions.detach(case=asked, actor=act.people.ivan, attachment=scan)
    assert Attachment.objects.get().removed_at is None
    assert Case.objects.get(pk=asked).values.get("papers") is None


@pytest.mark.django_db(transaction=True)
def test_the_scan_is_for_who_sees_all_that_stands_on_it(act: Acting) -> None:
    """boris is asked after galina, and of five fields; the page that she signed bears them all."""
    people = act.people
    zoe = people.ids["zoe"] = assistant("zoe", "galina")
    case = act.sent("ivan", secret="S3CRET", off_budget=True, why="Need")
    act.approve("tamara", case)
    sheet = Sheet("approve", TODAY, revision(case), BytesIO(PDF), "signed page.pdf")
    enter_from_paper(task=act.task("galina", case), boss=people.galina, actor=zoe, sheet=sheet, press="1")
    act.chain(case, "fedor", "egor")
    scan, seen = Attachment.objects.get().pk, dict[str, list[int]]()
    for name in ("ivan", "fedor", "galina", "zoe", "boris"):
        client = Client()
        client.force_login(Employee.objects.get(pk=people.ids[name]))
        addresses = [reverse(f"flows:{door}", args=[case, scan]) for door in ("file", "preview")]
        seen[name] = [client.get(one).status_code for one in addresses]
        named = b"signed page.pdf" in client.get(reverse("flows:case", args=[case])).content
        assert named == (name != "boris"), name
    assert seen.pop("boris") == [404, 404]
    assert {codes[0] for codes in seen.values()} == {200}


def test_who_typed_a_decision_approves_nothing_in_that_request(act: Acting, asked: int) -> None:
    """ROUTING, principle 6: fedor, whose place comes next, assists galina and enters her approval."""
    people = act.people
    assistant("fedor", "galina")
    sheet = Sheet("approve", TODAY, revision(asked), BytesIO(PDF), "p.pdf")
    enter_from_paper(
        task=act.task("galina", asked), boss=people.galina, actor=people.fedor, sheet=sheet, press="1"
    )
    assert decisions(asked) == [("tamara", "approve"), ("galina", "approve")]
    assert "fedor" not in act.asked(asked)
    assert act.asked(asked), "somebody else is asked in his stead"


def test_one_who_typed_a_decision_types_the_next_one_too(act: Acting, asked: int, enter: Enter) -> None:
    people = act.people
    enter()
    assistant("zoe", "fedor")
    sheet = Sheet("approve", TODAY, revision(asked), BytesIO(PDF), "q.pdf")
    enter_from_paper(
        task=act.task("fedor", asked), boss=people.fedor, actor=people.zoe, sheet=sheet, press="2"
    )
    assert decisions(asked)[-1] == ("fedor", "approve")


def test_the_requester_reads_that_it_was_on_paper_and_who_entered_it(
    act: Acting, asked: int, enter: Enter
) -> None:
    enter("return_for_rework", reason="Too dear")
    event = Event.objects.filter(case=asked).count()
    found = find(Order(asked, event, act.people.ivan, "returned"))
    assert found is not None
    headline = words_of("returned", found.said).headline
    assert headline == "Returned for rework by Galina (on paper, entered by Zoe)"


@pytest.mark.django_db(transaction=True)
def test_it_is_not_offered_to_who_would_be_refused(act: Acting) -> None:
    """karim assists tamara, who is asked about his request."""
    people = act.people
    assistant("karim", "tamara")
    offered = dict[str, list[bool]]()
    for who in ("karim", "ivan"):
        case, client = act.sent(who), Client()
        task = act.task("tamara", case)
        client.force_login(Employee.objects.get(code="karim"))
        paper = reverse("flows:boss_paper", args=[people.tamara, task])
        pages = [reverse("flows:case", args=[case]), reverse("flows:boss_tasks", args=[people.tamara])]
        form = b'name="scan"' in client.get(paper).content
        offered[who] = [paper.encode() in client.get(page).content for page in pages] + [form]
    assert offered == {"karim": [False, False, False], "ivan": [True, True, True]}


@pytest.mark.django_db(transaction=True)
def test_it_is_offered_to_who_is_asked_at_the_same_place_as_a_substitute(act: Acting) -> None:
    """karim stands in for tamara, whom he assists: on what she decided on paper he has no word of his own."""
    people, client = act.people, Client()
    case = act.sent("ivan")
    assistant("karim", "tamara")
    away("tamara", "karim")
    routes()
    assert act.asked(case) == {"tamara", "karim"}
    client.force_login(Employee.objects.get(code="karim"))
    paper = reverse("flows:boss_paper", args=[people.tamara, act.task("tamara", case)])
    pages = [reverse("flows:case", args=[case]), reverse("flows:boss_tasks", args=[people.tamara])]
    assert [paper.encode() in client.get(page).content for page in pages] == [True, True]
    sheet = Sheet("approve", TODAY, revision(case), BytesIO(PDF), "p.pdf")
    enter_from_paper(
        task=act.task("tamara", case), boss=people.tamara, actor=people.karim, sheet=sheet, press="1"
    )
    assert decisions(case) == [("tamara", "approve")]


@pytest.mark.django_db(transaction=True)
def test_a_scan_that_was_typed_in_twice_is_no_file_of_the_discussion(act: Acting, asked: int) -> None:
    """One page that galina and fedor both signed."""
    people, client = act.people, Client()
    assistant("zoe", "fedor")
    for who in ("galina", "fedor"):
        sheet = Sheet("approve", TODAY, revision(asked), BytesIO(PDF), "page.pdf")
        task = act.task(who, asked)
        enter_from_paper(task=task, boss=people.ids[who], actor=people.zoe, sheet=sheet, press=who)
    client.force_login(Employee.objects.get(code="ivan"))
    shown = client.get(reverse("flows:case", args=[asked])).content.decode()
    assert Attachment.objects.filter(case=asked).count() == 2
    for decider in ("Galina", "Fedor"):
        assert f"Scan of the decision of {decider} on paper, entered by Zoe" in shown
    assert "Files beside the form" not in shown


@pytest.mark.django_db(transaction=True)
def test_the_card_names_a_scan_for_what_it_is(act: Acting, asked: int, enter: Enter) -> None:
    enter()
    client = Client()
    client.force_login(Employee.objects.get(code="ivan"))
    shown = client.get(reverse("flows:case", args=[asked])).content.decode()
    assert "Scan of the decision of Galina on paper, entered by Zoe" in shown
    assert "Files beside the form" not in shown
