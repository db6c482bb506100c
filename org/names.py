"""How a person is called. Pure."""

from __future__ import annotations


def full_name(last_name: str, first_name: str, patronymic: str = "") -> str:
    """«Фамилия Имя Отчество»."""
    return " ".join(part for part in (last_name, first_name, patronymic) if part)


def short_name(last_name: str, first_name: str, patronymic: str = "") -> str:
    """«Фамилия И. О.»."""
    initials = [f"{part[0]}." for part in (first_name, patronymic) if part]
    return " ".join([last_name, *initials])
