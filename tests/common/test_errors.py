"""Errors are sentences."""

import itertools
import pickle

from django.utils import translation

from common.errors import Invalid, NotAllowed, NotFound, PlacetError, TooLate, every


class AlreadyDecided(TooLate):
    """{who} has already
    decided."""


class Bad(Invalid):
    """Nothing was changed."""


def test_the_docstring_is_the_message_on_one_line() -> None:
    assert str(AlreadyDecided(who="B. Orlov")) == "B. Orlov has already decided."
    assert AlreadyDecided(who="B").sentence == "B has already decided."


def test_words_are_never_read_as_a_template() -> None:
    typed = "{who.__class__} %(x)s"
    assert AlreadyDecided(who=typed).sentence == f"{typed} has already decided."


def test_the_families_are_apart() -> None:
    for one, other in itertools.permutations((NotAllowed, TooLate, NotFound), 2):
        assert not issubclass(one, other)


def test_invalid_carries_sentences_by_field() -> None:
    error = Bad({"amount": ["Too large."]})
    assert (error.fields, error.sentence) == ({"amount": ["Too large."]}, "Nothing was changed.")
    assert Bad().fields == {}


def test_an_error_survives_pickling() -> None:
    copy = pickle.loads(pickle.dumps(Bad({"a": ["b"]})))
    assert (type(copy), copy.fields, str(copy)) == (Bad, {"a": ["b"]}, "Nothing was changed.")


def test_all_templates_can_be_listed_for_translation() -> None:
    assert {PlacetError, TooLate, AlreadyDecided, Bad} <= set(every())
    with translation.override("ru"):
        assert all(error.template() for error in every())
