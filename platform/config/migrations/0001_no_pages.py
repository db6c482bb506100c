"""Remove what the shell's own migrations leave of a content system: pages, a site, a workflow, two groups.

The groups own the right to open the shell, so whoever fell into one of them would get in.
"""

from typing import Any

from django.db import migrations


def remove(apps: Any, schema_editor: Any) -> None:
    """Nothing of this is ours; on an installation that has lived nothing of it is left."""
    alias = schema_editor.connection.alias
    for label, name in (
        ("wagtailcore", "Site"),
        ("wagtailcore", "WorkflowPage"),
        ("wagtailcore", "WorkflowTask"),
        ("wagtailcore", "GroupApprovalTask"),
        ("wagtailcore", "Task"),
        ("wagtailcore", "Workflow"),
        ("wagtailcore", "GroupPagePermission"),
        ("wagtailcore", "Page"),
    ):
        apps.get_model(label, name).objects.using(alias).all().delete()
    groups = apps.get_model("auth", "Group").objects.using(alias)
    groups.filter(name__in=["Moderators", "Editors"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailsearch", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(remove, migrations.RunPython.noop)]
