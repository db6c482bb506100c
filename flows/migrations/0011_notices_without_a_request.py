import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("flows", "0010_large_lists"),
    ]

    operations = [
        migrations.AlterField(
            model_name="bellnotice",
            name="case",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="flows.case",
            ),
        ),
    ]
