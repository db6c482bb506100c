"""What should happen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DesignerConfig(AppConfig):
    """Processes: their forms, routes and versions, and the lists that forms pick from."""

    name = "designer"
    label = "designer"
    verbose_name = _("Processes")
    default_auto_field = "django.db.models.BigAutoField"
