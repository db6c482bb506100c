"""Addresses: the shell stands at the root."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from config.health import healthz, readyz
from config.icon import icon
from config.shell.account import account, home, log_in, log_out
from config.shell.addresses import close_all_but_ours
from config.shell.devices import end_device, end_elsewhere

close_all_but_ours(
    wagtailadmin_urls.urlpatterns,
    {
        "wagtailadmin_home": home,
        "wagtailadmin_account": account,
        "wagtailadmin_login": log_in,
        "wagtailadmin_logout": log_out,
    },
)

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("favicon.ico", icon, name="icon"),
    path("", include("org.public_urls")),
    path("account/devices/<int:pk>/end/", end_device, name="device_end"),
    path("account/devices/end/", end_elsewhere, name="devices_end"),
    path("", include(wagtailadmin_urls)),
]
