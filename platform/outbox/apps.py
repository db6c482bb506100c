"""What must leave the database, and the worker that carries it out."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Outbox")

    def ready(self) -> None:
        """Collect the jobs that applications declare; their schedules follow after every migration."""
        from outbox import schedules

        autodiscover_modules("jobs")
        post_migrate.connect(schedules.sync, sender=self, dispatch_uid="outbox.schedules")
