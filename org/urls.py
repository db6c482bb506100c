"""Addresses of the company's screens, inside the shell. Whatever changes something takes a POST only."""

from django.urls import path

from org.views import absences, chart, edit, find, imports, lists, people
from org.views.screens import SCREENS

app_name = "org"

OTHERS = [address for address in SCREENS if address != "employees"]

urlpatterns = [
    path("company/", chart.Chart.as_view(), name="chart"),
    path("company/find/<slug:what>/", find.Find.as_view(), name="find"),
    path("company/import/", imports.Upload.as_view(), name="import"),
    path("company/import/<int:pk>/", imports.DryRun.as_view(), name="import_file"),
    path("company/changes/", lists.Changes.as_view(), name="changes"),
    path("company/absences/", absences.CompanyAbsences.as_view(), name="company_absences"),
    path("company/employees/new/", people.EmployeePage.as_view(), name="new_employee"),
    path("company/employees/<int:pk>/", people.EmployeePage.as_view(), name="edit_employee"),
    path("company/employees/<int:pk>/invite/", people.Invite.as_view(), name="invite"),
    path("company/employees/<int:pk>/deactivate/", people.Deactivate.as_view(), name="deactivate"),
    path("company/employees/<int:pk>/reactivate/", people.Reactivate.as_view(), name="reactivate"),
    path("company/<slug:address>/", lists.RecordList.as_view(), name="list"),
    path("company/<slug:address>/new/", edit.RecordPage.as_view(), name="new"),
    path("company/<slug:address>/<int:pk>/", edit.RecordPage.as_view(), name="edit"),
    path("absences/", absences.MyAbsences.as_view(), name="absences"),
    path("absences/new/", absences.AbsencePage.as_view(), name="new_absence"),
    path("absences/other/", absences.AbsencePage.as_view(other=True), name="other_absence"),
    path("absences/of/<int:employee>/", absences.PersonAbsences.as_view(), name="person_absences"),
    path("absences/<int:pk>/", absences.AbsencePage.as_view(), name="absence"),
    path("absences/<int:pk>/withdraw/", absences.Withdraw.as_view(), name="withdraw"),
]
