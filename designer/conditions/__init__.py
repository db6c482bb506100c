"""Conditions: a typed tree made with pickers, stored as data, compiled to closures. Pure."""
