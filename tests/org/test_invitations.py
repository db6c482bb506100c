"""One-time links, and logging in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate

from common import clock
from org.actions import deactivate_employee, save_grant
from org.errors import (
    EmployeeInactive,
    InvitationExpired,
    InvitationUnknown,
    InvitationUsed,
    MayNotEditCompany,
    Refused,
)
from org.invitations import VALID_FOR, accept_invitation, invite, invited, set_password
from org.models import Employee, Invitation
from org.records import GrantRecord
from tests.org.conftest import NOW

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
ADMIN, HR, PLAIN = "00056", "00065", "00089"
GOOD = "correct horse battery"


def test_a_link_sets_the_password_once(person: People) -> None:
    token = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    assert invited(token) == invited(token) == person[PLAIN]
    accept_invitation(token=token, password=GOOD)
    assert authenticate(username="USER089@meridian.example", password=GOOD) == person[PLAIN]
    with pytest.raises(InvitationUsed):
        accept_invitation(token=token, password="another good one")
    assert authenticate(username=PLAIN, password=GOOD) == person[PLAIN]


def test_the_token_itself_is_stored_nowhere(person: People) -> None:
    token = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    assert token not in str(Invitation.objects.values())


def test_a_link_expires(person: People) -> None:
    token = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    with clock.frozen(NOW + VALID_FOR - timedelta(seconds=1)):
        assert invited(token) == person[PLAIN]
    with clock.frozen(NOW + VALID_FOR), pytest.raises(InvitationExpired):
        accept_invitation(token=token, password=GOOD)
    assert not Employee.objects.get(code=PLAIN).has_usable_password()


def test_a_new_link_ends_the_old_one(person: People) -> None:
    old = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    new = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    with pytest.raises(InvitationUnknown):
        invited(old)
    assert invited(new) == person[PLAIN]


def test_an_invented_link_and_that_of_somebody_who_left_are_unknown(person: People) -> None:
    token = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    deactivate_employee(actor_id=person[ADMIN].pk, code=PLAIN)
    for each in ("", "x" * 43, token):
        with pytest.raises(InvitationUnknown):
            accept_invitation(token=each, password=GOOD)
    with pytest.raises(EmployeeInactive):
        invite(actor_id=person[ADMIN].pk, code=PLAIN)


def test_a_weak_password_is_refused_and_the_link_stays_good(person: People) -> None:
    token = invite(actor_id=person[ADMIN].pk, code=PLAIN)
    with pytest.raises(Refused) as refused:
        accept_invitation(token=token, password="12345")
    assert list(refused.value.fields) == ["password"]
    assert accept_invitation(token=token, password=GOOD) == person[PLAIN]


def test_a_right_over_a_part_invites_only_those_without_a_password_and_without_rights(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(HR, "edit_company", unit="HQ", active=False))
    save_grant(actor_id=None, record=GrantRecord(HR, "edit_company", unit="KZN"))
    actor = person[HR].pk
    assert invite(actor_id=actor, code=PLAIN)
    set_password(code="00090", password=GOOD)
    for code in ("00090", ADMIN, "00104"):
        with pytest.raises(MayNotEditCompany):
            invite(actor_id=actor, code=code)
    assert Invitation.objects.count() == 1


def test_nobody_without_the_right_invites(person: People) -> None:
    with pytest.raises(MayNotEditCompany):
        invite(actor_id=person["00154"].pk, code=PLAIN)
    assert Invitation.objects.count() == 0


def test_whoever_left_cannot_log_in_and_has_no_right(person: People) -> None:
    set_password(code=PLAIN, password=GOOD)
    assert person[PLAIN].has_perm("wagtailadmin.access_admin")
    deactivate_employee(actor_id=person[ADMIN].pk, code=PLAIN)
    assert authenticate(username=PLAIN, password=GOOD) is None
    assert not Employee.objects.get(code=PLAIN).has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize(
    ("name", "password"), [("nobody@x.example", GOOD), (PLAIN, "wrong"), ("", GOOD), (PLAIN, "")]
)
def test_a_wrong_log_in_is_refused(person: People, name: str, password: str) -> None:
    set_password(code=PLAIN, password=GOOD)
    assert authenticate(username=name, password=password) is None
