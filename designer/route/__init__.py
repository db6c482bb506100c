"""The planner: what is open next, what was skipped, and why. Pure (ROUTING, principle 1)."""
