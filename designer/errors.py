"""What the designer refuses, each as a sentence."""

from __future__ import annotations

from common.errors import Invalid, NotAllowed, NotFound, TooLate


class VersionNeverChanges(NotAllowed):
    """A published version never changes. Publish a new one."""


class CatalogNeverDeleted(NotAllowed):
    """Items of a list are deactivated, never deleted."""


class MayNotStart(NotAllowed):
    """You may not start requests of this process."""


class MayNotDesign(NotAllowed):
    """You may not change this process."""


class MayNotPublish(NotAllowed):
    """You may not publish this process."""


class MayNotInstall(NotAllowed):
    """You may not add processes."""


class MayNotEditLists(NotAllowed):
    """You may not change lists."""


class NoSuchProcess(NotFound):
    """There is no such process."""


class NoSuchVersion(NotFound):
    """There is no such version."""


class NoSuchCatalog(NotFound):
    """There is no such list."""


class NotPublished(TooLate):
    """This process has no published version yet."""


class InstalledMeanwhile(TooLate):
    """Somebody has installed this package at the same moment. Look at it again."""


class PackageRefused(Invalid):
    """The package has mistakes. Nothing was changed."""


class ItemRefused(Invalid):
    """Some of the values are not right. Nothing was changed."""
