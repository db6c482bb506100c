"""Views of a list that somebody keeps: the filters of a process's list under a name of his own."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from common.text import printable
from designer.queries import process as process_of
from flows import errors
from flows.engine import store
from flows.models import SavedView
from org.models import Employee

MOST_VIEWS = 30
MOST_NAME = 80
MOST_QUERY = 1000


@transaction.atomic(durable=True)
def save_view(*, process: str, actor: int, name: str, query: str, is_default: bool = False) -> int:
    """Keep filters under a name; the view's id. One of the same name is overwritten. Raises NoSuchProcess,
    NoSuchEmployee, NotSaved, TooManyViews."""
    found = process_of(process)
    if found is None:
        raise errors.NoSuchProcess
    _one_at_a_time(actor)
    name, query = _checked_name(name), _checked_query(query)
    own = SavedView.objects.filter(owner=actor, process=found)
    view = own.filter(name=name).first() or SavedView(owner_id=actor, process=found, name=name)
    if view.pk is None and own.count() >= MOST_VIEWS:
        raise errors.TooManyViews(most=MOST_VIEWS)
    _only_default(own, view.pk, is_default)
    view.query, view.is_default = query, is_default or view.is_default
    view.save()
    return view.pk


@transaction.atomic(durable=True)
def change_view(*, view: int, actor: int, name: str, is_default: bool, query: str | None = None) -> None:
    """Rename it, open the list with it or not any more, give it other filters (None keeps its own). Raises
    NoSuchView, NotSaved."""
    _one_at_a_time(actor)
    row = _own(view, actor)
    own = SavedView.objects.filter(owner=actor, process=row.process_id)
    name = _checked_name(name)
    if own.filter(name=name).exclude(pk=row.pk).exists():
        raise errors.NotSaved({"name": [_("You already have a view with this name.")]})
    _only_default(own, row.pk, is_default)
    row.name, row.is_default = name, is_default
    row.query = row.query if query is None else _checked_query(query)
    row.save(update_fields=["name", "is_default", "query"])


@transaction.atomic(durable=True)
def delete_view(*, view: int, actor: int) -> None:
    """Raises NoSuchView, also when it is somebody else's."""
    _one_at_a_time(actor)
    _own(view, actor).delete()


def _one_at_a_time(actor: int) -> None:
    """Two presses of one person wait for each other; who has left keeps nothing."""
    if not Employee.objects.filter(pk=actor, is_active=True).exists():
        raise errors.NoSuchEmployee
    store.alone(f"views:{actor}")


def _own(view: int, actor: int) -> SavedView:
    found = SavedView.objects.filter(pk=view, owner=actor).first()
    if found is None:
        raise errors.NoSuchView
    return found


def _only_default(own: QuerySet[SavedView], view: int | None, is_default: bool) -> None:
    if is_default:
        own.filter(is_default=True).exclude(pk=view or 0).update(is_default=False)


def _checked_name(name: str) -> str:
    text = " ".join(printable(name).split())
    if not text or len(text) > MOST_NAME:
        raise errors.NotSaved({"name": [_("Write between 1 and {most} characters.").format(most=MOST_NAME)]})
    return text


def _checked_query(query: str) -> str:
    if len(query) > MOST_QUERY or not query.isascii() or not query.isprintable():
        raise errors.NotSaved({"query": [_("These filters are too long to be kept.")]})
    return query
