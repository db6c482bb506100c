"""What happened, for ever: typed events, chained by hash, and the checks that nothing was changed."""

from flows.history.chain import NAMES, SCHEME, Recorded, seal, veil
from flows.history.fold import Deed, acts, open_remarks, remarks_made
from flows.history.payloads import Payload, dump, load

__all__ = [
    "NAMES",
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
    "veil",
]
