"""How the web server runs, under `make run` and under the unit in `deploy/` alike.

Gunicorn reads the module's names as its settings.
"""

import os

bind = f"{os.environ.get('PLACET_BIND', '127.0.0.1')}:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_WORKERS") or 2)
threads = 4
timeout = 60
graceful_timeout = 30
loglevel = "warning"
control_socket_disable = True
