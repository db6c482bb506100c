"""The catalogues: everything said is translated, with the same places, in the right words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from config import environment
from config.messages import catalogue, compiling, extract, shell

LANGUAGES = [code for code in environment.LANGUAGES if code != "en"]
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w*\}(?!\})|\{\{\w+\}\}|</?\w+[^>]*>")
NOT_OUR_WORDS = re.compile(
    r"\b(кейс\w*|стади[яийюе]\w*|автор(а|у|ом|е|ы|ов)?|входящи[ех]|заместител\w*|покрыти\w*)\b",
    re.IGNORECASE,
)
"""The column *not* of our words, and their forms."""
WITHOUT_YO = re.compile(
    r"\b(еще|ее|нее|свое|мое|твое|причем|о чем|счет(ом|у|е)?|учет(а|ом|у|е)?|отчет\w*|расчет\w*|контролер\w*|"
    r"внес|прочтен|учтен|возвращен|отклонен|подтвержден|утвержден|закреплен|поврежден|удален|изменен|"
    r"отменен|завершен|приглашен|идет|найдет|придет|пойдет|ждет|дает|берет|вернет|начнет)\b",
    re.IGNORECASE,
)
"""Words that are written with ё; without it they are misspelt here."""
ABBREVIATIONS = ("и. о.", "И. о.")
NOT_THEIR_SENSE = frozenset(
    {
        "Account", "Active", "All", "Approve", "Cancel", "Change", "Clear", "Close", "Comment", "Copied",
        "More", "More actions", "Name", "New", "Next", "Process", "Published", "Search…", "Show all",
        "Started", "State", "Title", "active", "any", "item", "items", "just now", "name", "title",
    }
)  # fmt: skip
"""Texts that the shell says too, in another sense or form, on no page of ours or fitting there as well."""


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def known(language: str) -> Catalog:
    """The catalogue as it lies there."""
    return catalogue.read(Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po", language)


@pytest.fixture
def needed(known: Catalog, language: str) -> Catalog:
    """The catalogue as `manage.py messages` would write it."""
    return catalogue.merged(known, extract.everything_said(), shell.gaps(language))


def translated(known: Catalog) -> Iterator[tuple[str, str]]:
    """English and its translation, each plural form by itself; formats of dates are no sentences."""
    for message in known:
        if (message.context or "").startswith("format of"):
            continue
        for text in forms(message) if message.id else ():
            if text:
                yield (message.id if isinstance(message.id, str) else message.id[-1]), text


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def test_every_text_is_translated(needed: Catalog) -> None:
    assert [str(message.id) for message in catalogue.untranslated(needed)] == []


def test_no_translation_is_of_a_text_that_nobody_says(known: Catalog, needed: Catalog) -> None:
    gone = [str(one.id) for one in known if one.id and needed.get(one.id, one.context) is None]
    assert gone == [], "manage.py messages puts them aside"


def test_the_places_of_values_are_the_same(known: Catalog) -> None:
    other = [
        (english, text)
        for english, text in translated(known)
        if not set(PLACES.findall(text)) >= set(PLACES.findall(english)) - _counts(english, text)
    ]
    assert other == []


def test_no_place_is_there_that_the_code_does_not_fill(known: Catalog) -> None:
    more = [
        (message.id, text)
        for message in known
        if message.id
        for text in forms(message)
        if set(PLACES.findall(text)) - set(PLACES.findall(str(message.id)))
    ]
    assert more == []


def test_every_plural_has_all_forms(known: Catalog) -> None:
    wrong = [one.id for one in known if isinstance(one.id, tuple) and len(forms(one)) != known.num_plurals]
    assert wrong == []


@pytest.mark.parametrize(("number", "text"), [(1, "1 день"), (3, "3 дня"), (5, "5 дней"), (21, "21 день")])
def test_russian_counts(number: int, text: str) -> None:
    with translation.override("ru"):
        assert translation.ngettext("{n} day", "{n} days", number).format(n=number) == text


def test_a_sentence_ends_as_its_english_one_does(known: Catalog) -> None:
    other = [
        (english, text)
        for english, text in translated(known)
        if _end(english) != _end(text) and not text.endswith(ABBREVIATIONS)
    ]
    assert other == []


def test_russian_keeps_to_our_words() -> None:
    found = [text for _english, text in _russian() if NOT_OUR_WORDS.search(text)]
    assert found == []


def test_russian_writes_yo() -> None:
    found = {word.group().lower() for _english, text in _russian() for word in WITHOUT_YO.finditer(text)}
    assert found == set()


def test_russian_quotes_are_russian() -> None:
    assert [text for _en, text in _russian() if re.search('[“”"]', re.sub("<[^>]*>", "", text))] == []


def test_ours_is_said_before_that_of_the_shell() -> None:
    with translation.override("ru"):
        assert translation.gettext("Approve") == "Согласовать"


def test_what_the_shell_says_in_another_sense_is_known() -> None:
    theirs = _theirs("ru")
    other = {
        message.id
        for message in _ours("ru")
        if message.id and isinstance(message.id, str) and not message.context and message.string
        if theirs.get(message.id, message.string) != message.string
    }
    assert other - NOT_THEIR_SENSE == set(), "give it a context (pgettext), or see that it fits there, too"


def test_catalogues_are_compiled_when_they_change(tmp_path: Path) -> None:
    folder = tmp_path / "locale" / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(catalogue.HEADER.format(language="ru", plurals="nplurals=1; plural=0;"))
    assert compiling.refresh(tmp_path) == [folder / "django.mo"]
    assert compiling.refresh(tmp_path) == []


def _russian() -> Iterator[tuple[str, str]]:
    return translated(_ours("ru"))


def _ours(language: str) -> Catalog:
    return catalogue.read(Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po", language)


def _theirs(language: str) -> dict[str, str]:
    """What the shell's own catalogues say, without a context."""
    found: dict[str, str] = {}
    for folder in shell.folders():
        path = folder / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                known = read_po(file, locale=language)
            found |= {m.id: m.string for m in known if isinstance(m.id, str) and m.string and not m.context}
    return found


def _counts(english: str, text: str) -> set[str]:
    """A form for one may leave the number out."""
    return {"%(n)s", "{n}", "%(days)s", "{least}", "{count}"} if english and text else set()


def _end(text: str) -> str:
    found = re.search(r"[.…:?!]*$", text.strip())
    return found.group() if found else ""
