"""`python -m config.messages` compiles the catalogues; used by the installation."""

from config.messages.compiling import refresh

refresh()
