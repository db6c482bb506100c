"""Who may start, design and publish which process: the only door for screens of this application.

guardian holds the rights on one process, given to people or groups. The same permission held as a whole
(through a group or directly) is the right on every process; `add_process` is the right to bring in new
ones and to edit lists."""

from __future__ import annotations

from typing import Any, Literal

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import BigIntegerField, Exists, Q, QuerySet
from django.db.models.functions import Cast
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm

from designer.errors import (
    MayNotDesign,
    MayNotEditLists,
    MayNotInstall,
    MayNotPublish,
    MayNotStart,
    NoSuchProcess,
)
from designer.models import Process
from org.access import auditors_only, edit_scope, may_read
from org.ledger import note
from org.models import Employee

Right = Literal["start", "design", "publish"]
RIGHTS: tuple[Right, ...] = ("start", "design", "publish")
_REFUSALS = {"start": MayNotStart, "design": MayNotDesign, "publish": MayNotPublish}


def processes_with(user: Employee | int, right: Right) -> QuerySet[Process]:
    """The processes on which the user holds the right; one statement when evaluated. Everybody active may
    start what `everyone_starts`, but for those who are auditors and nothing else: they need a right of their
    own."""
    user_id = _id(user)
    codename = f"{right}_process"
    granted = Q(pk__in=_direct(user_id, codename)) | Q(pk__in=_by_group(user_id, codename))
    granted |= Q(Exists(_everywhere(user_id, codename)))
    if right == "start":
        granted |= Q(everyone_starts=True) & ~Q(Exists(auditors_only().filter(pk=user_id)))
    active = Employee.objects.filter(pk=user_id, is_active=True)
    return Process.objects.filter(granted).filter(Exists(active))


def may(user: Employee | int, right: Right, process: str) -> bool:
    """Does the user hold the right on the process with this code?"""
    return processes_with(user, right).filter(code=process).exists()


def starts_nothing(user: Any) -> bool:
    """Whether he is an auditor and nothing else, and no right to start was given to him by name. Kept on the
    user object; no statement for whoever does not see everything."""
    if not isinstance(user, Employee) or edit_scope(user) or not may_read(user):
        return False
    kept: bool | None = getattr(user, "_starts_nothing", None)
    if kept is None:
        only = auditors_only().filter(pk=user.pk).exists()
        kept = user._starts_nothing = only and not processes_with(user, "start").exists()  # type: ignore[attr-defined]
    return kept


def may_install(user: Employee | int) -> bool:
    """May he bring in processes that are not there yet, and lists?"""
    user_id = _id(user)
    active = Employee.objects.filter(pk=user_id, is_active=True)
    return active.filter(Exists(_everywhere(user_id, "add_process"))).exists()


def may_design_any(user: Any) -> bool:
    """May he design some process, or bring in new ones? Every page of the shell asks, to make the menu: one
    statement, kept on the user object, which lives as long as a request."""
    kept: bool | None = getattr(user, "_may_design_any", None)
    if kept is None:
        user_id = _id(user)
        right = Exists(_everywhere(user_id, "add_process")) | Exists(_everywhere(user_id, "design_process"))
        right |= Exists(_direct(user_id, "design_process")) | Exists(_by_group(user_id, "design_process"))
        kept = Employee.objects.filter(pk=user_id, is_active=True).filter(right).exists()
        if not isinstance(user, int):
            user._may_design_any = kept
    return kept


def process_for(user: Employee | int, code: str, right: Right) -> Process:
    """The process, if the user holds the right. One that he may not start, design or publish at all is
    absent for him. Raises NoSuchProcess, or the refusal of that right."""
    found = processes_with(user, right).filter(code=code).first()
    if found is not None:
        return found
    if any(may(user, other, code) for other in RIGHTS if other != right):
        raise _REFUSALS[right]
    raise NoSuchProcess


def require_install(actor_id: int | None, process: Process | None) -> None:
    """A new process needs the right to bring in processes; a known one design and publish. `actor_id` None
    is the installation itself (a command). Raises MayNotInstall, MayNotDesign, MayNotPublish."""
    if actor_id is None:
        return
    if process is None:
        if not may_install(actor_id):
            raise MayNotInstall
        return
    for right in ("design", "publish"):
        if not may(actor_id, right, process.code):
            raise _REFUSALS[right]


def require_lists(actor_id: int | None) -> None:
    """Lists are edited by whoever designs processes. Raises MayNotEditLists."""
    if actor_id is not None and not may_design_any(actor_id):
        raise MayNotEditLists


def grant_all(employee: Employee, process: Process, actor_id: int | None = None) -> None:
    """Whoever brought a process in may start, design and publish it. Requires an open transaction."""
    for right in RIGHTS:
        assign_perm(f"{right}_process", employee, process)
    note(
        "process_right",
        f"{process.code} / {employee.code}",
        "granted",
        actor_id=actor_id,
        changes={"rights": ([], list(RIGHTS))},
    )


@transaction.atomic(durable=True)
def grant_everywhere(*, employee: Employee, actor_id: int | None = None, source: str = "command") -> None:
    """He may start, design and publish every process, bring in new ones and edit lists. For commands only;
    repeatable."""
    wanted = Permission.objects.filter(content_type__app_label="designer")
    held = set(employee.user_permissions.filter(content_type__app_label="designer"))
    missing = [one for one in wanted if one not in held]
    if missing:
        employee.user_permissions.add(*missing)
        names = [sorted(one.codename for one in held), sorted(one.codename for one in wanted)]
        note(
            "process_right",
            f"* / {employee.code}",
            "granted",
            actor_id=actor_id,
            changes={"rights": names},
            source=source,
        )


def _id(user: Employee | int) -> int:
    return user if isinstance(user, int) else int(user.pk)


def _direct(user_id: int, codename: str) -> QuerySet[UserObjectPermission]:
    rows = UserObjectPermission.objects.filter(user_id=user_id, **_permission(codename))
    return rows.values(pk_=Cast("object_pk", BigIntegerField()))


def _by_group(user_id: int, codename: str) -> QuerySet[GroupObjectPermission]:
    rows = GroupObjectPermission.objects.filter(group__user=user_id, **_permission(codename))
    return rows.values(pk_=Cast("object_pk", BigIntegerField()))


def _permission(codename: str) -> dict[str, str]:
    return {
        "permission__codename": codename,
        "permission__content_type__app_label": "designer",
        "permission__content_type__model": "process",
    }


def _everywhere(user_id: int, codename: str) -> QuerySet[Permission]:
    return Permission.objects.filter(
        Q(user=user_id) | Q(group__user=user_id),
        codename=codename,
        content_type__app_label="designer",
        content_type__model="process",
    )
