"""Addresses of the designer's screens, inside the shell. Whatever changes something takes a POST only."""

from django.urls import path

from designer.views import install, lists, processes

app_name = "designer"

urlpatterns = [
    path("design/", processes.Processes.as_view(), name="processes"),
    path("design/install/", install.Install.as_view(), name="install"),
    path("design/install/confirm/", install.Confirm.as_view(), name="confirm"),
    path("design/lists/", lists.Lists.as_view(), name="lists"),
    path("design/lists/<slug:code>/", lists.Items.as_view(), name="items"),
    path("design/lists/<slug:code>/new/", lists.ItemPage.as_view(), name="new_item"),
    path("design/lists/<slug:code>/<int:pk>/", lists.ItemPage.as_view(), name="item"),
    path("design/processes/<slug:code>/", processes.ProcessPage.as_view(), name="process"),
    path("design/processes/<slug:code>/switch/", processes.Switch.as_view(), name="switch"),
    path("design/processes/<slug:code>/<int:number>.yaml", processes.Export.as_view(), name="export"),
]
