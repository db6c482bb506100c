"""The table says it: an auditor's presses change nothing but what is his own."""

from __future__ import annotations

from tests.permissions.addresses import TABLE

REFUSED = {403, 404, 405}
OWN = {
    # his account, log-ins, notices, saved views, his own mark of what he has looked at
    *("wagtailadmin_account", "wagtailadmin_logout", "wagtailadmin_login", "device_end", "devices_end"),
    *("flows:notices_read", "flows:notice_settings", "flows:notice_test", "flows:view_save", "flows:looked"),
    # his own absence: 422 is the empty form; that of somebody else is refused by the action
    *("org:new_absence", "org:other_absence"),
    # what he reads by: a seal by mail, a request as one file, a PDF that is checked, a print
    *("flows:audit_anchors", "flows:audit_anchor_mail", "flows:dossier", "flows:verify"),
    "flows:print_document",
    # nobody's in particular; nothing is ticked, so nothing is approved
    *("healthz", "readyz", "org_public:invitation", "wagtailadmin_home", "wagtailadmin_sprite", "flows:bulk"),
}
TOO_LATE_FOR_ALL = {"flows:live", "flows:choose", "flows:retry"}
"""409 before anybody's right is looked at: there is no such task or draft any more."""


def test_an_auditor_presses_nothing_else() -> None:
    answers = {name: post["auditor"] for name, (_get, post) in TABLE.items()}
    open_ = {name for name, status in answers.items() if status not in REFUSED}
    assert open_ - OWN - TOO_LATE_FOR_ALL == set()
    assert {answers[name] for name in TOO_LATE_FOR_ALL} == {409}
