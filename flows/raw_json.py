"""Records in JSON lines and in JSON files; a damaged one loses nothing but itself."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from cleaners.encoding import UnreadableError, decode
from flows.raw_fields import has_page
from flows.raw_streams import RECORD_LIMIT, Fault, RawStream, Record, as_utf8, lines, too_large

# Keys under which an object holds its records.
WRAPPERS = (
    "items",
    "data",
    "articles",
    "pages",
    "records",
    "results",
    "documents",
    "posts",
    "rows",
)

_STRUCTURE = re.compile(rb'["{}\[\]]')
_STRING_RUN = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+', re.DOTALL)
_OPENING = b"{["
JSON_NAMES = {
    bool: "true or false",
    float: "a number",
    int: "a number",
    list: "an array",
    str: "a string",
    type(None): "null",
}


def read_jsonl(stream: RawStream) -> Iterator[Record | Fault]:
    """Read JSON lines; a line that is not an object is a fault."""
    return _json_lines(lines(stream), stream)


def read_json(stream: RawStream) -> Iterator[Record | Fault]:
    """Read a JSON file: an object, an array of them, or an object that holds such an array.

    A damaged array, or one beyond the limit of a record, is read element by element.
    """
    chunks = as_utf8(stream)
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size > RECORD_LIMIT:
            yield from _large_json(itertools.chain(held, chunks))
            return
    yield from _small_json(b"".join(held), stream)


def _small_json(data: bytes, stream: RawStream) -> Iterator[Record | Fault]:
    if not data.strip():
        yield Fault("empty", "the file holds nothing")
        return
    try:
        value = json.loads(_text(data), strict=False)
    except UnreadableError as error:
        yield Fault(error.reason, error.detail)
    except (ValueError, RecursionError) as error:
        held = data.splitlines(keepends=True)
        if _is_jsonl(held):
            yield from _json_lines(held, stream)
        else:
            yield from _damaged_json(data, str(error))
    else:
        yield from _json_value(value)


def _large_json(chunks: Iterable[bytes]) -> Iterator[Record | Fault]:
    found = False
    for number, element in enumerate(json_elements(chunks)):
        found = True
        yield _json_element(element, number)
    if not found:
        yield too_large("the file")


def _damaged_json(data: bytes, error: str) -> Iterator[Record | Fault]:
    elements = list(json_elements([data]))
    for number, element in enumerate(elements):
        yield _json_element(element, number)
    detail = f"not valid JSON ({error}); {len(elements)} of its records could be told apart"
    yield Fault("bad-json", detail, len(elements))


def _json_element(element: bytes | None, number: int) -> Record | Fault:
    where = f"item {number + 1}"
    if element is None:
        return too_large(where, number)
    return _json_record(element, number, where, "bad-json")


def _is_jsonl(held: Sequence[bytes]) -> bool:
    """Whether the first line is an object by itself."""
    first = next((line for line in held if line.strip()), b"")
    return isinstance(_json_record(first, 0, "", ""), Record)


def _json_lines(source: Iterable[bytes | None], stream: RawStream) -> Iterator[Record | Fault]:
    for number, line in enumerate(source):
        where = f"line {number + 1}"
        if line is None:
            yield too_large(where, number)
        elif line.strip():
            item = _json_record(line, number, where, "bad-json-line")
            cut = isinstance(item, Fault) and stream.fault and not line.endswith(b"\n")
            if not cut:
                yield item


def _json_value(value: object) -> Iterator[Record | Fault]:
    if isinstance(value, dict) and not has_page(map(str, value)):
        wrapped = (held for key, held in value.items() if _is_wrapper(key, held))
        value = next(wrapped, value)
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield _as_record(item, number, f"item {number + 1}", "bad-json")
    else:
        yield _as_record(value, 0, "the file", "bad-json")


def _is_wrapper(key: str, value: object) -> bool:
    return key.lower() in WRAPPERS and isinstance(value, list)


def _json_record(data: bytes, number: int, where: str, reason: str) -> Record | Fault:
    try:
        value = json.loads(_text(data), strict=False)
    except UnreadableError as error:
        return Fault(error.reason, f"{where}: {error.detail}", number)
    except json.JSONDecodeError as error:
        return Fault(reason, f"{where}, character {error.pos + 1}: {error.msg}", number)
    except (ValueError, RecursionError) as error:
        return Fault(reason, f"{where}: {error}", number)
    return _as_record(value, number, where, reason)


def _as_record(value: object, number: int, where: str, reason: str) -> Record | Fault:
    if isinstance(value, dict):
        return Record(number, where, value)
    return Fault(reason, f"{where}: holds {JSON_NAMES[type(value)]}, not an object", number)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode(data)


def json_elements(chunks: Iterable[bytes], limit: int = RECORD_LIMIT) -> Iterator[bytes | None]:
    """Cut the objects out of the first array of records in JSON, in memory bounded by ``limit``.

    The array is the whole, or the value of one of ``WRAPPERS``. ``None`` stands for an object of
    more than ``limit`` bytes. Brackets alone are looked at, so that one damaged object leaves the
    next ones whole.

    >>> list(json_elements([b'{"items": [{"a": "]"}, {"b": ', b"broken}, 3]}"]))
    [b'{"a": "]"}', b'{"b": broken}']
    """
    scanner = _Scanner()
    for chunk in _gathered(chunks, scanner):
        for start, end in scanner.feed(chunk):
            yield scanner.buffer[start:end] if end - start <= limit and start >= 0 else None
        if scanner.done:
            return
        scanner.forget(limit)


def _gathered(chunks: Iterable[bytes], scanner: _Scanner) -> Iterator[bytes]:
    """Join chunks while an element grows, so that adding to a long buffer stays cheap."""
    waiting: list[bytes] = []
    size = 0
    for chunk in chunks:
        waiting.append(chunk)
        size += len(chunk)
        if size * 2 >= len(scanner.buffer):
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


class _Scanner:
    """Where the elements of an array start and end, in a buffer that is fed chunk by chunk."""

    def __init__(self) -> None:
        self.buffer = b""
        self.done = False
        self._position = 0
        self._depth = 0
        self._array_depth = 0
        self._element: int | None = None
        self._string: int | None = None
        self._key = b""

    def feed(self, chunk: bytes) -> Iterator[tuple[int, int]]:
        """Add bytes; give the spans of the elements that are complete now.

        A start below 0 belongs to an element whose beginning was forgotten.
        """
        self.buffer += chunk
        while not self.done:
            if self._string is not None and not self._end_string(self._string):
                return
            token = _STRUCTURE.search(self.buffer, self._position)
            if token is None:
                self._position = len(self.buffer)
                return
            self._position = token.end()
            if token[0] == b'"':
                self._string = self._position
            elif token[0] in _OPENING:
                self._open(token[0], token.start())
            else:
                self._depth -= 1
                if self._array_depth and self._depth < self._array_depth:
                    self.done = True
                elif self._element is not None and self._depth == self._array_depth:
                    yield self._element, self._position
                    self._element = None

    def forget(self, limit: int) -> None:
        """Drop the part of the buffer that no complete element will need."""
        start = self._position if self._element is None else self._element
        if self._string is not None and self._element is None:
            start = min(start, self._string)
        if self._position - start > limit:
            start = self._position
        self.buffer = self.buffer[start:] if start > 0 else self.buffer
        shift = max(start, 0)
        self._position -= shift
        self._element = None if self._element is None else self._element - shift
        self._string = None if self._string is None else self._string - shift

    def _open(self, bracket: bytes, start: int) -> None:
        wrapper = self._key.decode("utf-8", "replace").lower() in WRAPPERS
        if self._array_depth:
            if self._depth == self._array_depth and self._element is None:
                self._element = start
        elif bracket == b"[" and (self._depth == 0 or (self._depth == 1 and wrapper)):
            self._array_depth = self._depth + 1
        self._depth += 1

    def _end_string(self, start: int) -> bool:
        """Go to the end of the string that is open, if the buffer has it."""
        run = _STRING_RUN.match(self.buffer, max(self._position, 0))
        self._position = run.end() if run else self._position
        if self.buffer[self._position : self._position + 1] != b'"':
            return False
        if not self._array_depth and self._depth == 1:
            self._key = self.buffer[max(start, 0) : self._position]
        self._position += 1
        self._string = None
        return True
