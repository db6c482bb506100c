"""Packages with one mistake each: always a sentence with a path, never an exception of another kind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from designer.document.findings import BadPackage
from designer.document.load import load_package, load_source, to_yaml
from designer.document.yaml_text import read_yaml
from tests.designer.samples import INVOICE

SOURCE: Any = read_yaml(INVOICE).value
WRONG: tuple[Any, ...] = (
    None,
    -1,
    10**20,
    True,
    "",
    "no_such_code",
    "{{ 7*7 }} <script>",
    "x" * 30_000,
    "\x00",
    [],
    [[]],
    {},
    {"setting": "no_such_setting"},
    {"setting": ["chain_end"]},
    {"field": "no_such_field"},
    {"source": "requester"},
)
Place = tuple[str | int, ...]


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))


def changed(path: Place, what: Any) -> Any:
    source = deepcopy(SOURCE)
    inside = source
    for step in path[:-1]:
        inside = inside[step]
    if what is KeyError:
        del inside[path[-1]]
    elif what is NameError:
        inside[f"{path[-1]}_x" if isinstance(path[-1], str) else path[-1]] = what.__name__
    else:
        inside[path[-1]] = what
    return source


def mutations() -> list[tuple[Place, Any]]:
    every = [(path, what) for path in places(SOURCE) for what in (*WRONG, KeyError, NameError)]
    return random.Random(20_261_117).sample(every, 700)


def test_one_mistake_is_answered_by_a_sentence_with_its_path() -> None:
    refused = 0
    for path, what in mutations():
        try:
            load_source(changed(path, what))
        except BadPackage as error:
            refused += 1
            for finding in error.findings:
                assert finding.sentence(), (path, what)
                assert finding.path or path[0] == "schema", (path, what, str(finding))
    assert refused >= 200


def test_a_mistake_in_the_text_is_answered_by_a_sentence() -> None:
    chooser, answered = random.Random(7), 0
    for _time in range(250):
        at = chooser.randrange(len(INVOICE))
        length, glyph = (
            chooser.randint(0, 3),
            chooser.choice(["", "\t", "{", "]", ":", "- ", "'", "&", "\x00", "\n\n"]),
        )
        try:
            load_package(INVOICE[:at] + glyph + INVOICE[at + length :])
        except BadPackage as error:
            answered += 1
            assert all(finding.sentence() for finding in error.findings)
    assert answered >= 50


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "type: long_text",
            "type: poem",
            "form.sections.1.fields.2: Unknown type “poem”; one of: text, long_text,",
        ),
        (
            "source: managers_up",
            "source: boss",
            "route.0.who: Unknown source “boss”; one of: direct_manager,",
        ),
        (
            "step: managers",
            "setp: managers",
            "route.0: A part of the route is one of: step, branch, parallel",
        ),
        (
            "stage: accounting\n",
            "stage: nowhere\n",
            "route.2.stage: There is no stage “nowhere”. There are: accounting, approval",
        ),
        ("right: {today: 0}", "right: {value: soon}", "form.checks.0.must.right.value: “soon” is not a date"),
        (
            "{value: off_budget}",
            "{value: of_budget}",
            "form.sections.1.fields.2.shown.right.value: There is no option “of_budget”",
        ),
        (
            "attribute: blocked",
            "attribute: bocked",
            "form.checks.1.must.left.attribute: The list has no attribute “bocked”",
        ),
        ("digits: 4", "digits: four", "numbering.digits: A whole number is expected here, not “four”."),
        ("schema: 1", "schema: 7", "schema: Schema 7 is newer than this installation reads (1)."),
        ("schema: 1", "skema: 1", "A package is a mapping that begins with “schema: 1”."),
    ],
)
def test_common_mistakes_are_named_exactly(old: str, new: str, said: str) -> None:
    assert old in INVOICE
    with pytest.raises(BadPackage) as refused:
        load_package(INVOICE.replace(old, new, 1))
    first = refused.value.findings[0]
    assert (f"{first.path}: {first.sentence()}" if first.path else first.sentence()).startswith(said)


def test_a_mistake_carries_its_line() -> None:
    line = INVOICE[: INVOICE.index("digits: 4")].count("\n") + 1
    with pytest.raises(BadPackage) as refused:
        load_package(INVOICE.replace("digits: 4", "digits: 44", 1))
    assert [finding.line for finding in refused.value.findings] == [line]


def test_answers_that_do_not_fit_are_refused() -> None:
    for answers, said in (
        ({"chain_end": "galaxy"}, "“galaxy” is not one of: company, legal_entity"),
        ({"remarks_before_payment": "maybe"}, "Answer true or false, not “maybe”."),
        ({"no_such": "x"}, "The package asks no question “no_such”."),
        ({"cfo_role": ""}, "Answer with a text of 1 to 200 characters."),
    ):
        with pytest.raises(BadPackage) as refused:
            load_package(INVOICE, answers)
        assert said in str(refused.value)


def test_an_answer_replaces_its_setting_everywhere() -> None:
    package = load_package(INVOICE, {"accounting_role": "treasurer", "remarks_before_payment": "false"})
    step = package.document.steps["accounting"]
    assert step.who.role == "treasurer"  # type: ignore[union-attr]
    assert step.remarks_settled is False
    assert "role: {setting" not in to_yaml(package.source).split("route:")[0].split("settings:")[1]
    assert package.settings["accounting_role"] == "treasurer"
    assert package.source == SOURCE
