"""Two people edit the company at the same moment, with real threads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread
from typing import cast

import pytest
from django.db import connection

from common.errors import PlacetError
from org import ports
from org.actions import save_unit
from org.models import OrgChange, OrgRevision, Unit
from org.records import Company, UnitRecord

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quiet(told: object) -> None:
    for code, parent in (("HQ", None), ("A", "HQ"), ("B", "HQ")):
        kind = "company" if parent is None else "division"
        save_unit(actor_id=None, record=UnitRecord(code, code, kind, parent))


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Run all acts together; the names of the errors that came."""
    barrier, came = Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        try:
            barrier.wait()
            act()
        except PlacetError as error:
            came.append(type(error).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_two_moves_cannot_make_a_circle_together() -> None:  # ROUTING 12
    a, b = (cast(UnitRecord, Company().unit(code)) for code in "AB")
    came = at_once(
        lambda: save_unit(actor_id=None, record=replace(a, parent="B")),
        lambda: save_unit(actor_id=None, record=replace(b, parent="A")),
    )
    assert came == ["Refused"]
    parents = dict(Unit.objects.values_list("code", "parent__code"))
    assert sorted([parents["A"], parents["B"]]) in (["A", "HQ"], ["B", "HQ"])


def test_of_two_who_edit_the_same_unit_the_second_is_told() -> None:
    seen = cast(UnitRecord, Company().unit("A"))
    came = at_once(
        lambda: save_unit(actor_id=None, record=replace(seen, name="X"), seen=seen),
        lambda: save_unit(actor_id=None, record=replace(seen, name="Y"), seen=seen),
    )
    assert came == ["ChangedMeanwhile"]
    assert OrgChange.objects.filter(code="A", verb="changed").count() == 1


def test_edits_of_different_units_all_count() -> None:
    before = OrgRevision.objects.get().number
    a, b = (cast(UnitRecord, Company().unit(code)) for code in "AB")
    came = at_once(
        lambda: save_unit(actor_id=None, record=replace(a, name="X"), seen=a),
        lambda: save_unit(actor_id=None, record=replace(b, name="Y"), seen=b),
    )
    assert came == []
    assert OrgRevision.objects.get().number == before + 2


def test_a_port_that_fails_takes_the_change_back() -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError

    with ports.org_changed.bound_to(fail), pytest.raises(RuntimeError):
        save_unit(actor_id=None, record=UnitRecord("C", "C", "team", "HQ"))
    assert not Unit.objects.filter(code="C").exists()
