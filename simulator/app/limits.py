"""What a page accepts, said on the page and kept by the server."""

from __future__ import annotations

from typing import Final

UPLOAD_LIMIT_MB: Final = 20
"""A larger file never reaches the kernel; about 200,000 invoices as CSV."""

UPLOAD_LIMIT_BYTES: Final = UPLOAD_LIMIT_MB * 1_000_000
