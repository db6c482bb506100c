"""How an employee logs in, and the one right that every active employee has: to open the shell."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from org import attempts
from org.languages import settle_language
from org.models import Employee

SHELL = "wagtailadmin.access_admin"


class EmployeeBackend(BaseBackend):
    """Log-in by e-mail, letter case aside, or by personnel number. An inactive employee gets nothing, nor
    does whoever has just failed too often (`attempts`)."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_kwargs: Any,
    ) -> Employee | None:
        name = (username or "").strip()
        if not name or not password:
            return None
        if attempts.too_many(request, name):
            raise PermissionDenied
        employee = self._checked(name, password)
        if employee is None:
            attempts.failed(request, name)
        else:
            attempts.succeeded(request, name)
            settle_language(employee)
        return employee

    def _checked(self, name: str, password: str) -> Employee | None:
        employee = self._find(name)
        if employee is None:
            # Hash all the same: the time of the answer must not tell who exists.
            Employee().set_password(password)
            return None
        if employee.check_password(password) and employee.is_active:
            return employee
        return None

    def get_user(self, user_id: int) -> Employee | None:
        return Employee.objects.filter(pk=user_id, is_active=True).first()

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if obj is None and isinstance(user_obj, Employee) and user_obj.is_active:
            return {SHELL}
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    @staticmethod
    def _find(name: str) -> Employee | None:
        field = "email" if "@" in name else "code"
        return Employee.objects.filter(**{field: name.casefold() if field == "email" else name}).first()
