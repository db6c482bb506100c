"""The alarm clock looks for its next task by queue and time, and has no index for it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0001_initial"),
        ("django_q", "0019_alter_task_options_alter_ormq_key_alter_ormq_lock_and_more"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX outbox_ormq_key_lock ON django_q_ormq (key, lock)",
            "DROP INDEX outbox_ormq_key_lock",
        ),
    ]
