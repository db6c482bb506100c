"""What happened, for ever: typed events, chained by hash, and the checks that nothing was changed."""

from flows.history.chain import SCHEME, Recorded, seal
from flows.history.fold import Deed, acts, open_remarks, remarks_made
from flows.history.payloads import Payload, dump, load

__all__ = [
    "SCHEME",
    "Deed",
    "Payload",
    "Recorded",
    "acts",
    "dump",
    "load",
    "open_remarks",
    "remarks_made",
    "seal",
]
