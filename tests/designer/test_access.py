"""Who may start, design and publish a process."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from guardian.shortcuts import assign_perm

from designer.access import may, may_design_any, may_install, process_for, processes_with
from designer.actions import switch_process
from designer.errors import MayNotDesign, MayNotPublish, NoSuchProcess
from designer.models import Process
from designer.packages import install
from tests.designer.conftest import Staff
from tests.designer.samples import EVERYTHING, INVOICE


def test_everybody_active_starts_what_everybody_may_start(everything: int, staff: Staff) -> None:
    assert may(staff.anna, "start", "everything")
    assert not may(staff.gone, "start", "everything")
    switch_process(actor_id=None, code="everything", everyone_starts=False)
    assert not may(staff.anna, "start", "everything")
    assign_perm("start_process", staff.anna, Process.objects.get())
    assert may(staff.anna, "start", "everything")


def test_a_right_is_given_to_a_person_or_to_a_group(everything: int, staff: Staff) -> None:
    process, group = Process.objects.get(), Group.objects.create(name="designers")
    assert not may(staff.anna, "design", "everything")
    assign_perm("design_process", group, process)
    staff.anna.groups.add(group)
    assert may(staff.anna, "design", "everything")
    assert not may(staff.anna, "publish", "everything")
    assert may_design_any(staff.anna)
    assert not may_install(staff.anna)


def test_whoever_holds_the_right_as_a_whole_has_it_on_every_process(everything: int, staff: Staff) -> None:
    assert [one.code for one in processes_with(staff.designer, "design")] == ["everything"]
    assert may_install(staff.designer)
    assert not may_install(staff.gone)


def test_a_process_without_any_right_on_it_is_absent(everything: int, staff: Staff) -> None:
    switch_process(actor_id=None, code="everything", everyone_starts=False)
    with pytest.raises(NoSuchProcess):
        process_for(staff.anna, "everything", "design")
    assign_perm("start_process", staff.anna, Process.objects.get())
    with pytest.raises(MayNotDesign):
        process_for(staff.anna, "everything", "design")
    assert process_for(staff.anna, "everything", "start").code == "everything"


def test_a_new_version_needs_design_and_publish_on_the_process(everything: int, staff: Staff) -> None:
    changed = EVERYTHING.replace("label: Note,", "label: Remark,")
    assign_perm("design_process", staff.anna, Process.objects.get())
    with pytest.raises(MayNotPublish):
        install(text=changed, actor_id=staff.anna.pk)
    assert Process.objects.get().current_version_id == everything
    assign_perm("publish_process", staff.anna, Process.objects.get())
    assert install(text=changed, actor_id=staff.anna.pk).number == 2


def test_whoever_brings_a_process_in_holds_every_right_on_it(staff: Staff) -> None:
    install(text=INVOICE, actor_id=staff.designer.pk)
    staff.designer.user_permissions.clear()
    assert [may(staff.designer, right, "invoice") for right in ("start", "design", "publish")] == [
        True,
        True,
        True,
    ]


def test_only_who_may_publish_opens_and_closes_a_process(everything: int, staff: Staff) -> None:
    with pytest.raises(MayNotPublish):
        switch_process(actor_id=staff.anna.pk, code="everything", is_active=False)
    assert Process.objects.get().is_active
    switch_process(actor_id=staff.designer.pk, code="everything", is_active=False)
    assert not Process.objects.get().is_active
