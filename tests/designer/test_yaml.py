"""YAML: only what packages need, nothing guessed, nothing executed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document.findings import BadPackage
from designer.document.yaml_text import MOST_BYTES, has_control, read_yaml, write_yaml

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t \"'#:-|>&*!%@`{}[],?~")
)
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | TEXTS
    | st.sampled_from(["yes", "010", "1e3", "null", "~", "=", "<<"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(PLAIN)
def test_what_is_written_is_read_the_same(value: object) -> None:
    assert read_yaml(write_yaml(value)).value == value  # type: ignore[arg-type]


def test_only_true_false_null_and_whole_numbers_are_more_than_text() -> None:
    text = "[true, FALSE, null, ~, 5, -7, 1.50, 010, yes, 2026-11-21, 1e3, 0x10, 1_000, 12:30, '5']"
    expected = [
        True,
        False,
        None,
        None,
        5,
        -7,
        "1.50",
        "010",
        "yes",
        "2026-11-21",
        "1e3",
        "0x10",
        "1_000",
        "12:30",
        "5",
    ]
    assert read_yaml(text).value == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a: 1\nb: 2\na: 3", "a (line 3): “a” is given twice."),
        ("a: {b: 1, b: 2}", "a.b (line 1): “b” is given twice."),
        ("a: &x [1]\nb: *x", "a (line 1): Anchors and aliases"),
        ("a: !!python/object/apply:os.system [ls]", "a (line 1): Tags (“tag:yaml.org,2002:python"),
        ("a: !!binary aGk=", "a (line 1): Tags"),
        ("[" * 60, "More than 50 levels"),
        ("{" * 200_000, "A name on the left of a colon is a text."),
        ('a: "\\0"', "a (line 1): The text contains control characters."),
        ("", "The package is empty."),
        ("a: [1", "This is not YAML: did not find expected"),
        ("a: 1\n---\nb: 2", "One package in a file"),
        ("? [1]\n: 2", "A name on the left of a colon is a text."),
        ("a:\n- b\n  - c: d: e", "This is not YAML: mapping values are not allowed"),
        ("- 1\n" * 70_000, "More than 60000 values."),
    ],
)
def test_what_packages_do_not_use_is_refused_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(BadPackage) as refused:
        read_yaml(text)
    assert sentence in str(refused.value)
    assert len(refused.value.findings) == 1


def test_bytes_that_are_no_text_and_too_many_bytes_are_refused() -> None:
    for content, sentence in (
        (b"\xff\xfe\x00", "not UTF-8"),
        (b" " * (MOST_BYTES + 1), "larger than 1,000,000"),
    ):
        with pytest.raises(BadPackage) as refused:
            read_yaml(content)
        assert sentence in str(refused.value)
    assert read_yaml(b"\xef\xbb\xbfa: 1").value == {"a": 1}


@settings(deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    try:
        value = read_yaml(text).value
    except BadPackage as refused:
        assert refused.findings
        return
    assert not has_control(repr(value))
