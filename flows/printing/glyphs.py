"""Which characters can be drawn, and what stands for those that cannot. Knows nothing of Django."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_pt_sans
from reportlab.pdfbase.ttfonts import TTFontFile

OWN = Path(fontpkg_pt_sans.ROOT) / "files"
STYLES = {
    ("normal", "normal"): "PT_Sans-Web-Regular.ttf",
    ("bold", "normal"): "PT_Sans-Web-Bold.ttf",
    ("normal", "italic"): "PT_Sans-Web-Italic.ttf",
    ("bold", "italic"): "PT_Sans-Web-BoldItalic.ttf",
}
"""(weight, style) → file of PT Sans."""
ELSEWHERE = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
)
"""Where systems keep DejaVu Sans: signs that PT Sans lacks (arrows, ticks) are taken from it."""
SIGNS = ("□", "¤")
"""What stands for a character that no font has: the first that one of them has."""
SPACES = {"Zs": "\u00a0", "Zl": "\n", "Zp": "\n"}
"""What stands for a space or line end that no font has, by its category."""


@dataclass(frozen=True)
class Drawable:
    """A text that the fonts can draw; so many of its characters were replaced."""

    text: str
    missing: int


@cache
def fallback() -> Path | None:
    """The font for what PT Sans lacks: PLACET_FALLBACK_FONT, else DejaVu Sans, else none."""
    wanted = os.environ.get("PLACET_FALLBACK_FONT")
    places = (wanted,) if wanted else ELSEWHERE
    return next((Path(one) for one in places if Path(one).is_file()), None)


@cache
def covered(alone: bool = False) -> frozenset[int]:
    """Code points that every style of PT Sans has, and (unless `alone`) those of the fallback."""
    own = frozenset.intersection(*(_cmap(OWN / name) for name in STYLES.values()))
    other = None if alone else fallback()
    return own | _cmap(other) if other else own


def drawable(text: str, alone: bool = False) -> Drawable:
    """The text as the fonts can draw it: composed, without invisible marks, unknown spaces as spaces, and a
    visible sign for every character that no font has."""
    own, known = covered(alone=True), covered(alone)
    sign = next(one for one in SIGNS if ord(one) in known)
    made, missing = list[str](), 0
    for one in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(one)
        if one in "\n\t":
            made.append(one)
        elif _is_silent(one, kind):
            continue
        elif kind in SPACES and ord(one) not in own:
            made.append(SPACES[kind])
        elif ord(one) in known:
            made.append(one)
        else:
            made.append(sign)
            missing += 1
    return Drawable("".join(made), missing)


def _is_silent(one: str, kind: str) -> bool:
    """Controls, directions, joiners and selectors: nothing is lost without them."""
    return kind in ("Cc", "Cf") or 0xFE00 <= ord(one) <= 0xFE0F or 0x1F3FB <= ord(one) <= 0x1F3FF


def _cmap(path: Path) -> frozenset[int]:
    """Without the planes above the first: the text of a PDF made from those is not read back right."""
    return frozenset(one for one in TTFontFile(str(path)).charToGlyph if one <= 0xFFFF)
