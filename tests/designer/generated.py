"""Documents made up by Hypothesis: every type of field, conditions, nested routes."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from designer.document.load import read_document
from designer.document.process import ProcessDocument
from tests.designer.samples import raw
from tests.designer.test_evaluate_fuzz import CONDITIONS, NUMBERS, OPERANDS

CODES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
TEXTS = LINES | st.dictionaries(st.sampled_from(["en", "ru", "tt"]), LINES, min_size=1)
OPTIONS = st.lists(st.fixed_dictionaries({"code": CODES, "label": TEXTS}), min_size=1, max_size=3)
EXTRAS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "text": {"max_length": st.integers(1, 500), "default": LINES},
    "long_text": {"max_length": st.integers(1, 20_000)},
    "number": {"min": NUMBERS, "max": NUMBERS, "default": NUMBERS, "unit_label": TEXTS},
    "money": {"currencies": st.lists(st.sampled_from(["RUB", "USD"]), min_size=1), "min": NUMBERS},
    "date": {},
    "datetime": {},
    "yes_no": {"default": st.booleans()},
    "choice": {},
    "choices": {"default": st.lists(CODES, max_size=2)},
    "item": {},
    "employee": {"roles": st.lists(LINES.filter(str.strip), max_size=2), "benefits": st.booleans()},
    "unit": {
        "kinds": st.lists(st.sampled_from(["branch", "team"]), max_size=2),
        "starts_route": st.booleans(),
    },
    "request": {"processes": st.lists(CODES, max_size=2)},
    "files": {
        "accept": st.lists(st.sampled_from(["pdf", "image"]), max_size=2),
        "max_count": st.integers(1, 50),
    },
    "computed": {},
}
NEEDED: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "item": {"catalog": CODES},
    "computed": {"result": st.sampled_from(["number", "money", "date", "text"]), "value": OPERANDS},
}
COMMON = {
    "help": TEXTS,
    "required": st.booleans() | CONDITIONS,
    "shown": CONDITIONS,
    "cleared_when": CONDITIONS,
}


def _fields(type_: str) -> st.SearchStrategy[dict[str, Any]]:
    needed = {"type": st.just(type_), "code": CODES, "label": TEXTS, **NEEDED.get(type_, {})}
    return st.fixed_dictionaries(needed, optional={**EXTRAS[type_], **COMMON})


FIELDS = st.sampled_from(sorted(EXTRAS)).flatmap(_fields)
SECTIONS = st.lists(
    st.fixed_dictionaries(
        {"code": CODES, "label": TEXTS, "fields": st.lists(FIELDS, min_size=1, max_size=4)}
    ),
    min_size=1,
    max_size=2,
)
PLAIN_WHO = st.sampled_from(
    [
        {"source": "direct_manager"},
        {"source": "managers_up", "until": {"unit_kind": "department"}},
        {"source": "managers_up", "until": {"limit": True}},
        {"source": "head_of", "unit": {"code": " HQ"}},
        {"source": "group", "role": "accountant", "unit": {"field": "payer"}},
        {"source": "employee", "employee": "00012"},
    ]
)
WHO = st.recursive(
    PLAIN_WHO,
    lambda inner: (
        st.builds(lambda of: {"source": "several", "of": of}, st.lists(inner, min_size=1, max_size=2))
        | st.builds(
            lambda when, who, rest: {
                "source": "first_of",
                "cases": [{"when": when, "who": who}],
                "otherwise": rest,
            },
            CONDITIONS,
            inner,
            inner,
        )
    ),
    max_leaves=3,
)
STEPS = st.fixed_dictionaries(
    {"step": CODES, "label": TEXTS, "stage": CODES, "who": WHO},
    optional={
        "how": st.sampled_from(["all", "any", "group"]),
        "when": CONDITIONS,
        "sees": st.lists(CODES, max_size=2),
        "due": st.builds(lambda hours: {"hours": hours}, st.integers(1, 99) | st.just("0.5")),
        "outcome_labels": st.dictionaries(st.sampled_from(["approve", "decline"]), TEXTS),
        "covers": st.builds(lambda fields: {"fields": fields}, st.none() | st.lists(CODES, max_size=2)),
        "notices": st.builds(lambda task: {"task": task}, TEXTS),
    },
)
NODES = st.recursive(
    STEPS,
    lambda inner: st.builds(
        lambda kind, code, paths: {
            kind: code,
            "paths": [{"code": f"p{at}", **path} for at, path in enumerate(paths)],
        },
        st.sampled_from(["branch", "parallel"]),
        CODES,
        st.lists(
            st.fixed_dictionaries({"steps": st.lists(inner, max_size=2)}, optional={"when": CONDITIONS}),
            min_size=2,
            max_size=3,
        ),
    ),
    max_leaves=4,
)
DOCUMENTS: st.SearchStrategy[ProcessDocument] = st.builds(
    lambda name, sections, route: read_document(raw(name=name, form={"sections": sections}, route=route)),
    TEXTS,
    SECTIONS,
    st.lists(NODES, min_size=1, max_size=3),
)
