"""Pictures without holes, for the processes that draw apart from the platform. Pure."""

from __future__ import annotations

from typing import Any


def on_white(image: Any) -> Any:
    """A picture of Pillow in red, green and blue: what is transparent shows white paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")
