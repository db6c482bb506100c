"""The people and records that the permission table is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib.auth.models import Permission
from django.db import connection

from designer.models import CatalogItem
from flows import actions
from flows.actions.bulk import Chosen
from flows.assisting import mark_of
from flows.files import keep_made
from flows.models import Attachment, Case, Document, PrintOrder, Remark, Repeat, SavedView, Together
from flows.printing.paper import short_code
from org.models import Absence, Employee, Unit
from tests.flows.acting import Acting
from tests.personas import assistant, away, grant

ROLES: dict[str, str | None] = {
    "anonymous": None,
    "stranger": "karim",
    "requester": "ivan",
    "approver": "galina",
    "ex_approver": "tamara",
    "auditor": "vera",
    "process_admin": "pavel",
    "company_editor": "lev",
}
"""Who looks: the persona behind each role. tamara has approved with a remark, galina is asked now."""

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Scene:
    """A request on its way, another of somebody else, and what addresses may name."""

    act: Acting
    case: int
    task: int
    remark: int
    attachment: int
    foreign: int
    foreign_task: int
    absence: int

    @property
    def revision(self) -> int:
        return Case.objects.values_list("revision", flat=True).get(pk=self.case)


def set_scene(act: Acting) -> Scene:
    """ivan's request with a file, approved by tamara with a remark; dan's of accounting, asked of clara."""
    case = act.draft("ivan")
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="a.pdf", content=BytesIO(PDF))
    act.send("ivan", case)
    act.remark("tamara", case, "Which colour?")
    foreign = act.sent("dan")
    absence: Absence = away("ivan", days=(24, 25))
    Repeat.objects.create(
        case_id=case, owner_id=act.people.ivan, period="month", day=1, next_on=date(2026, 12, 1)
    )
    assistant("tamara", "galina")
    PrintOrder.objects.create(
        kind="folder",
        by_id=act.people.ivan,
        params={"boss": act.people.ivan},
        language="en",
        state="made",
        sha256=keep_made(PDF),
        name="a.pdf",
    )
    actions.save_view(process="purchase", actor=act.people.ivan, name="Urgent", query="urgent=on")
    _print(case)
    actions.tick(chosen=[Chosen(act.task("galina", case), 1)], actor=act.people.galina)
    grant("vera", "see")
    grant("lev", "edit_company")
    pavel = Employee.objects.get(code="pavel")
    pavel.user_permissions.add(*Permission.objects.filter(content_type__app_label="designer"))
    return Scene(
        act,
        case,
        act.task("galina", case),
        Remark.objects.get(case=case).pk,
        Attachment.objects.get(case=case).pk,
        foreign,
        act.task("clara", foreign),
        absence.pk,
    )


def _print(case: int) -> None:
    """A document, as the worker would have printed it."""
    row = Case.objects.get(pk=case)
    Document.objects.create(
        case=row, code="sheet", kind="approval_sheet", language="en", name="a.pdf", sha256=keep_made(PDF),
        size=len(PDF), pages=1, head=row.head, events_count=row.events_count, short_code=short_code(row.head),
    )  # fmt: skip


def arguments(name: str, wanted: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """What an address needs, by the names of its parts."""
    known: dict[str, Any] = {
        "case": scene.case,
        "task": scene.task,
        "remark": scene.remark,
        "attachment": scene.attachment,
        "code": "suppliers" if "item" in name else "purchase",
        "number": 1,
        "notice": 1,
        "item": 1,
        "address": "units",
        "what": "process" if "audit" in name else "units",
        "token": "unknown",
        "pk": _pk(name, scene),
        "view": SavedView.objects.values_list("pk", flat=True).first(),
        "document": Document.objects.values_list("pk", flat=True).first(),
        "head": Document.objects.values_list("head", flat=True).first(),
        "paper": "sheet",
        "boss": scene.act.people.galina,
        "employee": scene.act.people.ivan,
        "repeat": Repeat.objects.values_list("pk", flat=True).first(),
        "press": Together.objects.values_list("press", flat=True).first(),
        "order": PrintOrder.objects.values_list("pk", flat=True).first(),
    }
    return {part: known[part] for part in wanted}


def _pk(name: str, scene: Scene) -> int:
    if "absence" in name or "withdraw" in name:
        return scene.absence
    if name == "org:edit":
        return Unit.objects.get(code="KZN").pk
    if name == "designer:item":
        return CatalogItem.objects.get(code="ACME").pk
    if name == "org:import_file":
        return 1
    return Employee.objects.get(code="karim").pk


def body(name: str, scene: Scene) -> dict[str, Any]:
    """A press as the page itself would send it."""
    return {
        "revision": str(scene.revision),
        "press": f"press of {name}",
        "reason": "Because",
        "text": "A word",
        "remarks": ["A remark"],
        "answer": "taken",
        "period": "month",
        "day": "2026-12-01",
        "to": str(scene.act.people.fedor),
        "field": "papers",
        "seen": mark_of(None),
        "name": "A view",
    }


TABLES = "SELECT tablename FROM pg_tables WHERE tablename ~ '^(flows|outbox)_'"
HASH = "SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {} t"


def fingerprint() -> dict[str, str]:
    """Every row of every table of requests, as one hash a table: what was refused changed none of them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(HASH.format(table))
            found[table] = cursor.fetchone()[0]
    return found
