"""Bytes of a raw file, decompressed, in bounded memory; damage is noted, never raised."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

import zstandard

# The most that one page or record may hold, decompressed: no article comes near it, and a few of
# them fit in memory at once.
RECORD_LIMIT = 32 * 1024 * 1024

_CHUNK = 1 << 18
# A zstd frame may expand its input ten thousandfold: it is fed in small bites.
_ZSTD_BITE = 1 << 12
_GZIP_MAGIC = b"\x1f\x8b\x08"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read: a reason code, what was found, and at which record."""

    reason: str
    detail: str
    record: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its position in the file from 0, where that is for a person, its fields."""

    number: int
    where: str
    fields: Mapping[str, object]


def too_large(where: str, number: int = 0) -> Fault:
    """Say that a page or record is beyond the limit."""
    limit = RECORD_LIMIT // (1024 * 1024)
    return Fault("too-large", f"{where} is larger than {limit} MiB", number)


class RawStream:
    """A file's bytes, decompressed as its suffix says.

    ``fault`` is set once damage was met; what stands before it (and, in gzip files of several
    members, after it) is still given. ``position`` counts the bytes of the file that are read.
    """

    def __init__(self, file: BinaryIO, suffix: str) -> None:
        """Read ``file``; ``suffix`` is ``.gz``, ``.zst`` or anything else for plain bytes."""
        self.fault: Fault | None = None
        self._file = file
        readers = {".gz": self._gzip, ".zst": self._zstandard}
        self._chunks = readers.get(suffix, self._plain)()
        self._buffer = b""
        self.position = 0

    def __enter__(self) -> Self:
        """Use the stream; its file is closed after."""
        return self

    def __exit__(self, *exception: object) -> None:
        """Close the file."""
        self._file.close()

    def read(self, size: int) -> bytes:
        """Give the next bytes, at most ``size``; none at the end."""
        if not self._buffer:
            self._buffer = next(self._chunks, b"")
        given, self._buffer = self._buffer[:size], self._buffer[size:]
        return given

    def read_all(self, limit: int) -> bytes | None:
        """Give all bytes, or ``None`` when there are more than ``limit``."""
        pieces = []
        total = 0
        while piece := self.read(_CHUNK):
            total += len(piece)
            if total > limit:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    def _plain(self) -> Iterator[bytes]:
        try:
            while chunk := self._file.read(_CHUNK):
                self.position += len(chunk)
                yield chunk
        except OSError as error:
            self.fault = Fault("unreadable", f"reading stopped: {error.strerror or error}")

    def _gzip(self) -> Iterator[bytes]:
        member = zlib.decompressobj(wbits=31)
        source = self._plain()
        data = b""
        started = False
        while True:
            data = data or next(source, b"")
            if not data:
                break
            try:
                chunk = member.decompress(data, _CHUNK)
            except zlib.error as error:
                self._note("bad-gzip", f"damaged gzip data ({error})")
                data = _from_next_member(member.unconsumed_tail or data, source)
                member = zlib.decompressobj(wbits=31)
                started = False
                # Whatever the damage cut must not run into what follows it.
                yield b"\n"
                continue
            started = True
            if chunk:
                yield chunk
            data = member.unconsumed_tail
            if member.eof:
                data = member.unused_data.lstrip(b"\0")
                member = zlib.decompressobj(wbits=31)
                started = False
        if started:
            self._note("truncated-archive", "the gzip file ends in the middle of its data")

    def _zstandard(self) -> Iterator[bytes]:
        frame = zstandard.ZstdDecompressor().decompressobj()
        started = False
        for whole in self._plain():
            for start in range(0, len(whole), _ZSTD_BITE):
                data = whole[start : start + _ZSTD_BITE]
                while data:
                    try:
                        chunk = frame.decompress(data)
                    except zstandard.ZstdError as error:
                        self._note("bad-zstd", f"damaged zstd data ({error})")
                        return
                    started = not frame.eof
                    data = frame.unused_data if frame.eof else b""
                    if frame.eof:
                        frame = zstandard.ZstdDecompressor().decompressobj()
                    if chunk:
                        yield chunk
        if started:
            self._note("truncated-archive", "the zstd file ends in the middle of its data")

    def _note(self, reason: str, detail: str) -> None:
        self.fault = self.fault or Fault(reason, detail)


def _from_next_member(data: bytes, source: Iterator[bytes]) -> bytes:
    """Skip to where another gzip member seems to start, past the first byte given."""
    data = data[1:]
    while True:
        start = data.find(_GZIP_MAGIC)
        if start >= 0:
            return data[start:]
        chunk = next(source, b"")
        if not chunk:
            return b""
        data = data[-2:] + chunk


def as_utf8(stream: RawStream) -> Iterator[bytes]:
    """Give a stream in chunks, obeying its byte order mark: UTF-16 and UTF-32 become UTF-8."""
    head = b""
    while len(head) < 4 and (piece := stream.read(4 - len(head))):
        head += piece
    mark, codec = next((m for m in _MARKS if head.startswith(m[0])), (b"", "utf-8"))
    chunk = head[len(mark) :]
    if codec == "utf-8":
        while chunk or (chunk := stream.read(_CHUNK)):
            yield chunk
            chunk = b""
        return
    decoder = codecs.getincrementaldecoder(codec)("replace")
    while chunk or (chunk := stream.read(_CHUNK)):
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        chunk = b""
    yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def lines(stream: RawStream, limit: int = RECORD_LIMIT) -> Iterator[bytes | None]:
    r"""Give the lines of a stream, line end included; ``None`` stands for one beyond ``limit``.

    A byte order mark is obeyed. Lines end in ``\n``.
    """
    kept: list[bytes] = []
    size = 0
    for chunk in as_utf8(stream):
        start = 0
        while (end := chunk.find(b"\n", start) + 1) > 0:
            piece = chunk[start:end]
            size += len(piece)
            yield b"".join((*kept, piece)) if size <= limit else None
            kept, size, start = [], 0, end
        size += len(chunk) - start
        if size <= limit:
            kept.append(chunk[start:])
        else:
            kept = []
    if size:
        yield b"".join(kept) if size <= limit else None


def open_stream(file: Path) -> RawStream:
    """Open a file for reading; raises ``OSError`` when that is not allowed."""
    return RawStream(file.open("rb"), file.suffix.lower())
