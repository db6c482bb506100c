"""Who may decide how much, and exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from org.reasons import Reason
from org.resolve.types import Found
from org.snapshot import Authority, OrgSnapshot


def limit_of(
    org: OrgSnapshot,
    position: str,
    *,
    process: str | None = None,
    item: str | None = None,
    day: date | None = None,
) -> Authority | None:
    """The authority of a position, None when it has none. The most specific one counts, even if a general
    one is larger: its own before its role's, then a named item, then a named process; among equals the
    largest."""
    post = org.positions[position]
    rows = [
        a
        for a in org.authorities
        if (a.position == position or (a.role is not None and a.role == post.role))
        and _applies(a, process, item, day)
    ]
    return max(rows, key=_specific, default=None)


def may_decide(
    org: OrgSnapshot,
    position: str,
    amount: Decimal,
    *,
    process: str | None = None,
    item: str | None = None,
    day: date | None = None,
) -> bool:
    """Whether the position has authority for this amount, in the company's currency. No authority: no."""
    found = limit_of(org, position, process=process, item=item, day=day)
    return found is not None and (found.limit is None or amount <= found.limit)


def by_authority(
    org: OrgSnapshot,
    process: str | None,
    item: str | None,
    amount: Decimal,
    day: date | None,
    *,
    unit: str | None = None,
) -> tuple[Found, ...]:
    """Every place that may decide this amount: on the way up from `unit` first, nearest first; then the
    others, the smallest sufficient limit first. Vacant places are among them."""
    path = [u.code for u in org.path_up(unit)]
    found = []
    for code in _candidates(org):
        held = limit_of(org, code, process=process, item=item, day=day)
        if held is not None and (held.limit is None or amount <= held.limit):
            found.append((_order(org, code, held, path), Found(code, org.in_post(code), _why(held))))
    return tuple(place for _order_, place in sorted(found, key=lambda pair: pair[0]))


def rate_on(org: OrgSnapshot, currency: str, day: date) -> Decimal | None:
    """What one unit of the currency costs in the company's on that day; None when no rate is known
    (then nothing that compares with a limit is sent, ROUTING 33)."""
    if currency == org.currency:
        return Decimal(1)
    known = [rate for rate in org.rates if rate.currency == currency and rate.day <= day]
    return max(known, key=lambda rate: rate.day).value if known else None


def _applies(a: Authority, process: str | None, item: str | None, day: date | None) -> bool:
    return (
        a.process in (None, process)
        and a.item in (None, item)
        and (day is None or ((a.starts is None or a.starts <= day) and (a.ends is None or day <= a.ends)))
    )


def _specific(a: Authority) -> tuple[bool, bool, bool, bool, Decimal]:
    return (
        a.position is not None,
        a.item is not None,
        a.process is not None,
        a.limit is None,
        a.limit or Decimal(0),
    )


def _candidates(org: OrgSnapshot) -> Iterator[str]:
    seen: set[str] = set()
    for a in org.authorities:
        for code in (a.position,) if a.position else org.positions_with.get(a.role or "", ()):
            if code not in seen and code in org.positions and org.positions[code].active:
                seen.add(code)
                yield code


def _order(
    org: OrgSnapshot, position: str, held: Authority, path: list[str]
) -> tuple[int, bool, Decimal, str]:
    headed = [path.index(u) for u in org.headed_by.get(position, ()) if u in path]
    nearness = min(headed, default=len(path))
    return (nearness, held.limit is None, held.limit or Decimal(0), position)


def _why(held: Authority) -> Reason:
    if held.limit is None:
        return Reason.of("authority_without_limit")
    return Reason.of("authority_up_to", limit=str(held.limit))
