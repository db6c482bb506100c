"""What machines are called."""

import socket

import pytest

from common import machine


def test_long_names_that_differ_only_at_their_ends_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    begins, found = "placet-production-worker-7d9f8b6c5d", []
    for name in (f"{begins}-abcde", f"{begins}-abxyz", "web 1"):
        monkeypatch.setattr(socket, "gethostname", lambda name=name: name)
        found.append(machine.machine())
    assert found[0] != found[1]
    assert [len(one) for one in found] == [38, 38, 5]
    assert found[2] == "web-1"
