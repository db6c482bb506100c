"""The screens of processes and lists."""
