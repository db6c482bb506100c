"""The rules of a form: what is asked of whom, what must be filled in, what follows by itself. No database.

`settle` works out which fields are shown and required, `fill_in` reads what was typed, `check_sending` and
`check_step` say what stands in the way, field by field."""

from designer.form.filling import FilledIn, check_draft, fill_in, initial_values
from designer.form.sending import Problems, check_sending, check_step
from designer.form.settling import Settled, settle
from designer.form.views import FieldView, SectionView, requester_form, step_form

__all__ = [
    "FieldView",
    "FilledIn",
    "Problems",
    "SectionView",
    "Settled",
    "check_draft",
    "check_sending",
    "check_step",
    "fill_in",
    "initial_values",
    "requester_form",
    "settle",
    "step_form",
]
