from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flows", "0008_print_progress"),
    ]

    operations = [
        migrations.AlterField(
            model_name="repeat",
            name="stopped",
            field=models.CharField(
                blank=True,
                choices=[
                    ("by_owner", "you stopped it"),
                    ("left", "its owner has left"),
                    ("retired", "the process is not offered any more"),
                    ("no_right", "you may not start this process any more"),
                    ("no_owner", "you assist its requester no longer"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
    ]
