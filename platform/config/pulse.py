"""`python -m config.pulse`: exit code 1 when no worker of this machine gives a sign of life. For watchdogs.

The worker leaves its first sign as it starts, and each sign is good for as long as under `make run`.
"""

import sys

from config.supervisor import worker_lives


def main() -> int:
    """0 while the worker lives or the database cannot say."""
    return 0 if worker_lives() else 1


if __name__ == "__main__":
    sys.exit(main())
