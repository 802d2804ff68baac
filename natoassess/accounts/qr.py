"""An address as a QR code that a page may show."""

from __future__ import annotations

import base64
import io


def as_data_url(text: str) -> str:
    """`text` as the address of an SVG image: `data:`, which the security policy of the site allows for images."""
    import qrcode  # slow to load, and seldom needed
    from qrcode.image.svg import SvgPathImage

    drawn = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=4).save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode('ascii')}"
