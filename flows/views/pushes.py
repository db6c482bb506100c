"""Presses of whoever waits for a late request: remind, ask for a substitute."""

from __future__ import annotations

from django.utils.translation import gettext as _

from flows import actions
from flows.views.acts import TaskPress


class PushPress(TaskPress):
    """Back to the card, where it says when it can be done again."""

    after = "flows:case"


class Remind(PushPress):
    act = "remind"

    def on_task(self, task: int) -> None:
        actions.remind(task=task, actor=self.reader.pk, press=self.press["press"])
        self.done = _("Reminded.")


class AskForSubstitute(PushPress):
    act = "ask_substitute"

    def on_task(self, task: int) -> None:
        actions.ask_for_a_substitute(task=task, actor=self.reader.pk, press=self.press["press"])
        self.done = _("Asked: those who can enter the absence have been told.")
