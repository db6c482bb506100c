"""Which installation the database belongs to: a copy of it sends nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_alarm_clock_index")]

    operations = [
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=64, verbose_name="name")),
            ],
            options={"verbose_name": "installation", "verbose_name_plural": "installations"},
        ),
    ]
