"""Several seal at the same moment: each anchor follows from the one before, under one key."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.history import anchor
from tests.flows.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_anchors_written_at_once_follow_from_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACET_ANCHORS", str(tmp_path / "anchors"))
    monkeypatch.delenv("PLACET_ANCHOR_KEY", raising=False)
    assert at_once(*[anchor.write] * 5) == [None] * 5
    checked = anchor.check_anchors(lambda name: True)
    assert [one.anchor.number for one in checked if one.anchor] == [1, 2, 3, 4, 5]
    assert [one.findings for one in checked] == [()] * 5
    assert len(anchor.key()) > 40
    assert sorted(path.name for path in (tmp_path / "anchors").glob("key*")) == ["key"]
