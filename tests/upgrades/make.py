"""Makes what the test of upgrades begins with: a database of the present release, with fifty requests in it.

`python -m tests.upgrades.make FOLDER` writes its dump into that folder as `<version>.dump`. Run it once for
every release, on the commit that is released; the files stay for ever.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def main(folder: Path) -> Path:
    """The dump that was written."""
    from common import embedded_postgres as embedded

    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    target = folder / f"{version}.dump"
    with tempfile.TemporaryDirectory(prefix="placet-release-", dir="/var/tmp") as data:
        os.chmod(data, 0o755)  # the database server of root runs as another user
        os.environ.update(PLACET_DATA=data, DJANGO_SETTINGS_MODULE="config.settings", PLACET_DEMO="0")
        home = Path(data) / "postgres"
        server = embedded.start(home)
        try:
            subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, check=True)
            _fill()
            _dump(embedded.program("pg_dump"), server.parameters(embedded.OWNER), target)
        finally:
            embedded.remove(home)
    return target


def _fill() -> None:
    import django

    django.setup()
    from common import clock
    from config.demo import company
    from tests.upgrades.fifty import make_fifty

    with clock.frozen(MONDAY):
        company.import_people()
        company.install_packages()
        make_fifty()


def _dump(program: str, parameters: dict[str, str], target: Path) -> None:
    environment = {**os.environ, "PGPASSWORD": parameters["password"]}
    command = [program, "--format=custom", "--compress=9", f"--file={target}"]
    command += [f"--host={parameters['host']}", f"--username={parameters['user']}", parameters["dbname"]]
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
