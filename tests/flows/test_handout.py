"""Files are handed out by the proxy where there is one that can, else by ourselves; always sealed."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from flows import actions, files
from flows.models import Attachment
from org.models import Employee
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "_root", lambda: tmp_path / "files")
    return tmp_path / "files"


def attached(act: Acting) -> tuple[str, Attachment]:
    case = act.draft("ivan")
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="счёт.pdf", content=BytesIO(PDF))
    row = Attachment.objects.get(case=case)
    return reverse("flows:file", args=[case, row.pk]), row


def test_without_a_proxy_the_content_comes_from_us(act: Acting, store: Path, client: Client) -> None:
    url, row = attached(act)
    client.force_login(Employee.objects.get(code="ivan"))
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert stat.S_IMODE(files.path_of(row.sha256).stat().st_mode) == 0o600


def test_with_a_proxy_it_is_told_where_the_content_lies(
    act: Acting, store: Path, client: Client, settings: Settings
) -> None:
    settings.ACCEL, settings.FILE_MODE, settings.FOLDER_MODE = "/private/", 0o640, 0o750
    url, row = attached(act)
    client.force_login(Employee.objects.get(code="ivan"))
    answer = client.get(url)
    here = f"by-content/{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}"
    assert (answer.content, answer["X-Accel-Redirect"]) == (b"", f"/private/{here}")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    path = store / here
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    folders = [*list(path.parents)[:3], store]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o750}


def test_the_proxy_is_told_nothing_for_who_may_not_see(
    act: Acting, store: Path, client: Client, settings: Settings
) -> None:
    settings.ACCEL = "/private/"
    url, _row = attached(act)
    client.force_login(Employee.objects.get(code="karim"))
    answer = client.get(url)
    assert answer.status_code == 404 and "X-Accel-Redirect" not in answer
