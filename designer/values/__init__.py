"""The values of a request: how each type of field is stored, read, typed in and shown.

Stored values are plain JSON by field code. An empty value is absent or null. The shapes:

| field type | stored | read as |
|---|---|---|
| text, long_text | `"text"` | str |
| number | `"12.50"` | Decimal |
| money | `{"amount": "100.00", "currency": "RUB"}` | Money |
| date | `"2026-11-21"` | date |
| datetime | `"2026-11-21T07:30:00+00:00"`, UTC | datetime, aware |
| yes_no | `true` / `false`; absent is `false` | bool |
| choice | `"code"` | str |
| choices | `["code", …]` in the order of the options | tuple of str |
| item, employee, unit, request | its code (a request's id) as text | str |
| files | `[{"sha256": …, "name": …, "size": bytes, "kind": …}, …]` | tuple of StoredFile |
| computed | as its result type | as its result type |

`shapes` is pure; `parse` (what a person typed) and `show` (what a person reads) speak the reader's language.
"""

from designer.values.shapes import Malformed, StoredFile, Typed, canonical, is_empty, read, same, store

__all__ = ["Malformed", "StoredFile", "Typed", "canonical", "is_empty", "read", "same", "store"]
