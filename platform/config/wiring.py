"""Ports of lower applications are bound here, once, to functions of higher ones."""


def bind() -> None:
    """Bind every port; called once when all applications are loaded."""
    from designer import queries
    from flows import replanning
    from flows.telling import leaves
    from org import ports

    ports.employee_changed.bind(replanning.employee_changed)
    ports.org_changed.bind(replanning.org_changed)
    ports.leaves_changed.bind(leaves.put_notices)
    ports.process_names.bind(queries.process_names)
