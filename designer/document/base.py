"""What every part of a document shares; see `designer.part`, which conditions share too."""

from designer.part import Code, Currency, Language, Line, Number, OrgCode, Part, Scalar, Text, say

__all__ = ["Code", "Currency", "Language", "Line", "Number", "OrgCode", "Part", "Scalar", "Text", "say"]
