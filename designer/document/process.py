"""The whole of a process version, as one document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic import Field as Limit

from designer.document.base import Code, OrgCode, Part, Scalar, Text
from designer.document.fields import Field, Form
from designer.document.placeholders import placeholders
from designer.document.route import Branch, Due, Node, Parallel, Step, Who

SCHEMA = 1
"""The number of the document's shape; older documents are brought up by `upcast`."""


class Stage(Part):
    """A column of the board."""

    code: Code
    label: Text


class Setting(Part):
    """A question asked at installation. Its answer replaces `{setting: code}` anywhere in the package."""

    code: Code
    label: Text
    help: Text | None = None
    type: Literal["text", "number", "yes_no", "choice", "unit_kind", "role", "unit", "employee"]
    options: tuple[Annotated[str, StringConstraints(max_length=60)], ...] = ()
    default: Scalar


class Attribute(Part):
    """A typed attribute of the items of a list."""

    code: Code
    label: Text
    type: Literal["text", "number", "yes_no", "employee", "unit", "date"]


class Item(Part):
    """An item shipped with a list."""

    code: OrgCode
    label: Text
    attributes: dict[Code, Scalar] = Limit(default_factory=dict, max_length=50)


class Catalog(Part):
    """A list the form picks from. Installing adds what is missing and never overwrites what is there."""

    code: Code
    label: Text
    attributes: tuple[Attribute, ...] = Limit(default=(), max_length=50)
    items: tuple[Item, ...] = Limit(default=(), max_length=2_000)

    def attribute_type(self, code: str) -> str | None:
        """The type of an attribute, None when there is no such attribute."""
        return next((one.type for one in self.attributes if one.code == code), None)


class Numbering(Part):
    """Given at first sending, gapless per series (DESIGN). `{year}`, `{seq}` and `{series}` are replaced;
    `series` names the field whose value keeps a series of its own (the payer); `yearly` starts again."""

    pattern: Annotated[
        str, StringConstraints(pattern=r"^[^{}]*(\{(year|seq|series)\}[^{}]*)+$", max_length=60)
    ]
    digits: int = Limit(default=4, ge=1, le=9)
    series: Code | None = None
    yearly: bool = True


class Explained(Part):
    """A mark and the field in which the requester says why it is so."""

    of: Code
    field: Code


class Parts(Part):
    """Which fields play which part: lists, board and phone read these. `marks` are shown beside the amount:
    a tick that is set, whatever was chosen (the choice that is offered first as the usual one). `reasons` say
    why something is urgent or marked, beside the mark."""

    title: Code | None = None
    amount: Code | None = None
    urgent: Code | None = None
    summary: tuple[Code, ...] = Limit(default=(), max_length=8)
    marks: tuple[Code, ...] = Limit(default=(), max_length=4)
    reasons: tuple[Explained, ...] = Limit(default=(), max_length=5)


class Document(Part):
    """A printed document: title (without one, its label), fields and texts with placeholders that are never
    executed (`designer.document.placeholders`). It is made when the step `after` is done; without one, when
    the last approval is given; and anew when the request is completed. `annex_to` is the field of files that
    it is printed together with."""

    code: Code
    label: Text
    kind: Literal["approval_sheet", "approval_history"]
    title: Text | None = None
    fields: tuple[Code, ...] = ()
    intro: Text | None = None
    closing: Text | None = None
    after: Code | None = None
    annex_to: Code | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"

    @property
    def texts(self) -> dict[str, Text]:
        """Its texts with placeholders, by name."""
        found = {"title": self.title, "intro": self.intro, "closing": self.closing}
        return {name: text for name, text in found.items() if text is not None}

    @property
    def shows(self) -> frozenset[str]:
        """Codes of all that it says of the form: whoever may not see one of them does not get it. Names in
        braces that are no fields are among them."""
        named = (name for text in self.texts.values() for _language, name in placeholders(text))
        return frozenset((*self.fields, *named))


class Rework(Part):
    """What happens on sending again. `remarks_block`: an unanswered remark blocks sending.
    `ask_again`: what the requester is offered first."""

    remarks_block: bool = True
    ask_again: Literal["everybody", "only_needed"] = "only_needed"
    requester_chooses: bool = True


class ProcessDocument(Part):
    """A process version. Everything the engine, the screens and the printed documents know of a process."""

    schema_number: Literal[1] = Limit(alias="schema")
    code: Code
    name: Text
    one: Text | None = None
    description: Text | None = None
    icon: Code = "doc_full"
    category: Text | None = None
    in_menu: bool = True
    owner: Who
    responsible: Who
    fallback_approvers: tuple[Who, ...] = Limit(min_length=1, max_length=10)
    settings: tuple[Setting, ...] = ()
    catalogs: tuple[Catalog, ...] = ()
    numbering: Numbering
    parts: Parts = Parts()
    form: Form
    stages: tuple[Stage, ...] = Limit(min_length=1, max_length=20)
    stage_of_draft: Code
    stage_when_done: Code
    route: tuple[Node, ...] = Limit(min_length=1, max_length=100)
    due: Due | None = None
    rework: Rework = Rework()
    documents: tuple[Document, ...] = ()

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Field code → field, in the form's order."""
        return {field.code: field for section in self.form.sections for field in section.fields}

    @cached_property
    def _catalogs(self) -> dict[str, Catalog]:
        return {catalog.code: catalog for catalog in self.catalogs}

    def document(self, code: str) -> Document | None:
        """The printed document with this code."""
        return next((one for one in self.documents if one.code == code), None)

    def catalog(self, code: str) -> Catalog | None:
        """The list with this code, as the document describes it."""
        return self._catalogs.get(code)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Step code → step, in the route's order, whatever the nesting."""
        return {step.step: step for step in _steps(self.route)}

    def seen_by(self, step: Step) -> frozenset[str]:
        """Codes of the fields a step may see: those named, or the whole form; and what it edits."""
        return frozenset(self.fields) if step.sees is None else frozenset(step.sees) | frozenset(step.edits)

    @cached_property
    def seen_everywhere(self) -> frozenset[str]:
        """Codes of the fields that every step may see: nothing else may stand in lists or be searched for."""
        return frozenset(self.fields).intersection(*(self.seen_by(step) for step in self.steps.values()))

    @cached_property
    def printed_fields(self) -> tuple[str, ...]:
        """The fields that documents print; when none is printed, all of them but those filled in at later
        steps, which nobody can vouch for before."""
        printed = {code for document in self.documents for code in document.fields}
        asked_first = tuple(code for code, field in self.fields.items() if field.asked_of == "requester")
        return tuple(code for code in asked_first if code in printed) or asked_first

    @cached_property
    def _files_of_requester(self) -> tuple[str, ...]:
        return tuple(
            code
            for code, field in self.fields.items()
            if field.type == "files" and field.asked_of == "requester"
        )

    def covered_fields(self, step: Step) -> tuple[str, ...]:
        """The fields a sign-off of the step vouches for, files among them when it covers files."""
        named = self.printed_fields if step.covers.fields is None else step.covers.fields
        files = [code for code in self._files_of_requester if step.covers.files]
        return tuple(dict.fromkeys([*named, *files]))


def _steps(nodes: tuple[Node, ...]) -> Iterator[Step]:
    for node in nodes:
        if isinstance(node, Branch | Parallel):
            for path in node.paths:
                yield from _steps(path.steps)
        else:
            yield node
