"""The story of an ordinary day, in Russian: the requester, the approvers and the substitute have a phone.

Told twice: on the shipped package, and on a copy in which every code, field key, stage, role and template
name is another word. Nothing but the browser and the mails is used once company and package are there; the
platform's clock is moved where somebody lets a day go by."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests import running
from tests.browser import papers
from tests.browser.office import Desk, Office
from tests.browser.renamed import install_renamed
from tests.mailserver import Mails, mail_server, subject_of, text_of
from tests.running import Platform, wait_until

LEBEDEV, ROMANOVA, MOROZOV, POPOVA, SERGEEVA = "00092", "00091", "00088", "00004", "00087"
NIKOLAEVA, KUZMIN, EDITOR, AUDITOR = "00001", "00002", "00056", "00154"
PAYER, SUPPLIER, ITEM = "ООО «Меридиан Казань»", "ООО «Автодеталь Плюс»", "Закупка запасных частей"
AMOUNT = "1 250 000,50 ₽"
REQUEST, APPROVAL, ACCOUNTING = "Заявка", "Согласование", "Бухгалтерия"
REMARK, ANSWER = "Для какой машины запчасти?", "Для эвакуатора."
REASON = "Сумма не сходится со счётом."
SENT = "Sent. You see here at any time whom it waits for."
AFTERNOON = datetime(2026, 11, 23, 12, 5, tzinfo=ZoneInfo("Europe/Moscow"))
PROPER = {"Placet", "English", "Word", "Excel", "PDF", "JPG", "PNG", "CSV", "TXT", "ZIP", "EML", "XLSX"}
PROPER |= {"RUB", "USD", "EUR", "CNY", "RU", "EN", "Tab"}
"""What is Latin in Russian, too: names, formats, currencies, a key."""


@dataclass
class Story:
    """Where it happens, and what it is about; `invoice` is known once it is sent."""

    office: Office
    platform: Platform
    mails: Mails
    process: str
    folder: Path
    invoice: str = ""

    def mail(self, who: str, subject: str) -> EmailMessage:
        """The newest mail to somebody, by the beginning of its subject."""
        address = f"user{who[2:]}@meridian.example"
        wait_until(lambda: self._mails(address, subject))
        return self._mails(address, subject)[-1]

    def _mails(self, address: str, subject: str) -> list[EmailMessage]:
        return [one for one in self.mails.to(address) if subject_of(one).startswith(subject)]

    def stands_in(self, watcher: Desk, stage: str) -> None:
        """The board shows it in this column and in no other."""
        watcher.open_board(self.process)
        for column in (REQUEST, APPROVAL, ACCOUNTING):
            cards = watcher.card(column, SUPPLIER)
            expect(cards).to_have_count(int(column == stage))


@pytest.fixture(params=["shipped", "renamed"])
def story(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Story]:
    """A platform of its own, for the story changes the company. No script may fail and none be refused; no
    page may speak another language."""
    with pytest.MonkeyPatch.context() as patch, mail_server() as mails:
        patch.setenv("PLACET_MAIL_URL", mails.url)
        patch.setenv("PLACET_LOCALE", "ru")
        with running.platform(demo=True) as platform:
            platform.start()
            renamed = request.param == "renamed"
            process = install_renamed(platform, tmp_path, "Счета иначе") if renamed else "Счета на оплату"
            office = Office(chromium, platform.address, "ru")
            yield Story(office, platform, mails, process, tmp_path)
            for context in chromium.contexts:
                context.close()
    assert office.wrong == []
    assert foreign(office.read) == {}


def foreign(read: list[tuple[str, str]]) -> dict[str, str]:
    """English words by the address of the page; not parts of numbers, codes, addresses and names of files."""
    code = re.compile(r"[\d@./_]|[A-Z]-[A-Z]")
    words = [(word, url) for url, text in read for word in text.split() if not code.search(word)]
    found = {word: url for whole, url in words for word in re.findall("[A-Za-z]{2,}", whole)}
    return {word: url for word, url in found.items() if word not in PROPER}


@pytest.mark.check
def test_an_urgent_invoice_off_budget_is_paid(story: Story) -> None:
    requester = story.office.log_in(LEBEDEV, phone=True)
    watcher = story.office.log_in(LEBEDEV)
    fills_in(story, requester)
    story.stands_in(watcher, REQUEST)
    sends(story, requester)
    story.stands_in(watcher, APPROVAL)
    the_head_approves_with_a_remark(story)
    a_step_becomes_overdue(story)
    the_requester_reminds(story)
    the_reminded_one_approves(story)
    an_assistant_enters_a_substitute(story)
    the_substitute_approves(story)
    a_decision_comes_on_paper(story)
    the_last_one_returns_it(story)
    story.stands_in(watcher, REQUEST)
    answers_and_sends_again(story, requester)
    story.stands_in(watcher, APPROVAL)
    the_last_one_approves(story)
    story.stands_in(watcher, ACCOUNTING)
    accounting_prints_and_pays(story)
    sees_that_it_is_paid(story, requester)
    story.stands_in(watcher, ACCOUNTING)
    the_auditor_checks_it(story)
    assert story.platform.manage("verify").startswith("Nothing was changed")


def fills_in(story: Story, requester: Desk) -> None:
    requester.start(story.process)
    requester.choose("Поставщик", SUPPLIER)
    requester.fill("Номер счёта", "А-117")
    requester.fill("Дата счёта", "2026-11-20")
    requester.fill("Сумма", "1 250 000,50")
    requester.choose("Плательщик", PAYER)
    files = "Счёт (PDF или изображение)"
    requester.attach(files, papers.invoice(story.folder / "invoice.pdf", "Invoice A-117", "Terms of it"))
    requester.attach(files, papers.photo(story.folder / "photo.jpg", "The tow truck"))
    requester.choose("Статья ДДС", ITEM)
    requester.tick("Не в бюджете")
    requester.fill("Почему не в бюджете", "Эвакуатор сломался внезапно.")
    requester.tick("Срочно")
    requester.fill("Почему срочно", "Эвакуатор стоит.")
    requester.press("Save draft")
    requester.is_told("The draft is saved.")


def sends(story: Story, requester: Desk) -> None:
    places = requester.check_route()
    asked = "Романова Т. П.", "Морозов А. А.", "Дмитриева Е. А.", "Белова М. В.", "Попова А. Д.", "Сергеева"
    assert [name in place for name, place in zip(asked, places, strict=True)] == [True] * 6
    assert "замещает: Егоров А. А." in places[1]
    assert "замещает: Сидоров П. Д." in places[4]
    requester.press("Send")
    requester.is_told(SENT)
    story.invoice = requester.name_of_request()
    assert re.fullmatch(r"Счёт на оплату № INV-LE-KZN-2026-\d{4}", story.invoice)


def the_head_approves_with_a_remark(story: Story) -> None:
    asked = story.mail(ROMANOVA, "Срочно. Согласовать")
    assert subject_of(asked) == f"Срочно. Согласовать: {story.invoice} – {AMOUNT} – {SUPPLIER}"
    head = story.office.log_in(ROMANOVA)
    head.open_task(story.invoice)
    head.sees("Почему вы: Руководитель подразделения (Сервис), уровень 1 над инициатором")
    head.approve_with_remark(REMARK)
    head.has_no_task(story.invoice)


def a_step_becomes_overdue(story: Story) -> None:
    """Two working hours after it was asked, urgent as it is, one whole lunch later."""
    story.mail(MOROZOV, "Срочно. Согласовать")
    story.platform.set_clock(AFTERNOON)
    mails = [story.mail(who, "Просрочено") for who in (MOROZOV, LEBEDEV, POPOVA)]
    assert {subject_of(one) for one in mails} == {f"Просрочено: {story.invoice} – {AMOUNT} – {SUPPLIER}"}
    approver, requester, responsible = map(text_of, mails)
    assert "вашего решения ждут слишком долго, срок был 23 ноября 2026 г. 11:" in approver
    assert "просрочено на шаге «Руководители»" in requester
    assert "На рассмотрении: Морозов А. А., Егоров А. А." in responsible


def the_requester_reminds(story: Story) -> None:
    """By the link of the mail that leads to the form, in a browser in which nobody has logged in."""
    (link,) = re.findall(r"https?://\S+#remind-\d+", text_of(story.mail(LEBEDEV, "Просрочено")))
    requester = story.office.opens(phone=True)
    requester.page.goto(link)
    expect(requester.page).to_have_title(requester.title("Sign in"))
    requester.logs_in(LEBEDEV)
    requester.sees("просрочено на")
    requester.press("Remind")
    requester.is_told("Reminded.")
    expect(requester.button("Remind")).to_have_count(0)
    reminder = text_of(story.mail(MOROZOV, "Срочно. Напоминание"))
    assert f"Лебедев А. М. напоминает: вашего решения ждёт {story.invoice}." in reminder


def the_reminded_one_approves(story: Story) -> None:
    """With three taps: the bell, the notice, the answer."""
    approver = story.office.log_in(MOROZOV, phone=True)
    approver.open_notice()
    approver.sees("замещает: Егоров А. А.")
    approver.button("Approve").tap()
    approver.is_told("Approved.")
    approver.sees("Nothing waits for you")


def an_assistant_enters_a_substitute(story: Story) -> None:
    editor = story.office.log_in(EDITOR)
    editor.enter_assistant("Дмитриева Екатерина", "Кузьмин Дмитрий")
    editor.enter_assistant("Белова Марина", "Кузьмин Дмитрий")
    assistant = story.office.log_in(KUZMIN)
    assistant.open_tasks_of("Дмитриева Е. А.")
    assistant.sees(SUPPLIER)
    assistant.enter_absence("Дмитриева Е. А.", "Николаева Татьяна", "2026-11-23", "2026-11-27")
    assistant.sees("away now")
    assert "Вы замещаете: Дмитриева Е. А." in text_of(story.mail(NIKOLAEVA, "Срочно. Согласовать"))


def the_substitute_approves(story: Story) -> None:
    (link,) = re.findall(r"https?://\S+", text_of(story.mail(NIKOLAEVA, "Срочно. Согласовать")))
    substitute = story.office.opens(phone=True)
    substitute.page.goto(link)
    substitute.logs_in(NIKOLAEVA)
    substitute.sees("замещает: Дмитриева Е. А.")
    substitute.sees(REMARK)
    substitute.button("Approve").tap()
    substitute.is_told("Approved.")
    substitute.sees("Nothing waits for you")


def a_decision_comes_on_paper(story: Story) -> None:
    assistant = story.office.log_in(KUZMIN)
    assistant.open_tasks_of("Белова М. В.")
    printed = papers.pages(assistant.has_printed("Print the folder"))
    assert story.invoice in printed[0]
    assert "Invoice A-117" in printed
    code = re.search(r"Код (\d+-\d+)", printed[0])
    assert code is not None
    assistant.open_tasks_of("Белова М. В.")
    assistant.enter_approval_from_paper(code[1], papers.photo(story.folder / "scan.jpg", "Signed"))
    assistant.is_told("Внесено. Белова М. В. получит сообщение.")
    expect(assistant.page.locator(".a-task")).to_have_count(0)


def the_last_one_returns_it(story: Story) -> None:
    last = story.office.log_in(POPOVA)
    last.open_task(story.invoice)
    assert "на бумаге; внёс(ла): Кузьмин Д. П." in last.place("Белова М. В.").inner_text()
    last.return_it(REASON)


def answers_and_sends_again(story: Story, requester: Desk) -> None:
    assert REASON in text_of(story.mail(LEBEDEV, "Возвращено"))
    requester.open_task(story.invoice)
    requester.sees(REASON)
    requester.page.get_by_role("link", name=requester.said("Change and send again")).click()
    requester.answer_remark(ANSWER)
    requester.sees("taken into account")
    requester.fill("Комментарий", "Сумма сверена со счётом.")
    requester.check_route()
    assert "Спрашивают снова: было возвращено или отказано" in requester.place("Попова А. Д.").inner_text()
    for name in ("Романова", "Морозов", "Николаева", "Белова"):
        assert "Снова не спрашивают" in requester.place(name).inner_text()
    requester.press("Send again")
    requester.is_told(SENT)


def the_last_one_approves(story: Story) -> None:
    last = story.office.log_in(POPOVA)
    last.open_task(story.invoice)
    last.sees(ANSWER)
    last.approve()


def accounting_prints_and_pays(story: Story) -> None:
    accountant = story.office.log_in(SERGEEVA)
    accountant.open_task(story.invoice)
    the_documents_say_all(story, accountant)
    accountant.open_task(story.invoice)
    accountant.press("Take it")
    accountant.fill("Дата платежа", "2026-11-23")
    accountant.fill("Номер платёжного поручения", "77")
    accountant.press("Оплачено")
    accountant.is_told("Done.")


def the_documents_say_all(story: Story, accountant: Desk) -> None:
    history = accountant.takes(re.compile("^Скачать «История согласования INV"))
    sheet, *attached = papers.pages(accountant.has_printed("Print with the attached files"))
    assert attached == ["Invoice A-117", "Terms of it", ""]
    number = story.invoice.rpartition(" ")[2]
    assert f"Лист согласования № {number} Приложение к счёту № А-117 от 20 ноября 2026 г." in sheet
    for signed in (
        "Романова Т. П. Согласовано с замечаниями есть замечания",
        "Морозов А. А. замещает: Егоров А. А. Согласовано",
        "Николаева Т. А. замещает: Дмитриева Е. А. Согласовано",
        "Белова М. В. на бумаге; внёс(ла): Кузьмин Д. П. Согласовано",
        "Попова А. Д. замещает: Сидоров П. Д. Согласовано",
    ):
        assert signed in sheet
    (address,) = papers.qr_codes(history)
    accountant.page.goto(address)
    accountant.sees("Genuine")
    accountant.sees("The code is that of this request, and nothing of its history was changed.")


def sees_that_it_is_paid(story: Story, requester: Desk) -> None:
    paid = story.mail(LEBEDEV, "Оплачено")
    assert subject_of(paid) == f"Оплачено: {story.invoice} – {AMOUNT} – {SUPPLIER}"
    assert "Оплачено: Сергеева Н. Р." in text_of(paid)
    requester.open_own(story.invoice)
    expect(requester.page.locator(".p-hero")).to_contain_text("завершено")
    assert "Оплачено" in requester.place("Сергеева Н. Р.").inner_text()


def the_auditor_checks_it(story: Story) -> None:
    auditor = story.office.log_in(AUDITOR)
    auditor.go_to("Deserves a look", under="Audit")
    auditor.sees("Николаева Т. А. (замещает: Дмитриева Е. А.): согласовано.")
    auditor.page.get_by_role("link", name=re.compile(rf"^{auditor.said('From paper')}")).click()
    row = auditor.page.locator(".p-table tbody tr", has_text=story.invoice)
    expect(row).to_contain_text(
        "Кузьмин Д. П.: внесено с бумаги решение, принял(а) Белова М. В.: согласовано."
    )
    row.get_by_role("link", name=SUPPLIER).click()
    expect(auditor.page.locator(".p-hero")).to_be_visible()
    archive = auditor.has_printed("As one file")
    folder = story.folder / "one-file"
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    checked = subprocess.run([sys.executable, "check.py"], cwd=folder, capture_output=True, text=True)
    assert (checked.returncode, checked.stdout[:20]) == (0, "Ничего не изменено. ")
