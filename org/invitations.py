"""One-time links by which people set their password."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from common import clock
from org.access import holds_rights, require_edit, scope
from org.devices import apply_shut_out
from org.errors import (
    EmployeeInactive,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    MayNotEditCompany,
    NoSuchRecord,
    Refused,
)
from org.ledger import lock_company, note
from org.models import Employee, Invitation
from org.models.rules import Right
from org.records import Company

VALID_FOR = timedelta(days=7)


@transaction.atomic(durable=True)
def invite(*, actor_id: int | None, code: str) -> str:
    """Make a one-time link for an employee and return its token, which is stored nowhere. Earlier links of
    his stop working. Whoever already has a password or holds rights is invited only by somebody with a
    right over everything, else the link would be a way into his account."""
    lock_company()
    employee = _locked(code)
    _require_invite(actor_id, employee)
    if not employee.is_active:
        raise EmployeeInactive(name=employee.name)
    employee.invitations.filter(used=None, revoked=False).update(revoked=True)
    apply_shut_out([code])
    token = secrets.token_urlsafe(32)
    now = clock.now()
    Invitation.objects.create(
        employee=employee,
        token_hash=_hash(token),
        created=now,
        created_by_id=actor_id,
        expires=now + VALID_FOR,
    )
    note("employee", code, "invited", actor_id=actor_id, source="screen")
    return token


def _locked(code: str) -> Employee:
    found = Employee.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise NoSuchRecord
    return found


def _require_invite(actor_id: int | None, employee: Employee) -> None:
    if actor_id is None or scope(actor_id, Right.EDIT_COMPANY).everything:
        return
    if employee.has_usable_password() or holds_rights(employee.pk):
        raise MayNotEditCompany
    require_edit(actor_id, "employee", Company().employee(employee.code))


def invited(token: str) -> Employee:
    """Whom the link was made for. Changes nothing: mail scanners follow links too. Raises
    `InvitationUnknown`, `InvitationUsed`, `InvitationExpired`."""
    return _valid(
        Invitation.objects.select_related("employee").filter(token_hash=_hash(token)).first()
    ).employee


@transaction.atomic(durable=True)
def accept_invitation(*, token: str, password: str) -> Employee:
    """Set the password and use the link up. Raises what `invited` raises, and `Refused` for a weak one."""
    lock_company()
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("employee")
    found = _valid(rows.filter(token_hash=_hash(token)).first())
    employee = found.employee
    try:
        validate_password(password, employee)
    except ValidationError as error:
        raise Refused({"password": error.messages}) from error
    employee.set_password(password)
    employee.save(update_fields=["password"])
    apply_shut_out([employee.code])
    employee.refresh_from_db(fields=["log_outs"])
    found.used = clock.now()
    found.save(update_fields=["used"])
    note("employee", employee.code, "set a password", actor_id=employee.pk, source="invitation")
    return employee


def _valid(found: Invitation | None) -> Invitation:
    if found is None or found.revoked or not found.employee.is_active:
        raise InvitationUnknown
    if found.used is not None:
        raise InvitationUsed
    if found.expires <= clock.now():
        raise InvitationExpired
    return found


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic(durable=True)
def set_password(*, code: str, password: str) -> None:
    """For a command only (the demo, the first administrator): set a password without an invitation."""
    lock_company()
    employee = _locked(code)
    employee.set_password(password)
    employee.save(update_fields=["password"])
    apply_shut_out([code])
    note("employee", code, "set a password", actor_id=None, source="command")
