from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flows", "0007_watching_in_part"),
    ]

    operations = [
        migrations.AddField(
            model_name="printorder", name="done", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="printorder", name="total", field=models.PositiveIntegerField(default=0)
        ),
    ]
