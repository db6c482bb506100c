"""The card of a request: everything a page shows of it, as plain frozen values for one reader."""

from flows.cards.build import Draft, card_for
from flows.cards.model import Act, Ask, Card, Happening, RemarkLine, RoutePlace

__all__ = ["Act", "Ask", "Card", "Draft", "Happening", "RemarkLine", "RoutePlace", "card_for"]
