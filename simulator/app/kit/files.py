"""Files that a page hands out: links that carry the whole file, so that nothing lies on the server."""

from __future__ import annotations

from base64 import b64encode
from html import escape

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML = "application/yaml"


def link(text: str, file_name: str, kind: str, content: bytes) -> str:
    """A link that saves a file (HTML)."""
    data = b64encode(content).decode()
    return (
        f'<a class="quiet" download="{escape(file_name)}" href="data:{kind};base64,{data}">{escape(text)}</a>'
    )


def file_name_of(name: str) -> str:
    """A name that every system takes as a file's.

    >>> file_name_of("2/10 net 30")
    '2_10_net_30'
    """
    kept = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name)
    return "_".join(part for part in kept.lower().split("_") if part) or "strategy"
