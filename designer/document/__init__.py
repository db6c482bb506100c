"""The document of a process version: what a package says, as immutable typed values.

Pure: no database, no framework. A document is loaded from YAML or from stored JSON (`load`), checked
across its parts (`checks`), described by a JSON Schema (`schema`) and identified by a content hash.
"""

from designer.document.base import Text, say
from designer.document.fields import Field
from designer.document.process import ProcessDocument
from designer.document.route import Step

__all__ = ["Field", "ProcessDocument", "Step", "Text", "say"]
