"""Every object's changes become a chain. What was noted before is chained as it stands, by the owner."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import migrations, models

PERSONAL = {
    "employee": {"last_name", "first_name", "patronymic", "email"},
    "absence": {"kind", "note"},
}


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def veil(row: Any, number: int, field: str, value: Any) -> str | None:
    if value is None:
        return None
    return hashlib.sha256(canonical([row.kind, row.code, number, field, value])).hexdigest()


def veiled(row: Any, number: int) -> dict[str, list[Any]]:
    personal = PERSONAL.get(row.kind, set())
    return {
        field: [veil(row, number, field, one) for one in pair] if field in personal else list(pair)
        for field, pair in row.changes.items()
    }


def chain(apps: Any, schema_editor: Any) -> None:
    Change = apps.get_model("org", "OrgChange")
    codes = dict(apps.get_model("org", "Employee").objects.values_list("pk", "code"))
    ends: dict[tuple[str, str], tuple[int, str]] = {}
    batch = []
    for row in Change.objects.order_by("id").iterator(chunk_size=2000):
        last, previous = ends.get((row.kind, row.code), (0, ""))
        row.number = last + 1
        row.body = canonical(
            {
                "scheme": 1, "kind": row.kind, "code": row.code, "number": row.number,
                "at": row.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
                "actor": codes.get(row.actor_id), "revision": row.revision, "verb": row.verb,
                "changes": veiled(row, row.number), "source": row.source, "previous": previous,
            }
        )
        row.hash = hashlib.sha256(row.body).hexdigest()
        ends[row.kind, row.code] = (row.number, row.hash)
        batch.append(row)
        if len(batch) == 1000:
            Change.objects.bulk_update(batch, ["number", "body", "hash"])
            batch = []
    Change.objects.bulk_update(batch, ["number", "body", "hash"])


class Migration(migrations.Migration):
    dependencies = [("org", "0002_everyday")]

    operations = [
        migrations.AddField("orgchange", "number", models.PositiveIntegerField(default=0)),
        migrations.AddField("orgchange", "scheme", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("orgchange", "body", models.BinaryField(default=b"")),
        migrations.AddField("orgchange", "hash", models.CharField(default="", max_length=64)),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.RemoveIndex("orgchange", "org_orgchan_kind_93f243_idx"),
        migrations.AddIndex("orgchange", models.Index(fields=["-at", "-id"], name="change_newest")),
        migrations.AddConstraint(
            "orgchange", models.UniqueConstraint(fields=("kind", "code", "number"), name="change_number_once")
        ),
    ]
