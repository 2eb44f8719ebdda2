"""JSON as we write it: UTF-8, no NaN, nothing that a terminal obeys, nothing that ends a script element."""

from __future__ import annotations

import json
import re
from typing import Any

# json leaves these as they are; a terminal obeys C1 controls, "</script>" and "<!--" change what a page is, older
# JavaScript ends a line at U+2028 and U+2029, and UTF-8 has no surrogates
_RAW_IN_JSON = re.compile("[<\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """Return a value as JSON, on one line unless `indent` (spaces a level) is given.

    Raises:
        ValueError: it holds NaN or an infinity, which JSON has no word for.
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _RAW_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", written)
