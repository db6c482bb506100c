"""The designer's screens: who gets in, installing with a dry run, editing lists; refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from designer.models import CatalogItem, Process, ProcessVersion
from tests.designer.conftest import Staff
from tests.designer.samples import EVERYTHING, INVOICE

NASTY = "<script>alert(1)</script>{{ 7*7 }}"


@pytest.fixture
def designer(staff: Staff, client: Client) -> Client:
    client.force_login(staff.designer, backend="org.backends.EmployeeBackend")
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"designer:{name}", args=args)


def upload(client: Client, text: str | bytes) -> Any:
    content = text.encode() if isinstance(text, str) else text
    return client.post(url("install"), {"file": SimpleUploadedFile("package.yaml", content), "text": ""})


ADDRESSES = [
    ("processes",),
    ("install",),
    ("lists",),
    ("items", "suppliers"),
    ("new_item", "suppliers"),
    ("process", "everything"),
    ("export", "everything", 1),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_screen_is_there_for_designers_and_absent_for_others(
    everything: int, staff: Staff, designer: Client, address: tuple[Any, ...]
) -> None:
    assert designer.get(url(*address)).status_code == 200
    designer.force_login(staff.anna, backend="org.backends.EmployeeBackend")
    assert designer.get(url(*address)).status_code == 404


@pytest.mark.parametrize("address", [("confirm",), ("switch", "everything")])
def test_what_changes_something_is_never_done_by_looking(
    everything: int, designer: Client, address: tuple[Any, ...]
) -> None:
    assert designer.get(url(*address)).status_code == 405


def test_a_package_is_uploaded_looked_at_and_installed(staff: Staff, designer: Client) -> None:
    looked = upload(designer, INVOICE)
    assert looked.status_code == 200
    assert "New process “invoice”, version 1." in looked.content.decode()
    assert Process.objects.count() == 0
    answers = {
        f"s_{name}": value for name, value in looked.context["form"].answers().items() if value is not False
    }
    done = designer.post(
        url("confirm"), {**answers, "text": INVOICE, "s_chain_end": "branch", "note": NASTY, "install": "1"}
    )
    assert done.status_code == 302
    version = ProcessVersion.objects.get()
    assert (version.settings["chain_end"], version.note, version.created_by) == (
        "branch",
        NASTY,
        staff.designer,
    )
    page = designer.get(url("process", "invoice")).content.decode()
    assert "&lt;script&gt;" in page
    assert NASTY not in page


def test_looking_again_with_other_answers_changes_nothing(staff: Staff, designer: Client) -> None:
    posted = {"text": EVERYTHING, "look": "1"}
    assert designer.post(url("confirm"), posted).status_code == 200
    assert Process.objects.count() == 0


@pytest.mark.parametrize(
    ("package", "said"),
    [
        (INVOICE.replace("type: long_text", "type: poem"), "Unknown type “poem”"),
        (INVOICE.replace("code: invoice\n", f'code: "{NASTY}"\n', 1), "is no code"),
        ("", "Choose a file, or paste the text of a package."),
        ("a: [", "This is not YAML"),
        (b"\xff\xfe", "The package is not UTF-8 text."),
        ("x" * 1_000_001, "The package is too large: at most 1 MB."),
    ],
)
def test_a_bad_package_is_answered_on_the_page(designer: Client, package: str | bytes, said: str) -> None:
    answer = upload(designer, package)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert NASTY not in answer.content.decode()
    assert Process.objects.count() == 0


def test_a_bad_answer_is_said_and_the_package_is_not_lost(designer: Client) -> None:
    answer = designer.post(
        url("confirm"), {"text": EVERYTHING + "nonsense: 1", "install": "1", "note": "why"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no “nonsense” here." in page
    assert "nonsense: 1" in page
    assert 'value="why"' in page
    broken = designer.post(url("confirm"), {"text": "schema: x", "install": "1"})
    assert (broken.status_code, Process.objects.count()) == (422, 0)


def test_who_may_only_design_cannot_publish(everything: int, staff: Staff, designer: Client) -> None:
    assign_perm("design_process", staff.anna, Process.objects.get())
    designer.force_login(staff.anna, backend="org.backends.EmployeeBackend")
    changed = {"text": EVERYTHING.replace("label: Note,", "label: Remark,"), "install": "1"}
    assert designer.post(url("confirm"), changed).status_code in (403, 422)
    assert designer.post(url("switch", "everything"), {}).status_code == 403
    process = Process.objects.get()
    assert (process.current_version_id, process.is_active) == (everything, True)


def test_a_process_is_closed_and_its_package_exported(everything: int, designer: Client) -> None:
    assert designer.post(url("switch", "everything"), {"everyone_starts": "on"}).status_code == 302
    process = Process.objects.get()
    assert (process.is_active, process.everyone_starts) == (False, True)
    file = designer.get(url("export", "everything", 1))
    assert file["Content-Disposition"] == 'attachment; filename="everything-1.yaml"'
    assert file.content.decode().startswith("schema: 1\ncode: everything\n")
    assert designer.get(url("export", "everything", 2)).status_code == 404
    assert designer.get(url("process", "nothing")).status_code == 404


def test_an_item_is_added_and_changed_on_its_page(everything: int, designer: Client) -> None:
    typed = {
        "code": "bolt",
        "label_en": NASTY,
        "label_ru": "Болт",
        "a_rating": "4,5",
        "a_blocked": "on",
        "is_active": "on",
    }
    assert designer.post(url("new_item", "suppliers"), typed).status_code == 302
    item = CatalogItem.objects.get(code="bolt")
    assert (item.label, item.attributes) == ({"en": NASTY, "ru": "Болт"}, {"rating": "4.5", "blocked": True})
    page = designer.get(url("items", "suppliers") + "?q=БОЛТ").content.decode()
    assert "4.5" in page
    assert NASTY not in page
    assert (
        designer.post(
            url("item", "suppliers", item.pk), {**typed, "code": "other", "is_active": ""}
        ).status_code
        == 302
    )
    item.refresh_from_db()
    assert (item.code, item.is_active) == ("bolt", False)


def test_a_bad_item_is_said_at_its_field_and_nothing_typed_is_lost(everything: int, designer: Client) -> None:
    for typed, said in (
        ({"code": "bolt", "label_en": "Bolt", "a_rating": "many"}, "Enter a number in digits"),
        ({"code": "acme", "label_en": "Acme again"}, "There is an item with this code already."),
        ({"code": "bolt", "label_en": "", "a_rating": "5"}, "Fill this in."),
    ):
        answer = designer.post(url("new_item", "suppliers"), typed)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert all(f'value="{value}"' in answer.content.decode() for value in typed.values() if value)
    assert [one.code for one in CatalogItem.objects.all()] == ["acme"]


def test_an_item_of_another_list_is_absent(everything: int, designer: Client) -> None:
    item = CatalogItem.objects.get()
    assert designer.get(url("item", "suppliers", item.pk)).status_code == 200
    assert designer.get(url("item", "others", item.pk)).status_code == 404
    assert designer.get(url("item", "suppliers", item.pk + 1_000)).status_code == 404


def test_the_menu_of_a_plain_employee_has_no_processes(
    everything: int, staff: Staff, designer: Client
) -> None:
    def menu() -> list[str]:
        from designer.wagtail_hooks import add_entries

        items: list[Any] = []
        request = designer.get(url("lists")).wsgi_request
        add_entries(request, items)
        return [item.name for item in items]

    assert menu() == ["designer"]
    designer.force_login(staff.anna, backend="org.backends.EmployeeBackend")
    assert menu() == []
