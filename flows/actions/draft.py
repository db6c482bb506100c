"""A draft, or a returned request, while its requester works on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from designer.document import Step
from designer.document.fields import FilesField
from designer.queries import document_of
from flows import access, errors, files, previews
from flows.actions.filling import fill_draft, keep
from flows.actions.guard import active, fresh, of_editor
from flows.engine.desk import Desk, desk_for_case
from flows.history.payloads import Attached, Detached, Saved
from flows.models import Attachment, Case, Decision, Task


@transaction.atomic(durable=True)
def save_draft(*, case: int, actor: int, values: Mapping[str, Any], revision: int) -> None:
    """Keep what was typed (field code → typed value), half done or not; only the types are checked. Nothing
    changed: no event. Raises NoSuchRequest, NotYourRequest, NotADraft, Stale, NotSaved with `.fields`."""
    desk = desk_for_case(case)
    of_editor(desk, actor)
    fresh(desk, revision)
    changes = fill_draft(desk, values, actor)
    if changes:
        desk.act(Saved(changes), actor)
        desk.finish(actor)


def attach(*, case: int, actor: int, field: str, name: str, content: BinaryIO) -> Attachment:
    """Add a file to a field of type files, or with an empty `field` beside the form. The file is read and
    checked before the request is locked. Raises FileRefused, DiskFull, NoSuchRequest, NotYourRequest,
    MayNotEditField."""
    accept = _accept(case, actor, field)
    stored = files.store(name, content, accept)
    return _attach(case=case, actor=actor, field=field, stored=stored)


@transaction.atomic(durable=True)
def detach(*, case: int, actor: int, attachment: int) -> None:
    """Take a file away again; its content stays for the history. Raises NoSuchFile and as `attach`."""
    desk = desk_for_case(case)
    row = Attachment.objects.filter(case=case, pk=attachment, removed_at=None).first()
    code = active(desk, actor)
    if row is None:
        raise errors.NoSuchFile
    _may_attach(desk, actor, code, row.field)
    if not row.field and actor not in (row.uploaded_by_id, desk.case.requester_id):
        raise errors.NotYourFile(who=desk.name(desk.code(row.uploaded_by_id)))
    if not row.field and Decision.objects.filter(case=case, scan=row.sha256).exists():
        raise errors.ScanStays
    row.removed_at = desk.now
    row.save(update_fields=["removed_at"])
    if row.field:
        kept = [one for one in desk.case.values.get(row.field, []) if one["sha256"] != row.sha256]
        keep(desk, {**desk.case.values, row.field: kept or None})
        desk.content_changed()
    desk.act(Detached(row.field, row.name, row.sha256), actor)
    desk.finish(actor)


@transaction.atomic(durable=True)
def _attach(*, case: int, actor: int, field: str, stored: files.Stored) -> Attachment:
    desk = desk_for_case(case)
    _may_attach(desk, actor, active(desk, actor), field)
    if field:
        _add_to_field(desk, field, stored)
    elif desk.case.attachments.filter(field="", sha256=stored.sha256, removed_at=None).exists():
        raise errors.FileRefused({"file": [_("“{name}” is attached already.").format(name=stored.name)]})
    row = add_file(desk, actor, stored, field)
    desk.act(Attached(field, stored.name, stored.sha256, stored.size, stored.kind), actor)
    desk.finish(actor)
    return row


def add_file(desk: Desk, actor: int, stored: files.Stored, field: str = "") -> Attachment:
    """The file stands at the request, in a field or beside the form; the caller's event tells of it."""
    row = Attachment.objects.create(
        case=desk.case,
        field=field,
        name=stored.name,
        kind=stored.kind,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by_id=actor,
        uploaded_at=desk.now,
    )
    previews.want(stored.sha256, stored.kind)
    return row


def _add_to_field(desk: Desk, field: str, stored: files.Stored) -> None:
    form_field = desk.document.fields[field]
    there = list(desk.case.values.get(field) or ())
    if any(one["sha256"] == stored.sha256 for one in there):
        raise errors.FileRefused({field: [_("“{name}” is attached already.").format(name=stored.name)]})
    if isinstance(form_field, FilesField) and len(there) >= form_field.max_count:
        raise errors.FileRefused({field: [_("At most {most} files.").format(most=form_field.max_count)]})
    keep(desk, {**desk.case.values, field: [*there, stored.value()]})
    desk.content_changed()


def _accept(case: int, actor: int, field: str) -> files.Accept:
    """What the field takes. Whoever cannot see the request learns nothing of its fields."""
    row = Case.objects.filter(pk=case).first()
    if row is None or not access.may_see(row, actor):
        raise errors.NoSuchRequest
    if not field:
        return files.Accept()
    form_field = document_of(row.version_id).fields.get(field)
    if not isinstance(form_field, FilesField):
        raise errors.MayNotEditField(field=field)
    return files.Accept(form_field.accept, form_field.max_megabytes * 1024 * 1024, field)


def _may_attach(desk: Desk, actor: int, code: str, field: str) -> None:
    """Into a field: who may edit it now. Beside the form: whose request it is, and who is or was asked,
    while it is not over; a right to see is none to add."""
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRequest
    if not field:
        if desk.case.finished is not None:
            raise errors.NotNow(state=desk.case.get_state_display())
        if not access.takes_part(desk.case, actor):
            raise errors.NotYourRequest(who=desk.name(desk.code(desk.case.requester_id)))
        return
    if any(field in step.edits for step in _steps_of(desk, code)):
        return
    of_editor(desk, actor)
    if desk.document.fields[field].asked_of != "requester":
        raise errors.MayNotEditField(field=field)


def _steps_of(desk: Desk, code: str) -> list[Step]:
    """The steps at which somebody is asked now."""
    asked = [entry.task for entry in desk.open.values() if code in entry.asked]
    return [step for task in asked if task.kind != Task.Kind.ATTENTION and (step := desk.step(task.step))]
