"""Pages in WARC files (ISO 28500): responses, resources and conversions that are HTML or text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.message import Message
from typing import Literal

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from cleaners.encoding import UnreadableError, decode
from flows.raw_streams import RECORD_LIMIT, Fault, RawStream, Record, too_large

_CHUNK = 1 << 16
_LONGEST_HEADER = 1 << 20
_PAGE_RECORDS = frozenset((b"response", b"resource", b"conversion"))
_HEADER_LINE = re.compile(rb"^([^:\r\n]+):[ \t]*([^\r\n]*)", re.MULTILINE)
_NEXT_RECORD = re.compile(rb"\nWARC/[01]\.\d\r?\n")
_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml", ""))
_TEXT_TYPES = frozenset(("text/plain", "text/markdown"))


def read_warc(stream: RawStream) -> Iterator[Record | Fault]:
    """Read the pages of a WARC file; a damaged record is a fault, and the next one is sought.

    Redirects, images, scripts and requests are no pages and are left out. The fields are ``html``
    or ``text``, ``url``, ``fetched_at`` and ``lang``; the page is decoded with the character set
    of its HTTP header where there is one.
    """
    source = _Source(stream)
    number = -1
    while source.skip_blank_lines():
        number += 1
        headers = source.headers()
        length = _length(headers)
        if headers is None or length is None:
            yield Fault("bad-warc-record", f"record {number + 1} has no valid header", number)
            source.seek_record()
            continue
        is_page = _header(headers, b"WARC-Type").lower() in _PAGE_RECORDS
        if length > RECORD_LIMIT:
            source.skip(length)
            if is_page:
                yield too_large(f"record {number + 1}", number)
            continue
        block = source.take(length)
        if len(block) < length or not source.at_border():
            detail = f"record {number + 1} does not have the {length} bytes that it announces"
            yield Fault("bad-warc-record", detail, number)
            source.give_back(block)
            source.seek_record()
        elif is_page:
            item = _page(headers + block + b"\r\n\r\n", number)
            if item is not None:
                yield item


def _length(headers: bytes | None) -> int | None:
    text = _header(headers or b"", b"Content-Length")
    return int(text) if text.isdigit() else None


def _header(headers: bytes, name: bytes) -> bytes:
    found = (value for key, value in _HEADER_LINE.findall(headers) if key.lower() == name.lower())
    return bytes(next(found, b"")).strip()


def _page(data: bytes, number: int) -> Record | Fault | None:
    """Give the page in one whole record; ``None`` when it holds something else."""
    where = f"record {number + 1}"
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(data))))
        media, charset = _content_type(record)
        status = record.http_headers.get_statuscode() if record.http_headers else "200"
        if media is None or status.startswith("3"):
            return None
        if not status.startswith("2"):
            return Fault("http-error", f"{where}: the server answered {status}", number)
        payload = record.content_stream().read(RECORD_LIMIT + 1)
    except (ArchiveLoadFailed, StopIteration, EOFError, OSError, ValueError) as error:
        return Fault("bad-warc-record", f"{where}: {error or type(error).__name__}", number)
    if len(payload) > RECORD_LIMIT:
        return too_large(where, number)
    content: bytes | str = payload
    if charset and payload.strip():
        try:
            content = decode(payload, declared=charset, html=media == "html")
        except UnreadableError as error:
            return Fault(error.reason, f"{where}: {error.detail}", number)
    fields = {
        media: content,
        "url": record.rec_headers.get_header("WARC-Target-URI"),
        "fetched_at": record.rec_headers.get_header("WARC-Date"),
        "lang": record.http_headers and record.http_headers.get_header("Content-Language"),
    }
    return Record(number, where, fields)


def _content_type(record: ArcWarcRecord) -> tuple[Literal["html", "text"] | None, str | None]:
    headers = record.http_headers or record.rec_headers
    message = Message()
    message["Content-Type"] = headers.get_header("Content-Type") or ""
    given = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    charset = message.get_content_charset()
    if given in _HTML_TYPES:
        return "html", charset
    return ("text" if given in _TEXT_TYPES else None), charset


class _Source:
    """A stream that can look ahead."""

    def __init__(self, stream: RawStream) -> None:
        self._stream = stream
        self._buffer = b""

    def _fill(self, size: int) -> bool:
        """Have at least ``size`` bytes in the buffer, or all that are left."""
        pieces = [self._buffer]
        held = len(self._buffer)
        while held < size and (piece := self._stream.read(_CHUNK)):
            pieces.append(piece)
            held += len(piece)
        self._buffer = b"".join(pieces)
        return held >= size

    def skip_blank_lines(self) -> bool:
        """Go to the next byte that is no line break; tell whether there is one."""
        while self._fill(1):
            self._buffer = self._buffer.lstrip(b"\r\n")
            if self._buffer:
                return True
        return False

    def headers(self) -> bytes | None:
        """Take the lines up to an empty one; ``None`` when no record starts here."""
        if not self._fill(5) or not self._buffer.startswith(b"WARC/"):
            return None
        size = _CHUNK
        while True:
            complete = self._fill(size)
            end = _END_OF_HEADERS.search(self._buffer)
            if end:
                return self.take(end.end())
            if not complete or size > _LONGEST_HEADER:
                return None
            size *= 2

    def take(self, size: int) -> bytes:
        """Take bytes; fewer at the end of the file."""
        self._fill(size)
        given, self._buffer = self._buffer[:size], self._buffer[size:]
        return given

    def skip(self, size: int) -> None:
        """Leave bytes out without keeping them."""
        while size > 0 and (piece := self.take(min(size, _CHUNK))):
            size -= len(piece)

    def give_back(self, data: bytes) -> None:
        """Put bytes back before the ones that come next."""
        self._buffer = data + self._buffer

    def at_border(self) -> bool:
        """Whether a record ends here."""
        self._fill(4)
        return not self._buffer or self._buffer[:1] in b"\r\n" or self._buffer.startswith(b"WARC/")

    def seek_record(self) -> None:
        """Go to where the next record seems to start, or to the end."""
        while True:
            found = _NEXT_RECORD.search(self._buffer)
            if found:
                self._buffer = self._buffer[found.start() + 1 :]
                return
            kept = self._buffer[-16:]
            more = self._stream.read(_CHUNK)
            self._buffer = kept + more if more else b""
            if not more:
                return
