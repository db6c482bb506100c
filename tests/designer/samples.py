"""A document with a field of every type, and a scope to evaluate on; the company is that of the org tests."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from designer.conditions.evaluate import Scope
from designer.conditions.tree import Condition, Operand
from designer.document.load import load_document
from designer.document.process import ProcessDocument
from designer.document.yaml_text import read_yaml
from designer.route.facts import Facts
from tests.org.small import company

TODAY = date(2026, 11, 17)
INVOICE = (Path(__file__).resolve().parents[2] / "designer" / "shipped" / "invoice.yaml").read_text()
SHA = "a" * 64
EVERYTHING = """
schema: 1
code: everything
name: {en: Everything, ru: Всё}
owner: {source: nearest_role, role: ceo, unit: {start: true}}
responsible: {source: requester}
fallback_approvers: [{source: nearest_role, role: ceo, unit: {start: true}}]
numbering: {pattern: "E-{year}-{seq}"}
catalogs:
  - code: suppliers
    label: Suppliers
    attributes:
      - {code: blocked, label: Blocked, type: yes_no}
      - {code: rating, label: Rating, type: number}
      - {code: since, label: Since, type: date}
    items: [{code: acme, label: Acme, attributes: {blocked: false, rating: "4.5"}}]
form:
  sections:
    - code: main
      label: Main
      fields:
        - {code: note, type: text, label: Note, max_length: 20}
        - {code: story, type: long_text, label: Story}
        - {code: count, type: number, label: Count}
        - {code: amount, type: money, label: Amount, currencies: [RUB, USD, JPY], min: "0.01"}
        - {code: day, type: date, label: Day}
        - {code: moment, type: datetime, label: Moment}
        - {code: urgent, type: yes_no, label: Urgent}
        - {code: kind, type: choice, label: Kind, options: [{code: a, label: A}, {code: b, label: B}]}
        - {code: kinds, type: choices, label: Kinds, options: [{code: a, label: A}, {code: b, label: B}]}
        - {code: supplier, type: item, label: Supplier, catalog: suppliers}
        - {code: boss, type: employee, label: Boss}
        - {code: payer, type: unit, label: Payer, kinds: [branch]}
        - {code: earlier, type: request, label: Earlier}
        - {code: scans, type: files, label: Scans, accept: [pdf], max_count: 2, max_megabytes: 1}
    - code: more
      label: More
      fields:
        - code: total
          type: computed
          label: Total
          result: money
          value: {calc: multiply, of: [{field: amount}, {field: count}]}
stages: [{code: only, label: Only}]
stage_of_draft: only
stage_when_done: only
route:
  - {step: boss, label: Boss, stage: only, who: {source: direct_manager}}
"""
RAW: dict[str, Any] = read_yaml(EVERYTHING).value  # type: ignore[assignment]
DOCUMENT = load_document(RAW)
_CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
_OPERAND: TypeAdapter[Operand] = TypeAdapter(Operand)


def raw(**changes: Any) -> dict[str, Any]:
    """The plain document, with these parts instead."""
    return {**deepcopy(RAW), **changes}


def with_fields(
    *fields: dict[str, Any], checks: list[dict[str, Any]] | None = None, **changes: Any
) -> ProcessDocument:
    """A document whose form has just these fields; a label is added."""
    labelled = [{"label": one["code"].title(), **one} for one in fields]
    sections = [{"code": "main", "label": "Main", "fields": labelled}]
    return load_document(raw(form={"sections": sections, "checks": checks or []}, **changes))


def scope(values: dict[str, Any] | None = None, document: ProcessDocument = DOCUMENT, **facts: Any) -> Scope:
    """A request of Ivan (Kazan, sales) with these stored values, today being Tuesday, 17 November 2026."""
    found = Facts(
        process=document.code,
        requester="ivan",
        entered_by="ivan",
        requested_for="ivan",
        unit="KZN-S",
        values=values or {},
        items={("suppliers", "acme"): {"blocked": False, "rating": "4.5"}},
        rates={"USD": Decimal("80.5")},
    )
    return Scope(document, replace(found, **facts), company(), TODAY)


def condition(value: dict[str, Any]) -> Condition:
    return _CONDITION.validate_python(value)


def operand(value: dict[str, Any]) -> Operand:
    return _OPERAND.validate_python(value)


def rub(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "RUB"}


def pdf(sha: str = SHA, name: str = "invoice.pdf", size: int = 1_000, kind: str = "pdf") -> dict[str, Any]:
    return {"sha256": sha, "name": name, "size": size, "kind": kind}
