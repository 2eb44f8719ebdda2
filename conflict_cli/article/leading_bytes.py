"""What the first bytes of an input say it is: for standard input, and where a file's ending lies."""

from __future__ import annotations

import codecs
import io
import json
import re
from typing import BinaryIO

PROBE_BYTES = 8192

_GZIP = b"\x1f\x8b"
_SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "DOCX",  # or another ZIP archive: the reader of DOCX tells
    b"\xd0\xcf\x11\xe0": "DOCX",  # its forerunner, or an encrypted one: told there too
    b"PAR1": "Parquet",
}
_PAGE = re.compile(rb"(?:<\?xml[^>]*>|<!--(?:(?!-->).)*-->|\s)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_JSON_OBJECT = re.compile(rb'\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\Z)')
_JSON_ARRAY = re.compile(rb"\[\s*(?:\{|\Z)")
_HEADER = re.compile(rb"(?m)^([A-Za-z][A-Za-z-]*):(?=[ \t])")
_MAILERS_HEADERS = {b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to"}


def is_gzip(head: bytes) -> bool:
    """Tell whether the bytes open a gzip file."""
    return head.startswith(_GZIP)


def format_of(head: bytes) -> str | None:
    """Return the name of the format that an input's first bytes show, None for plain text and what is unknown."""
    content = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, name in _SIGNATURES.items():
        if content.startswith(signature):
            return name
    if _PAGE.match(content):
        return "web page"
    if _JSON_OBJECT.match(content):
        return _json_format(content, whole=len(head) < PROBE_BYTES)
    if _JSON_ARRAY.match(content):
        return "JSON"
    return "e-mail" if _is_mail(content) else None


def _json_format(content: bytes, *, whole: bool) -> str:
    """Tell JSON Lines from one object written over several lines."""
    line, line_end, _ = content.partition(b"\n")
    if not line_end and not whole:
        return "JSON Lines"  # a line longer than the probe
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        # a broken record is told with its line, unless the object goes on: "{" or '{"id": 1,'
        return "JSON" if line.rstrip().endswith((b"{", b",", b"[", b":")) else "JSON Lines"
    return "JSON Lines"


def _is_mail(content: bytes) -> bool:
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    names = {name.lower() for name in _HEADER.findall(head)}
    first = head.partition(b"\n")[0]
    opens = bool(_HEADER.match(first)) or first.startswith(b"From ")
    return opens and len(names) > 1 and bool(names & _MAILERS_HEADERS)


def rewound(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first bytes of a stream, and the stream with them still to be read.

    From a pipe of JSON no more than the first line is awaited, so that its record goes on at once.
    """
    if stream.seekable():
        head = stream.read(PROBE_BYTES)
        stream.seek(-len(head), io.SEEK_CUR)
        return head, stream
    head = b""
    while len(head) < PROBE_BYTES and (line := stream.readline(PROBE_BYTES - len(head))):
        head += line
        if line.lstrip().startswith(b"{") and line.endswith(b"\n"):
            break
    return head, io.BufferedReader(_Replayed(head, stream))


class _Replayed(io.RawIOBase):
    """A stream that gives bytes already read once more, then the rest."""

    def __init__(self, head: bytes, rest: BinaryIO):
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._head:
            return int(self._rest.readinto1(buffer))  # type: ignore[attr-defined]  # every binary stream has it
        size = min(len(buffer), len(self._head))
        buffer[:size] = self._head[:size]
        self._head = self._head[size:]
        return size
