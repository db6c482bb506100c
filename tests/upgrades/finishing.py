"""Run on a database of an earlier release, migrated to this one: everything on its way comes to its end.

`python -m tests.upgrades.finishing` prints how many requests ended how, as JSON, then what `verify` found.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import timedelta
from io import BytesIO


def main() -> None:
    """Finish what is open, one working day after the last act in the dump."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from common import clock
    from flows import files
    from flows.history import anchor
    from flows.models import Case
    from tests.upgrades.driving import finish
    from tests.upgrades.fifty import PDF
    from tests.upgrades.make import MONDAY

    files.store("invoice.pdf", BytesIO(PDF), files.Accept())
    with clock.frozen(MONDAY + timedelta(hours=1)):
        ended = Counter(finish(pk) for pk in Case.objects.order_by("pk").values_list("pk", flat=True))
        found = [str(finding) for finding in anchor.verify()]
    sys.stdout.write(json.dumps({"ended": ended, "found": found}))


if __name__ == "__main__":
    main()
