"""Absences tell people: the absent one of what others entered, whoever stands in of when and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from common import clock
from flows.models import BellNotice
from flows.telling import digest
from flows.telling.said import unpack
from flows.telling.wishes import wish
from flows.telling.words import address_of, words_of
from org.actions import save_absence, withdraw_absence
from org.models import Employee, OrgRevision
from org.records import AbsenceRecord
from outbox.models import Item
from tests.flows.acting import Acting
from tests.mailserver import Mails, html_of, subject_of, text_of
from tests.personas import NOW, assistant, change

pytestmark = pytest.mark.django_db(transaction=True)

Told = Callable[[], Mails]
FROM, TO = date(2026, 11, 24), date(2026, 11, 27)


def enter(act: Acting, by: str, whom: str = "tamara", **said: object) -> AbsenceRecord:
    """As the actor enters it, karim standing in."""
    record = AbsenceRecord(whom, FROM, **{"ends": TO, "named_substitute": "karim", **said})  # type: ignore[arg-type]
    return save_absence(actor_id=getattr(act.people, by), record=record).record


def headlines(who: int) -> list[str]:
    rows = BellNotice.objects.filter(employee=who).order_by("pk")
    return [words_of(row.about, unpack(row.said)).headline for row in rows]


def test_who_is_away_is_told_what_his_manager_entered(act: Acting, told: Told) -> None:
    enter(act, "galina")
    (mail,) = told().to("tamara")
    assert subject_of(mail) == "Your absence: 24 Nov 2026 – 27 Nov 2026"
    text = text_of(mail)
    assert "Galina has entered an absence for you: 24 Nov 2026 – 27 Nov 2026" in text
    assert "Substitute: Karim" in text and "http://127.0.0.1:8000/absences/\n" in text
    assert html_of(mail).count("href=") == 1 and mail["References"] is None
    assert told().to("galina") == []


def test_whoever_stands_in_is_told_for_whom_when_and_where(act: Acting, told: Told) -> None:
    enter(act, "tamara", processes=("purchase",))
    (mail,) = told().all
    assert (mail["To"], subject_of(mail)) == (
        "karim@example.com",
        "You stand in: Tamara – 24 Nov 2026 – 27 Nov 2026",
    )
    assert "You stand in for Tamara: 24 Nov 2026 – 27 Nov 2026" in text_of(mail)
    assert "Only in these processes: Purchase" in text_of(mail)
    assert "/standing-in/" in text_of(mail)
    assert headlines(act.people.tamara) == [], "she entered it herself"


def test_in_russian(act: Acting, told: Told) -> None:
    for who in ("tamara", "karim"):
        change(Employee, who, language="ru")
    enter(act, "galina", processes=("purchase",))
    (hers,), (his,) = told().to("tamara"), told().to("karim")
    days = "24 ноября 2026 г. – 27 ноября 2026 г."
    assert subject_of(hers) == f"Ваше отсутствие: {days}"
    assert f"Внесено ваше отсутствие: {days}, внёс(ла) Galina\n" in text_of(hers)
    assert "Замещающий: Karim" in text_of(hers)
    assert f"Вы замещаете: Tamara, {days}\n" in text_of(his)
    assert "Только в этих процессах: Закупки" in text_of(his)


def test_shortened_changed_and_taken_back(act: Acting, told: Told) -> None:
    first = enter(act, "galina")
    told().all.clear()
    later = AbsenceRecord("tamara", FROM + timedelta(days=1), ends=TO, named_substitute="karim")
    moved = save_absence(actor_id=act.people.galina, record=later, replaces=first).record
    assert "Days before: 24 Nov 2026 – 27 Nov 2026" in text_of(told().to("tamara")[-1])
    withdraw_absence(actor_id=act.people.galina, record=moved)
    told()
    assert headlines(act.people.tamara)[1:] == [
        "Galina has changed your absence, now it is: 25 Nov 2026 – 27 Nov 2026",
        "Galina has taken your absence back: 25 Nov 2026 – 27 Nov 2026",
    ]
    assert headlines(act.people.karim)[1:] == [
        "Something has changed where you stand in for Tamara, now it is: 25 Nov 2026 – 27 Nov 2026",
        "You no longer stand in for Tamara: 25 Nov 2026 – 27 Nov 2026",
    ]


def test_another_substitute_both_are_told(act: Acting, told: Told) -> None:
    enter(act, "tamara")
    enter(act, "tamara", named_substitute="ivan")
    told()
    assert headlines(act.people.karim)[-1].startswith("You no longer stand in for Tamara")
    assert headlines(act.people.ivan) == ["You stand in for Tamara: 24 Nov 2026 – 27 Nov 2026"]


def test_who_was_not_accepted_is_told_nothing_and_the_absent_one_reads_it(act: Acting, told: Told) -> None:
    enter(act, "galina", named_substitute="dan")
    assert "Substitute: Dan: not accepted" in text_of(told().to("tamara")[0])
    assert headlines(act.people.dan) == []


def test_the_same_press_twice_and_a_note_tell_nobody_again(act: Acting, told: Told) -> None:
    enter(act, "galina")
    enter(act, "galina")
    enter(act, "galina", note="At the sea")
    told()
    assert Item.objects.filter(kind="leave_notice").count() == 2
    assert (len(headlines(act.people.tamara)), len(headlines(act.people.karim))) == (1, 1)
    assert "sea" not in str(list(BellNotice.objects.values_list("said", flat=True)))


def test_nothing_is_told_of_what_was_not_saved(act: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    before = OrgRevision.objects.get().number
    monkeypatch.setattr("flows.telling.leaves.put_all", lambda _rows: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        enter(act, "galina")
    assert OrgRevision.objects.get().number == before
    assert not Item.objects.filter(kind="leave_notice").exists()


def test_days_that_are_over_and_commands_tell_nobody(act: Acting) -> None:
    enter(act, "galina", "ivan", named_substitute="karim", ends=TO)
    with clock.frozen(datetime(2027, 1, 11, 7, tzinfo=UTC)):
        enter(act, "galina")
    save_absence(actor_id=None, record=AbsenceRecord("egor", FROM, ends=TO))
    told = set(Item.objects.filter(kind="leave_notice").values_list("payload__of", flat=True))
    assert told == {"ivan"}


def test_taken_back_before_the_worker_came_no_mail_and_the_bell_says_both(act: Acting, told: Told) -> None:
    saved = enter(act, "galina")
    withdraw_absence(actor_id=act.people.galina, record=saved)
    assert [subject_of(mail) for mail in told().to("karim")] == [
        "You no longer stand in: Tamara – 24 Nov 2026 – 27 Nov 2026"
    ]
    assert len(headlines(act.people.karim)) == 2


def test_an_assistant_enters_it_and_the_bell_leads_to_my_absences(
    act: Acting, told: Told, browser_of: Callable[[str], Client]
) -> None:
    assistant("zoe", "tamara")
    typed = {"employee": "tamara", "starts": "2026-11-24", "ends": "2026-11-27", "named_substitute": "karim"}
    assert browser_of("zoe").post("/absences/other/", typed).status_code == 302
    told()
    row = BellNotice.objects.get(employee=act.people.tamara)
    assert (row.case, address_of(None, unpack(row.said))) == (None, "/absences/")
    page = browser_of("tamara").get("/notices/").content.decode()
    assert "Zoe has entered an absence for you" in page
    assert browser_of("tamara").post(f"/notices/{row.pk}/open/").headers["Location"] == "/absences/"


def test_in_the_daily_mail_each_absence_stands_by_itself(act: Acting, told: Told) -> None:
    wish(actor=act.people.karim, channels={}, digest=True)
    enter(act, "tamara")
    enter(act, "galina", "ivan")
    told()
    with clock.frozen(NOW + timedelta(days=1)):
        assert digest.want_due() == 1
        (mail,) = told().to("karim")
    assert subject_of(mail) == "News for you: 2"
    assert "You stand in for Tamara" in text_of(mail) and "You stand in for Ivan" in text_of(mail)
