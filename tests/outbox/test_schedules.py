"""The alarm clock follows the code, and the worker's pulse can be felt."""

import pytest
from django_q.models import Schedule

from outbox import registry, schedules

pytestmark = pytest.mark.django_db


def test_every_declared_job_has_a_schedule_after_migrating() -> None:
    assert set(Schedule.objects.values_list("name", flat=True)) == set(registry.jobs)
    carry = Schedule.objects.get(name="outbox.jobs.carry")
    assert (carry.func, carry.schedule_type, carry.minutes, carry.repeats) == (
        "outbox.jobs.carry",
        "I",
        1,
        -1,
    )


def test_a_schedule_that_the_code_no_longer_declares_is_removed() -> None:
    Schedule.objects.create(name="gone", func="os.system")
    schedules.sync()
    assert not Schedule.objects.filter(name="gone").exists()


def test_a_changed_schedule_is_mended_and_others_keep_their_times() -> None:
    Schedule.objects.filter(name="outbox.jobs.carry").update(minutes=99)
    before = Schedule.objects.get(name="outbox.jobs.prune").next_run
    schedules.sync()
    assert Schedule.objects.get(name="outbox.jobs.carry").minutes == 1
    assert Schedule.objects.get(name="outbox.jobs.prune").next_run == before


def test_two_carriers_of_one_kind_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "carriers", {})
    registry.carries("mail")(lambda item: None)
    with pytest.raises(registry.JobTwice):
        registry.carries("mail")(lambda item: None)
