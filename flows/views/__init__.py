"""Screens of requests and tasks. Thin: parse, call an action or a query, answer."""
