"""Why a mail could not be delivered. It is kept in English, for logs and for whoever asks for help, and
read in the language of whoever looks."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

REFUSED = gettext_noop("The mail server refused it ({what}).")
ANSWERED = gettext_noop("The mail server answered {what}.")
SILENT = gettext_noop("The mail server does not answer ({what}).")


def in_words(problem: str) -> str:
    """The problem in the language in force; one of somebody else's stays as it is."""
    for known in (REFUSED, ANSWERED, SILENT):
        before, after = map(re.escape, known.split("{what}"))
        if found := re.fullmatch(f"{before}(.*){after}", problem):
            return _(known).format(what=found[1])
    return problem
