"""The top application: it knows all others and binds their ports."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        """Bind the ports of the lower applications and register the system checks."""
        from config import checks, wiring  # noqa: F401

        wiring.bind()
