"""There is one clock: nothing of ours reads another."""

import pytest

from tests.architecture import clocks, sources

# The clock itself; two migrations of ours would be listed here if they ever needed to.
ALLOWED = {"platform/common/clock.py"}
# This rule's own examples.
EXAMPLES = {"tests/architecture/test_clock.py", "tests/architecture/clocks.py"}

CAUGHT = {
    "from datetime import datetime\nx = datetime.now(tz)": "datetime.datetime.now",
    "import datetime as d\nx = d.date.today()": "datetime.date.today",
    "import time\nx = time.time()": "time.time",
    "from time import time_ns as t\nx = t()": "time.time_ns",
    "from django.utils import timezone\nf(default=timezone.now)": "django.utils.timezone.now",
    "from django.utils.timezone import localdate\nx = localdate()": "django.utils.timezone.localdate",
    "from django.db.models.functions import Now\nx = Now()": "django.db.models.functions.Now",
    "f(auto_now_add=True)": "auto_now_add",
    "q = 'SELECT * FROM t WHERE at < NOW()'": "NOW()",
    "q = f'UPDATE t SET at = current_timestamp {x}'": "current_timestamp",
}
INNOCENT = (
    "from common import clock\nx = clock.now()",
    "import time\nx = time.monotonic()",
    "from django.utils.timezone import localtime\nx = localtime(moment)",
    'def f():\n    """Like now() in SQL."""',
    "x = {'now': 1}['now']",
    "code = 'from common import clock; clock.now()'",
)


@pytest.mark.parametrize("text", CAUGHT)
def test_the_rule_catches(text: str) -> None:
    found = list(clocks.in_python(sources.read("x.py", text)))
    assert [line.split(" ", 1)[1] for line in found] == [CAUGHT[text]]


@pytest.mark.parametrize("text", INNOCENT)
def test_the_rule_lets_pass(text: str) -> None:
    assert list(clocks.in_python(sources.read("x.py", text))) == []


def test_no_python_file_reads_another_clock() -> None:
    found = [line for source in sources.python() for line in clocks.in_python(source)]
    assert [line for line in found if line.split(":")[0] not in ALLOWED | EXAMPLES] == []


def test_no_script_reads_the_browsers_clock() -> None:
    found = [path for path, text in sources.files("static/**/*.js") if clocks.SCRIPT.search(text)]
    assert [path for path in found if not path.endswith("/clock.js")] == []


def test_no_template_reads_a_clock() -> None:
    assert [path for path, text in sources.templates() if clocks.TEMPLATE.search(text)] == []


@pytest.mark.parametrize("text", ["new Date()", "Date.now()", "let d = new Date;", "x = Date()"])
def test_the_rule_for_scripts_catches(text: str) -> None:
    assert clocks.SCRIPT.search(text)


@pytest.mark.parametrize("text", ["new Date(value)", "Date.parse(x)", "toDate()"])
def test_the_rule_for_scripts_lets_pass(text: str) -> None:
    assert not clocks.SCRIPT.search(text)
