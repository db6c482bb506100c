"""Addresses: the shell stands at the root."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from config.health import healthz
from config.shell.account import account, home, log_out
from config.shell.addresses import close_all_but_ours

close_all_but_ours(
    wagtailadmin_urls.urlpatterns,
    {"wagtailadmin_home": home, "wagtailadmin_account": account, "wagtailadmin_logout": log_out},
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("org.public_urls")),
    path("", include(wagtailadmin_urls)),
]
