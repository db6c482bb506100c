"""Lists and their items: added, changed, deactivated, never deleted."""

from __future__ import annotations

from typing import Any

import pytest

from designer.actions import save_catalog, save_item
from designer.errors import CatalogNeverDeleted, ItemRefused, MayNotEditLists, NoSuchCatalog
from designer.models import Catalog, CatalogItem
from tests.designer.conftest import Staff


def save(actor: Any = None, **changes: Any) -> int:
    item = {"catalog": "suppliers", "code": "bolt", "label": {"en": "Bolt", "ru": "Болт"}, "attributes": {}}
    return save_item(actor_id=actor and actor.pk, **{**item, **changes})


def test_an_item_is_added_and_changed(everything: int, staff: Staff) -> None:
    first = save(staff.designer, attributes={"rating": "4,5", "since": "1.2.2026", "blocked": "on"})
    item = CatalogItem.objects.get(pk=first)
    assert item.attributes == {"rating": "4.5", "since": "2026-02-01", "blocked": True}
    assert (item.search_key, item.sort_key) == ("bolt bolt болт 4.5 2026-02-01", "болт")
    assert save(attributes={"rating": ""}, is_active=False) == first
    item.refresh_from_db()
    assert item.attributes == {"since": "2026-02-01", "blocked": True}
    assert not item.is_active


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({"label": ""}, "label"),
        ({"label": {"english": "x"}}, "label"),
        ({"label": "a\x00b"}, "label"),
        ({"code": "x" * 61}, "code"),
        ({"code": " "}, "code"),
        ({"attributes": {"rating": "many"}}, "rating"),
        ({"attributes": {"colour": "red"}}, "colour"),
    ],
)
def test_a_bad_value_is_said_at_its_place_and_nothing_is_saved(
    everything: int, changes: dict[str, Any], at: str
) -> None:
    with pytest.raises(ItemRefused) as refused:
        save(**changes)
    assert list(refused.value.fields) == [at]
    assert [one.code for one in CatalogItem.objects.all()] == ["acme"]


def test_only_designers_edit_lists(everything: int, staff: Staff) -> None:
    with pytest.raises(MayNotEditLists):
        save(staff.anna)
    with pytest.raises(MayNotEditLists):
        save_catalog(actor_id=staff.anna.pk, code="new", name="New", attributes=[])
    assert (Catalog.objects.count(), CatalogItem.objects.count()) == (1, 1)


def test_an_item_of_no_list_is_refused(everything: int) -> None:
    with pytest.raises(NoSuchCatalog):
        save(catalog="nowhere")


def test_a_list_is_added_and_gains_attributes_that_keep_their_type(everything: int) -> None:
    colour = {"code": "colour", "label": "Colour", "type": "text"}
    save_catalog(actor_id=None, code="cars", name={"en": "Cars"}, attributes=[colour])
    doors = {"code": "doors", "label": "Doors", "type": "number"}
    save_catalog(actor_id=None, code="cars", name="Cars", attributes=[doors])
    assert [one["code"] for one in Catalog.objects.get(code="cars").attributes] == ["colour", "doors"]
    with pytest.raises(ItemRefused) as refused:
        save_catalog(actor_id=None, code="cars", name="Cars", attributes=[{**colour, "type": "number"}])
    assert refused.value.fields == {"colour": ["An attribute keeps its type."]}
    with pytest.raises(ItemRefused):
        save_catalog(actor_id=None, code="Bad Code", name="X", attributes=[])


def test_an_item_is_never_deleted(everything: int) -> None:
    with pytest.raises(CatalogNeverDeleted):
        CatalogItem.objects.get().delete()
    assert CatalogItem.objects.count() == 1
