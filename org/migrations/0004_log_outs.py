"""How often all log-ins of an employee were ended at once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("org", "0003_chains_of_changes")]

    operations = [
        migrations.AddField(
            "employee", "log_outs", models.PositiveIntegerField(db_default=0, default=0, editable=False)
        ),
    ]
