"""Nothing of a content system is left in a fresh database."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page, Site, Workflow

pytestmark = pytest.mark.django_db


def test_no_page_site_workflow_or_group_is_left() -> None:
    left = {model.__name__: model.objects.count() for model in (Page, Site, Workflow, Group)}
    assert left == {"Page": 0, "Site": 0, "Workflow": 0, "Group": 0}


def test_the_alarm_clock_has_its_index() -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "django_q_ormq")
    assert found["outbox_ormq_key_lock"]["columns"] == ["key", "lock"]
