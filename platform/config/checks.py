"""System checks of the installation."""
