"""The form of a request on a page: built from the document, read back from what was posted."""

from flows.forms.inputs import FileLine, Input, InputSection, Picked, build_sections
from flows.forms.posted import posted_values

__all__ = ["FileLine", "Input", "InputSection", "Picked", "build_sections", "posted_values"]
