"""Packages: processes as text, installed here and exported for elsewhere."""

from designer.packages.export import export
from designer.packages.install import install
from designer.packages.report import CatalogChange, InstallReport

__all__ = ["CatalogChange", "InstallReport", "export", "install"]
