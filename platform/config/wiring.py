"""Ports of lower applications are bound here, once, to functions of higher ones."""


def bind() -> None:
    """Bind every port; called once when all applications are loaded."""
