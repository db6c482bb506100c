"""Several test runs may go on in one checkout."""

import subprocess
import sys

import pytest

from config import environment

RUN = [sys.executable, "-m", "pytest", "tests/outbox", "-q", "-n", "2", "-p", "no:cacheprovider"]


@pytest.mark.check
def test_three_runs_at_once_do_not_disturb_each_other() -> None:
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    runs = [subprocess.Popen(RUN, cwd=environment.ROOT, **quiet) for _ in range(3)]
    ends = [(run.communicate()[0], run.returncode) for run in runs]
    assert [code for _said, code in ends] == [0, 0, 0], ends
