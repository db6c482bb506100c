"""The requests that the demo begins with: played by the same acts, told by nobody's mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from common import clock
from config.demo import company, past
from designer.queries import forget_versions
from flows.models import BellNotice, Case, Document
from flows.telling.actions import MAILS
from outbox.models import Item
from tests.flows.invariants import check
from tests.flows.test_invoice import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.check]


@pytest.fixture
def played(db: None) -> Iterator[None]:
    forget_versions()
    with clock.frozen(MONDAY):
        company.import_people()
        company.install_packages()
        past.play()
        yield
    forget_versions()


def test_the_demo_begins_with_a_fortnight_of_requests_played_once(played: None) -> None:
    states = Counter(Case.objects.values_list("state", flat=True))
    assert states == {"completed": 11, "running": 10, "declined": 2, "rework": 1}
    waiting = {row.due_at for row in Item.objects.filter(kind__in=["notice", MAILS], state="waiting")}
    assert waiting == set()
    assert BellNotice.objects.filter(read_at=None).exists()
    assert Document.objects.count() == 0
    check()
    past.play()
    assert Case.objects.count() == len(past.REQUESTS) == 24
