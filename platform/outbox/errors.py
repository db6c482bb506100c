"""What the outbox refuses."""

from common.errors import NotFound, TooLate


class NoSuchItem(NotFound):
    """There is no such item in the outbox."""


class NotDead(TooLate):
    """Only what could not be delivered is sent again."""


class CannotCarry(Exception):
    """A carrier could not deliver and says why, for administrators to read; it is tried again later."""


class Refused(CannotCarry):
    """It will never be delivered, however often it is tried: it is dead at once."""
