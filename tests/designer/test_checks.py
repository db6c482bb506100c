"""Checks across a document: each mistake is found at its path, and a good document has none."""

from __future__ import annotations

from typing import Any

import pytest

from designer.document.checks import check
from designer.document.load import load_source, read_document
from tests.designer.samples import INVOICE, RAW, raw

STEP: dict[str, Any] = RAW["route"][0]
BLIND = {**STEP, "sees": ["count"]}
FORM_OK = RAW["form"]
PRINTED: dict[str, Any] = {"code": "d", "label": "D", "kind": "approval_sheet"}


def found(**changes: Any) -> dict[str, str]:
    """The sentences by path."""
    return {one.path: one.sentence() for one in check(read_document(raw(**changes)))}


def form(*fields: dict[str, Any], checks: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    labelled = [{"label": "L", **one} for one in fields]
    return {"sections": [{"code": "main", "label": "M", "fields": labelled}], "checks": checks or []}


def path(code: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"code": code, "steps": list(steps), **more}


def test_good_documents_have_no_findings() -> None:
    assert found() == {}
    assert load_source(raw()).settings == {}
    assert INVOICE


@pytest.mark.parametrize(
    ("changes", "at", "said"),
    [
        ({"stage_of_draft": "x"}, "stage_of_draft", "There is no stage “x”. There are: only."),
        ({"numbering": {"pattern": "N-{year}"}}, "numbering.pattern", "The pattern of numbers needs {seq}."),
        ({"numbering": {"pattern": "N-{seq}"}}, "numbering.pattern", "The pattern needs {year}, since"),
        (
            {"numbering": {"pattern": "{year}{seq}", "series": "kind"}},
            "numbering.pattern",
            "The pattern needs {series}",
        ),
        ({"numbering": {"pattern": "{year}{seq}{series}"}}, "numbering.pattern", "The pattern uses {series}"),
        (
            {"numbering": {"pattern": "{year}{seq}{series}", "series": "kind"}},
            "numbering.series",
            "The field “kind” must be",
        ),
        (
            {"numbering": {"pattern": "{year}{seq}{series}", "series": "day"}},
            "numbering.series",
            "The field “day” is of type",
        ),
        (
            {"parts": {"amount": "count"}},
            "parts.amount",
            "The field “count” is of type number; expected here: money.",
        ),
        ({"parts": {"title": "scans"}}, "parts.title", "The field “scans” is of type files"),
        ({"parts": {"summary": ["x"]}}, "parts.summary.0", "There is no field “x”."),
        ({"parts": {"marks": ["x"]}}, "parts.marks.0", "There is no field “x”."),
        ({"parts": {"summary": ["day"]}, "route": [BLIND]}, "parts.summary.0", "Lists show “day” to"),
        ({"parts": {"title": "note"}, "route": [BLIND]}, "parts.title", "Lists show “note” to"),
        ({"parts": {"amount": "amount"}, "route": [BLIND]}, "parts.amount", "Lists show “amount” to"),
        ({"owner": {"source": "requester"}}, "owner", "The requester cannot be asked here"),
        (
            {"fallback_approvers": [{"source": "several", "of": [{"source": "requester"}]}]},
            "fallback_approvers.0",
            "The requester",
        ),
        (
            {"documents": [{"code": "d", "label": "D", "kind": "approval_sheet", "after": "x"}]},
            "documents.0.after",
            "There is no step",
        ),
        ({"documents": [{**PRINTED, "annex_to": "note"}]}, "documents.0.annex_to", "The field “note” is of"),
        ({"documents": [{**PRINTED, "intro": "{x}"}]}, "documents.0.intro", "“{x}” stands for nothing."),
        (
            {"documents": [{**PRINTED, "title": {"en": "{0.__class__}", "ru": "{number}"}}]},
            "documents.0.title.en",
            "“{0.__class__}” stands for nothing.",
        ),
        (
            {"settings": [{"code": "s", "label": "S", "type": "choice", "default": "x"}]},
            "settings.s",
            "A setting of type choice",
        ),
        ({"due": {"hours": 8, "urgent_hours": 2}}, "due.urgent_hours", "An urgent due time needs a field"),
        (
            {"catalogs": [{"code": "suppliers", "label": "S"}, {"code": "suppliers", "label": "S"}]},
            "catalogs",
            "The code “suppliers”",
        ),
    ],
)
def test_mistakes_beside_form_and_route(changes: dict[str, Any], at: str, said: str) -> None:
    assert found(**changes)[at].startswith(said)


@pytest.mark.parametrize(
    ("field", "at", "said"),
    [
        ({"code": "requester", "type": "text"}, "code", "The code “requester” is reserved."),
        (
            {"code": "x", "type": "number", "min": 5, "max": 4},
            "min",
            "The least (5) is more than the most (4).",
        ),
        ({"code": "x", "type": "files", "min_count": 5, "max_count": 4}, "min_count", "The least (5)"),
        (
            {"code": "x", "type": "number", "default": "1.234"},
            "default",
            "The default does not fit the field.",
        ),
        (
            {"code": "x", "type": "text", "max_length": 3, "default": "long"},
            "default",
            "The default does not fit",
        ),
        (
            {"code": "x", "type": "choice", "options": [{"code": "a", "label": "A"}], "default": "b"},
            "default",
            "The default",
        ),
        (
            {"code": "x", "type": "item", "catalog": "nowhere"},
            "catalog",
            "There is no list “nowhere”. There are: suppliers.",
        ),
        (
            {"code": "x", "type": "text", "asked_of": "steps"},
            "asked_of",
            "“x” is asked of steps, but no step edits it.",
        ),
        (
            {"code": "x", "type": "text", "shown": {"field": "y", "filled": True}},
            "shown.field",
            "There is no field “y”.",
        ),
        (
            {"code": "x", "type": "computed", "result": "date", "value": {"number": 1}},
            "value",
            "This gives number, not date.",
        ),
        (
            {"code": "x", "type": "computed", "result": "number", "value": {"field": "x"}},
            "value",
            "“x” is computed from itself.",
        ),
    ],
)
def test_mistakes_of_a_field(field: dict[str, Any], at: str, said: str) -> None:
    assert found(form=form(field))[f"form.sections.0.fields.0.{at}"].startswith(said)


def compared(left: dict[str, Any], op: str, right: dict[str, Any]) -> dict[str, str]:
    """What is wrong with this comparison, by the path inside it."""
    check_ = {"code": "c", "field": "note", "message": "M", "must": {"left": left, "op": op, "right": right}}
    sentences = found(form={**FORM_OK, "checks": [check_]})
    return {one.removeprefix("form.checks.0.must").lstrip("."): said for one, said in sentences.items()}


@pytest.mark.parametrize(
    ("left", "op", "right", "at", "said"),
    [
        ({"field": "note"}, "eq", {"field": "amount"}, "", "text cannot be compared with money by “eq”."),
        ({"field": "amount"}, "gt", {"number": 1}, "", "money cannot be compared with number"),
        ({"field": "note"}, "lt", {"value": "z"}, "", "text cannot be compared with written by “lt”."),
        ({"field": "urgent"}, "eq", {"value": "yes"}, "", "yes_no cannot be compared with written"),
        ({"field": "kind"}, "in", {"value": "a"}, "right", "On the right of “in” stands a list"),
        ({"field": "kind"}, "eq", {"value": ["a"]}, "", "Several values stand only on the right"),
        (
            {"field": "kind"},
            "in",
            {"value": ["a", "c"]},
            "right.value.1",
            "There is no option “c”. There are: a, b.",
        ),
        ({"field": "scans"}, "eq", {"field": "scans"}, "", "files cannot be compared with files"),
        ({"count_of": "note"}, "eq", {"number": 1}, "left.count_of", "Only files and options can be counted"),
        (
            {"item": "note", "attribute": "x"},
            "eq",
            {"number": 1},
            "left.item",
            "The field “note” is of type text",
        ),
        (
            {"calc": "add", "of": [{"field": "day"}, {"field": "day"}]},
            "eq",
            {"today": 1},
            "left.of.1",
            "date and date do not add.",
        ),
        (
            {"others": "everything", "days": 3, "total": "amount"},
            "gt",
            {"number": 1},
            "left.total",
            "The field “amount” is money",
        ),
        (
            {"others": "everything", "days": 3, "total": "note"},
            "gt",
            {"number": 1},
            "left.total",
            "Only numbers and money",
        ),
    ],
)
def test_comparisons_of_what_cannot_be_compared(
    left: dict[str, Any], op: str, right: dict[str, Any], at: str, said: str
) -> None:
    assert compared(left, op, right)[at].startswith(said)


def test_a_person_is_an_employee() -> None:
    must = {"person": "note", "holds_role": ["cfo"]}
    check_ = {"code": "c", "field": "note", "message": "M", "must": must}
    sentences = found(form={**FORM_OK, "checks": [check_]})
    assert sentences == {"form.checks.0.must.person": "The field “note” is of type text, not an employee."}


@pytest.mark.parametrize(
    ("changes", "at", "said"),
    [
        ({"how": "quorum"}, "quorum", "“how: quorum” needs “quorum”"),
        ({"quorum": 2}, "quorum", "“quorum” is given only with"),
        ({"how": "group"}, "who", "“how: group” needs a group"),
        ({"who": {"source": "requester"}}, "who", "The requester cannot be asked here"),
        (
            {"who": {"source": "field", "field": "note"}},
            "who.field",
            "The field “note” is of type text; expected here: employee.",
        ),
        ({"who": {"source": "head_of", "unit": {}}}, "who.unit", "Give exactly one of: start, field, code."),
        ({"who": {"source": "head_of", "unit": {"field": "x"}}}, "who.unit.field", "There is no field “x”."),
        (
            {"who": {"source": "managers_up", "until": {"limit": True}}},
            "who.until.limit",
            "A limit needs an amount",
        ),
        (
            {"who": {"source": "group", "role": "cfo"}, "how": "group"},
            "who",
            "A group is either a role with a unit",
        ),
        ({"outcomes": ["decline"]}, "outcomes", "An approval offers “approve”."),
        ({"outcomes": ["approve", "complete"]}, "outcomes", "“complete” is offered only by work."),
        ({"kind": "work"}, "outcomes", "Work offers “complete”."),
        (
            {"kind": "work", "outcomes": ["complete"], "final": True},
            "final",
            "Only an approval can be final.",
        ),
        ({"carries_out": True}, "carries_out", "Only work carries out"),
        (
            {"outcome_labels": {"complete": "Paid"}},
            "outcome_labels.complete",
            "“complete” has a label but is not offered.",
        ),
        ({"must_fill": ["note"]}, "must_fill.0", "“note” must be filled in here, so it is edited here too."),
        ({"edits": ["total"]}, "edits.0", "“total” is computed: nobody edits it."),
        ({"covers": {"fields": ["x"]}}, "covers.fields.0", "There is no field “x”."),
        ({"sees": ["x"]}, "sees.0", "There is no field “x”."),
    ],
)
def test_mistakes_of_a_step(changes: dict[str, Any], at: str, said: str) -> None:
    assert found(route=[{**STEP, **changes}])[f"route.0.{at}"].startswith(said)


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = {**STEP, "step": f"s{depth}"}
    for level in range(depth):
        node = {"branch": f"b{level}", "paths": [path("p", node)]}
    return node


def test_branches_nest_to_depth_three() -> None:
    assert found(route=[nested(3)]) == {}
    sentences = found(route=[nested(4)])
    assert sentences == {"route.0" + ".paths.0.steps.0" * 3: "Branches and parallel parts nest to depth 3."}


def test_a_branch_has_a_last_path_for_what_is_left() -> None:
    when = {"field": "urgent", "filled": True}
    every = {"branch": "b", "paths": [path("one", when=when), path("two", when=when)]}
    early = {"branch": "c", "paths": [path("one"), path("two", STEP)]}
    sentences = found(route=[every, early])
    assert sentences["route.0.paths.1"].startswith("The last path of a branch has no condition")
    assert sentences["route.1.paths.0"].startswith("Only the last path of a branch has no condition")


def test_codes_are_used_once_and_one_approval_is_final() -> None:
    final = {**STEP, "final": True}
    ways = {
        "branch": "b",
        "paths": [
            path("p", {**final, "step": "one"}, when={"field": "urgent", "filled": True}),
            path("q", {**final, "step": "two"}),
        ],
    }
    assert found(route=[ways]) == {}
    assert found(route=[ways, {**final, "step": "three"}]) == {
        "route.1.final": "“three” is final, and so is another step on the same way."
    }
    assert found(route=[STEP, STEP]) == {"route": "The code “boss” is used twice."}
