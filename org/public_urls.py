"""What is open to somebody who cannot log in yet."""

from django.urls import path

from org.views.invitation import InvitationPage

app_name = "org_public"

urlpatterns = [path("invitation/<slug:token>/", InvitationPage.as_view(), name="invitation")]
