"""Addresses of notices; they belong to the screens of requests."""

from django.urls import path

from flows.views import notices, undelivered

urlpatterns = [
    path("", notices.Notices.as_view(), name="notices"),
    path("count/", notices.Bell.as_view(), name="notice_count"),
    path("read/", notices.ReadAll.as_view(), name="notices_read"),
    path("<int:notice>/open/", notices.Open.as_view(), name="notice_open"),
    path("settings/", notices.Settings.as_view(), name="notice_settings"),
    path("settings/test/", notices.TestMail.as_view(), name="notice_test"),
    path("undelivered/", undelivered.Undelivered.as_view(), name="undelivered"),
    path("undelivered/again/", undelivered.AllAgain.as_view(), name="undelivered_all"),
    path("undelivered/<int:item>/again/", undelivered.Again.as_view(), name="undelivered_again"),
]
