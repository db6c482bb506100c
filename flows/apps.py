"""What is happening."""

from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "flows"
