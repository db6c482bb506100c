"""Reads of the designer: versions from memory, processes of the menu, items of lists."""

from __future__ import annotations

from typing import Any

import pytest

from designer.actions import save_item, switch_process
from designer.errors import NoSuchVersion
from designer.models import Process
from designer.packages import install
from designer.queries import (
    active_items,
    document_of,
    forget_versions,
    item_label,
    item_labels,
    items,
    live_version,
    menu_processes,
    offered_items,
    startable_processes,
)
from tests.designer.conftest import Staff
from tests.designer.samples import EVERYTHING, INVOICE


def test_a_version_is_read_once(everything: int, django_assert_num_queries: Any) -> None:
    forget_versions()
    with django_assert_num_queries(1):
        first = document_of(everything)
        assert document_of(everything) is first
    with pytest.raises(NoSuchVersion):
        document_of(everything + 1_000_000)


def test_new_requests_get_the_current_version_of_an_active_process(everything: int) -> None:
    found = live_version("everything")
    assert found is not None
    assert found.pk == everything
    newer = install(text=EVERYTHING.replace("label: Note,", "label: Remark,"))
    found = live_version("everything")
    assert found is not None
    assert (found.pk, found.number) == (newer.version_id, 2)
    switch_process(actor_id=None, code="everything", is_active=False)
    assert live_version("everything") is None
    assert live_version("nothing") is None


def test_the_menu_shows_what_is_live_and_marked(staff: Staff) -> None:
    install(text=INVOICE)
    install(text=EVERYTHING.replace("code: everything", "code: everything\nin_menu: false", 1))
    Process.objects.create(code="unpublished", name="Unpublished")
    assert [one.code for one in menu_processes()] == ["invoice"]
    assert [one.code for one in startable_processes(staff.anna)] == ["everything", "invoice"]
    assert list(startable_processes(staff.gone)) == []


def test_items_are_read_with_their_attributes_in_one_query(
    everything: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = items({("suppliers", "acme"), ("suppliers", "nobody"), ("nowhere", "acme")})
    assert found == {("suppliers", "acme"): {"blocked": False, "rating": "4.5"}}
    with django_assert_num_queries(1):
        assert item_labels({("suppliers", "acme")}, "ru") == {("suppliers", "acme"): "Acme"}
    assert item_label("suppliers", "nobody", "en") is None


def test_an_inactive_item_keeps_its_attributes_and_is_not_offered(everything: int) -> None:
    document = document_of(everything)
    assert active_items(document, {"supplier": "acme"}) == {("suppliers", "acme")}
    save_item(actor_id=None, catalog="suppliers", code="acme", label="Acme", attributes={}, is_active=False)
    assert active_items(document, {"supplier": "acme", "note": "x"}) == frozenset()
    assert items({("suppliers", "acme")}) == {("suppliers", "acme"): {"blocked": False, "rating": "4.5"}}
    assert offered_items("suppliers") == []


def test_items_are_found_by_code_label_and_attribute_whatever_the_letters(staff: Staff) -> None:
    install(text=INVOICE)
    codes = {
        typed: [one.code for one in offered_items("suppliers", typed)]
        for typed in ("s-004", "МЕДИА", "2310000093", "ооо офис", "%")
    }
    assert codes == {
        "s-004": ["S-004"],
        "МЕДИА": ["S-004"],
        "2310000093": ["S-009"],
        "ооо офис": ["S-002"],
        "%": [],
    }
    assert len(offered_items("suppliers")) == 10
    assert [one.text("ru") for one in offered_items("cash_flow_items", "реклама")] == ["Реклама и маркетинг"]
