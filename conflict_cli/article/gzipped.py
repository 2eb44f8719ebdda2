"""Text, JSON Lines and tables compressed with gzip; what stands before a cut is kept."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, cast


class Gunzipped(io.RawIOBase):
    """The unpacked bytes of a gzip file; a cut or damage ends them, and `fault` tells of it."""

    def __init__(self, stream: BinaryIO):
        super().__init__()
        self._packed = gzip.GzipFile(fileobj=stream)
        self.fault: str | None = None

    def readable(self) -> bool:
        """Tell that this stream is for reading."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with unpacked bytes; 0 at the end or at a fault."""
        if self.fault is not None:
            return 0
        try:
            data = self._packed.read1(len(buffer))
        except EOFError:
            self.fault = "gzip file cut short"
        except (gzip.BadGzipFile, zlib.error):
            self.fault = "gzip file damaged"
        else:
            buffer[: len(data)] = data
            return len(data)
        return 0

    def buffered(self) -> BinaryIO:
        """Return a stream to read the unpacked bytes from."""
        return cast(BinaryIO, io.BufferedReader(self))
