"""A document written as YAML or JSON is read as the same document, with the same hash."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.document.fields import FieldBase
from designer.document.load import (
    content_hash,
    document_source,
    dump_document,
    load_package,
    read_document,
    to_yaml,
)
from designer.document.process import ProcessDocument
from designer.document.yaml_text import has_control, read_yaml
from tests.designer.generated import DOCUMENTS
from tests.designer.samples import DOCUMENT, EVERYTHING, INVOICE, with_fields


def same(one: ProcessDocument, other: ProcessDocument) -> bool:
    return (
        one == other
        and content_hash(one) == content_hash(other)
        and dump_document(one) == dump_document(other)
    )


def test_generated_documents_survive_yaml_and_json() -> None:
    seen: list[ProcessDocument] = []

    @settings(deadline=None, max_examples=60, derandomize=True)
    @given(DOCUMENTS)
    def survives(document: ProcessDocument) -> None:
        seen.append(document)
        again = read_document(json.loads(json.dumps(dump_document(document))))
        assert same(again, document)
        from_yaml = read_document(_read(to_yaml(document_source(document))))
        assert same(from_yaml, document)
        assert to_yaml(document_source(from_yaml)) == to_yaml(document_source(document))

    survives()
    types = {field.type for document in seen for field in document.fields.values()}
    assert len(types) >= 12
    assert sum(any(not hasattr(node, "step") for node in one.route) for one in seen) >= 10


def _read(text: str) -> Any:
    return read_yaml(text).value


def test_shipped_packages_survive_with_their_settings_open() -> None:
    for text in (INVOICE, EVERYTHING):
        package = load_package(text)
        again = load_package(to_yaml(package.source))
        assert again.source == package.source
        assert same(again.document, package.document)
        assert same(read_document(dump_document(package.document)), package.document)


def test_the_sample_has_a_field_of_every_type() -> None:
    assert {type(field) for field in DOCUMENT.fields.values()} == set(FieldBase.__subclasses__())


def test_the_hash_is_of_what_is_said_and_not_of_how() -> None:
    fields = {"code": "count", "type": "number", "min": "1.50"}
    one = content_hash(with_fields(fields))
    assert content_hash(with_fields({**fields, "min": "1.5", "decimals": 2})) == one
    assert content_hash(with_fields({**fields, "min": "1.51"})) != one
    assert content_hash(with_fields({**fields, "label": "Other"})) != one


def test_keys_are_written_in_the_same_order_whatever_they_came_in() -> None:
    source = document_source(DOCUMENT)
    shuffled = json.loads(json.dumps(source, sort_keys=True))
    assert to_yaml(shuffled) == to_yaml(source)
    assert to_yaml(source).startswith("schema: 1\ncode: everything\nname:\n  en: Everything\n  ru: Всё\n")


@given(st.text())
def test_markup_and_template_code_are_kept_letter_by_letter(label: str) -> None:
    label = "<script>{{ 7*7 }}{% x %}${y}" + "".join(one for one in label if not has_control(one))[:50]
    document = with_fields({"code": "count", "type": "number", "label": label})
    again = read_document(_read(to_yaml(document_source(document))))
    assert again.fields["count"].label == label
