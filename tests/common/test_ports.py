"""A lower application calls, a higher one provides."""

import pytest

from common.ports import Port, PortTaken, PortUnbound


def test_an_unbound_port_says_so() -> None:
    port: Port[[int], str] = Port("numbers as words")
    with pytest.raises(PortUnbound, match="numbers as words"):
        port(1)


def test_a_port_is_bound_once() -> None:
    port: Port[[int], str] = Port("numbers as words")
    port.bind(str)
    port.bind(str)
    with pytest.raises(PortTaken):
        port.bind(repr)
    assert port(7) == "7"


def test_a_test_may_bind_another_function_for_a_while() -> None:
    port: Port[[int], str] = Port("numbers as words")
    port.bind(str)
    with port.bound_to(lambda number: "many"):
        assert port(7) == "many"
    assert port(7) == "7"
