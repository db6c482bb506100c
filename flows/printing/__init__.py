"""Printed documents. Light on purpose: the drawing process imports this package without Django."""
