"""Canonical bytes: equal values, equal bytes, on every machine."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.hashing import NotCanonical, canonical, digest

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


class Colour(Enum):
    RED = "red"


def test_one_value_of_each_kind() -> None:
    moscow = timezone(timedelta(hours=3))
    value = {
        "б": [Decimal("1.10"), Decimal("100"), Decimal("-0.00"), Decimal("1E+3")],
        "a": (True, None, 7, "ё", Colour.RED, date(2026, 3, 1)),
        "at": datetime(2026, 3, 1, 15, 30, tzinfo=moscow),
    }
    assert canonical(value).decode() == (
        '{"a":[true,null,7,"ё","red","2026-03-01"],"at":"2026-03-01T12:30:00.000000Z","б":["1.1","100","0","1000"]}'
    )


def test_the_digest_is_known() -> None:
    assert digest(canonical({})) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@pytest.mark.parametrize(
    "value",
    [1.5, datetime(2026, 3, 1), {1: "a"}, {"a": {2, 3}}, b"x", Decimal("NaN"), "\ud800", object()],  # noqa: DTZ001
)
def test_what_has_no_single_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@given(plain)
def test_the_order_of_keys_does_not_matter(value: object) -> None:
    def turned(one: object) -> object:
        if isinstance(one, dict):
            return {key: turned(one[key]) for key in reversed(one)}
        return [turned(item) for item in one] if isinstance(one, list) else one

    assert canonical(turned(value)) == canonical(value)


def test_one_moment_in_two_zones_is_one() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert canonical(noon) == canonical(noon.astimezone(timezone(timedelta(hours=5))))
