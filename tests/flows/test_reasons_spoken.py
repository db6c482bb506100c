"""Reasons as people read them: names, never codes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import designer
import flows
import org
from designer.queries import document_of
from flows.cards.sentences import TABLE, reason_sentence
from flows.models import Case
from org.queries import snapshot
from org.reasons import Reason
from org.texts import PEOPLE, UNITS
from tests.flows.acting import Acting

OF_THE_COMPANY = PEOPLE | UNITS | {"position", "role"}
OF_THE_PROCESS = {"field", "step", "path", "attribute"}
AMOUNTS_AND_WORDS = {"level", "limit", "count", "needed", "left", "right", "op", "most", "currency"}
FROM_ELSEWHERE = {"item", "process"}
"""What may be unknown here: an item that is in no list, a process of others."""
CALLS = ("Reason.of", "CannotEvaluate.because")


def spoken(act: Acting, code: str, **params: str) -> str:
    case = Case.objects.get(pk=act.draft("ivan"))
    return reason_sentence(Reason.of(code, **params), snapshot(), document_of(case.version_id))


@pytest.mark.django_db
def test_who_chose_and_who_was_chosen_are_called_by_name(act: Acting) -> None:
    assert spoken(act, "chosen", employee="galina", by="tamara") == "Galina was chosen by Tamara"


@pytest.mark.django_db
def test_attributes_and_fields_are_called_by_their_labels(act: Acting) -> None:
    said = spoken(act, "empty_attribute", attribute="blocked", field="supplier")
    assert said == "“Blocked” of the item in “Supplier” is not filled in."


@pytest.mark.django_db
def test_a_return_that_nobody_can_take_is_a_sentence(act: Acting) -> None:
    assert spoken(act, "returned_to_requester") == "Returned for rework"


def test_every_parameter_of_a_sentence_is_named_or_meant_to_stand_as_it_is() -> None:
    used = {name for text in TABLE.values() for _, name, _, _ in Formatter().parse(text) if name}
    assert used == OF_THE_COMPANY | OF_THE_PROCESS | AMOUNTS_AND_WORDS | FROM_ELSEWHERE


def test_every_reason_has_a_sentence() -> None:
    roots = [Path(str(app.__file__)).parent for app in (designer, flows, org)]
    sources = [file.read_text() for root in roots for file in root.rglob("*.py")]
    found = {code for text in sources for code in reasons_in(ast.parse(text))}
    assert {"chosen", "returned_to_requester", "head_above"} < found
    assert found - set(TABLE) == set()


def reasons_in(tree: ast.AST) -> Iterator[str]:
    """The codes written out in calls of `Reason.of` and `CannotEvaluate.because`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if named and ast.unparse(node.func) in CALLS and isinstance(node.args[0], ast.Constant):
            yield node.args[0].value
