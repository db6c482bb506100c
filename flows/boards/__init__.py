"""The requests of one process: as a board of stages, as a list with filters, as a file. Everything is read
in a handful of statements, however many requests there are."""

from flows.boards.board import Board, Column, Pile, read_board
from flows.boards.export import read_table
from flows.boards.filters import Filters, Wanted, canonical
from flows.boards.listing import Listing, filtered, read_list
from flows.boards.rows import Row, Sum
from flows.boards.scope import Scope, read_scope
from flows.boards.views import ViewChoice, views_of

__all__ = [
    "Board",
    "Column",
    "Filters",
    "Listing",
    "Pile",
    "Row",
    "Scope",
    "Sum",
    "ViewChoice",
    "Wanted",
    "canonical",
    "filtered",
    "read_board",
    "read_list",
    "read_scope",
    "read_table",
    "views_of",
]
