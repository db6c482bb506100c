"""Addresses of those who help: assistants and substitutes."""

from django.urls import path

from flows.views import assistant, folder, standing

urlpatterns = [
    path("standing-in/", standing.StandingIn.as_view(), name="standing_in"),
    path("assistant/", assistant.Bosses.as_view(), name="assistant"),
    path("assistant/<int:boss>/", assistant.Pile.as_view(), name="boss_tasks"),
    path("assistant/<int:boss>/sort/", assistant.SortTasks.as_view(), name="boss_sort"),
    path("assistant/<int:boss>/tasks/<int:task>/", assistant.PrepareTask.as_view(), name="boss_task"),
    path("assistant/<int:boss>/tasks/<int:task>/move/", assistant.MoveTask.as_view(), name="boss_move"),
    path("assistant/<int:boss>/tasks/<int:task>/paper/", assistant.FromPaper.as_view(), name="boss_paper"),
    path("folder/<int:boss>/", folder.PrintFolder.as_view(), name="folder"),
]
