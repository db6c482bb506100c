"""A port: a function that a lower application calls and a higher one provides; `config.wiring` binds it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class PortUnbound(RuntimeError):
    """A port was called before anything was bound to it."""


class PortTaken(RuntimeError):
    """A second function was bound to one port."""


class Port(Generic[P, R]):
    """`Port[[int], None]("employee deactivated")`: called like the function that is bound to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._bound: Callable[P, R] | None = None

    def bind(self, function: Callable[P, R]) -> Callable[P, R]:
        """Bind once; usable as a decorator. The same function again is no mistake. Raises PortTaken."""
        if self._bound is not None and self._bound is not function:
            raise PortTaken(f"The port “{self.name}” is already bound to {self._bound}.")
        self._bound = function
        return function

    @contextmanager
    def bound_to(self, function: Callable[P, R]) -> Iterator[None]:
        """For tests: another function for a while."""
        before, self._bound = self._bound, function
        try:
            yield
        finally:
            self._bound = before

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if self._bound is None:
            raise PortUnbound(f"Nothing is bound to the port “{self.name}”; see config.wiring.")
        return self._bound(*args, **kwargs)
