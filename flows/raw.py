"""Reading raw/: files of many kinds become scrapes; what cannot be read becomes a reject.

Any depth of folders is read, in the order of the paths. A file's suffix says what it is, ``.gz`` or
``.zst`` after it that it is compressed:

``.html .htm .xhtml``
    one HTML page
``.txt .md .markdown``
    one page of text
``.json``
    one record, an array of records, or an object with such an array (``items``, ``data``,
    ``articles``, ``pages`` …)
``.jsonl .ndjson``
    one record a line
``.csv .tsv``
    one record a row, under a header
``.parquet``
    one record a row
``.warc``
    the pages among its records
``.tmx .tsv .sent .csv .jsonl``, and two files that end in languages (``news.en``, ``news.fr``)
    corpora, whose pairs are aligned already (``flows.corpora``)

A record holds its page in a field named ``text``, ``html``, ``content`` or ``body``; ``url``,
``title``, ``lang``, ``date``, ``published_at``, ``fetched_at``, ``licence`` and their usual other
names are read too (``flows.raw_fields``). A sidecar ``<file>.meta.json`` says the same of a page,
or of all the records of a file, and may name the ``charset``. Hidden files and the litter of
operating systems are left out; links that lead out of the folder are not followed.

What cannot be read becomes a reject of stage ``read`` with one of the reason codes of ``ADVICE``,
and the rest is read all the same. Memory stays bounded: no page or record above
``flows.raw_streams.RECORD_LIMIT`` is taken.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from cleaners.encoding import UnreadableError, decode
from cleaners.records import Metadata, Reject, Scrape
from flows import raw_fields
from flows.raw_json import read_json, read_jsonl
from flows.raw_streams import RECORD_LIMIT, Fault, RawStream, Record, open_stream, too_large
from flows.raw_tables import read_csv, read_parquet
from flows.raw_warc import read_warc

SIDECAR = ".meta.json"
COMPRESSED = (".gz", ".zst")
PAGES: dict[str, Literal["html", "text"]] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "text",
    ".md": "text",
    ".markdown": "text",
}
READERS: dict[str, Callable[[RawStream], Iterator[Record | Fault]]] = {
    ".json": read_json,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": lambda stream: read_csv(stream, ".csv"),
    ".tsv": lambda stream: read_csv(stream, ".tsv"),
    ".parquet": read_parquet,
    ".warc": read_warc,
}
LITTER = frozenset(("thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r", "__macosx"))

ADVICE = {
    "empty": "Nothing to do; scrape the page again if it should hold text.",
    "binary": "Save the page as HTML or text; this is not text.",
    "undecodable": "Name the character set in a sidecar file or save the file as UTF-8.",
    "bad-json-line": "Correct or remove this line; each line must be one JSON object.",
    "bad-json": "Correct the file so that it is valid JSON: one object, or an array of them.",
    "bad-csv-row": "Put cells that hold the delimiter, a quote or a line break in double quotes.",
    "no-text-column": "Name the field that holds the page text, html, content or body.",
    "unreadable": "Check the file's permissions, or put a copy of it into the raw folder.",
    "too-large": f"Split it; one page may hold {RECORD_LIMIT // (1024 * 1024)} MiB at most.",
    "bad-gzip": "Compress the file again from the original; its gzip data is damaged.",
    "bad-zstd": "Compress the file again from the original; its zstd data is damaged.",
    "truncated-archive": "Copy or download the file again; its end is missing.",
    "unknown-type": "Rename the file to one of the known suffixes, or move it out of raw/.",
    "bad-sidecar": 'Correct the sidecar so that it is one JSON object, such as {"url": "…"}.',
    "bad-parquet": "Write the Parquet file again; it is damaged.",
    "bad-warc-record": "Crawl the page again; this record of the archive is damaged.",
    "bad-tmx": "Export the memory again as TMX 1.4, or move the file out of raw/.",
    "bad-tmx-unit": "Correct this unit so that it is well-formed XML.",
    "xml-entities": "Take the entity declarations out of the document type; TMX needs none.",
    "no-pair": "Give the unit a text in each language, with xml:lang.",
    "no-pair-columns": "Name two columns or fields source and target, or by their languages.",
    "bad-pair-row": "Give the row as many cells as the others, and a text on both sides.",
    "unequal-lines": "Bring both files to the same number of lines, or align them: limpide align.",
    "unknown-languages": "Name the file after its languages, such as corpus.en-fr.tsv.",
    "http-error": "Scrape the page again; the server gave an error instead of it.",
}


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file below the raw folder: path relative to it, size in bytes, SHA-256 of its bytes.

    The hash is empty when the file cannot be read; ``read_file`` then gives the reject. The hash
    of its sidecar is empty when it has none.
    """

    path: str
    size: int
    sha256: str
    sidecar_sha256: str = ""


def read(folder: Path) -> Iterator[Scrape | Reject]:
    """Read all pages of a raw folder, file after file in the order of their paths."""
    for raw_file in list_files(folder):
        yield from read_file(folder, raw_file)


def list_files(folder: Path) -> list[RawFile]:
    """List the files below a raw folder, sorted by path; hidden ones and sidecars left out."""
    found = []
    for path in sorted(_paths(folder)):
        size, digest = _fingerprint(folder / path)
        _, sidecar = _fingerprint(folder / f"{path}{SIDECAR}")
        found.append(RawFile(path, size, digest, sidecar))
    return found


def _paths(folder: Path) -> Iterator[str]:
    unread: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unread.append):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        folders[:] = [name for name in folders if name not in links and not _is_litter(name)]
        for name in (*names, *links):
            if not _is_litter(name) and not name.endswith(SIDECAR):
                yield (Path(parent) / name).relative_to(folder).as_posix()
    for error in unread:
        if Path(error.filename) != folder:
            yield Path(error.filename).relative_to(folder).as_posix()


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in LITTER


def _fingerprint(file: Path) -> tuple[int, str]:
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return 0, ""
        with file.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return file.stat().st_size, digest
    except OSError:
        return 0, ""


def read_file(folder: Path, raw_file: RawFile) -> Iterator[Scrape | Reject]:
    """Read the pages of one file, in their order in it."""
    path = f"{folder.resolve().name}/{raw_file.path}"
    file = folder / raw_file.path
    for item in _items(folder, file, path):
        if isinstance(item, Fault):
            advice = ADVICE[item.reason]
            yield Reject(path, item.record, "read", item.reason, item.detail, advice)
        else:
            yield item


def _items(folder: Path, file: Path, path: str) -> Iterator[Scrape | Fault]:
    suffixes = [suffix.lower() for suffix in PurePosixPath(path).suffixes[-2:]]
    compressed = bool(suffixes) and suffixes[-1] in COMPRESSED
    kind = (suffixes[:-1] if compressed else suffixes)[-1:]
    suffix = kind[0] if kind else ""
    fault = unreadable(folder, file)
    if fault is None and suffix not in PAGES and suffix not in READERS:
        fault = Fault("unknown-type", f"the suffix of {file.name} is not one that is read")
    if fault:
        yield fault
        return
    sidecar = _sidecar(file)
    if isinstance(sidecar, Fault):
        yield sidecar
        sidecar = {}
    try:
        stream = open_stream(file)
    except OSError as error:
        yield Fault("unreadable", error.strerror or str(error))
        return
    with stream:
        if suffix in PAGES:
            yield _page(stream, path, PAGES[suffix], sidecar)
            return
        known = raw_fields.metadata(sidecar)
        for item in READERS[suffix](stream):
            yield item if isinstance(item, Fault) else _scrape(item, path, known)
        if stream.fault:
            yield stream.fault


def unreadable(folder: Path, file: Path) -> Fault | None:
    """Say why a path cannot be read as a file, if that shows without opening it."""
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            return Fault("unreadable", "is a link that leads out of the raw folder")
        mode = file.stat().st_mode
    except (OSError, RuntimeError) as error:
        return Fault("unreadable", getattr(error, "strerror", None) or str(error))
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISDIR(mode):
        what = "is a link to a folder" if file.is_symlink() else "is a folder that cannot be read"
    else:
        what = "is no regular file"
    return Fault("unreadable", what)


def _sidecar(file: Path) -> Mapping[str, object] | Fault:
    """Read the sidecar of a file, ``{}`` when there is none."""
    names = [file.name + SIDECAR]
    if file.suffix.lower() in COMPRESSED:
        names.append(file.name[: -len(file.suffix)] + SIDECAR)
    sidecar = next((file.with_name(n) for n in names if file.with_name(n).is_file()), None)
    if sidecar is None:
        return {}
    try:
        value = json.loads(decode(sidecar.read_bytes()))
    except (OSError, ValueError, RecursionError) as error:
        return Fault("bad-sidecar", f"{sidecar.name}: {error}")
    if not isinstance(value, dict):
        return Fault("bad-sidecar", f"{sidecar.name}: holds no JSON object")
    return value


def _page(
    stream: RawStream,
    path: str,
    media: Literal["html", "text"],
    sidecar: Mapping[str, object],
) -> Scrape | Fault:
    """Read a file that is one page."""
    data = stream.read_all(RECORD_LIMIT)
    if data is None:
        return too_large("the file")
    if stream.fault:
        return stream.fault
    content: str | bytes = data
    charset = raw_fields.charset(sidecar)
    try:
        if charset:
            content = decode(data, declared=charset, html=media == "html")
        elif not _is_utf8(data):
            # Whether bytes are text shows when they are decoded; the cleaner decodes them again.
            decode(data, html=media == "html")
    except UnreadableError as error:
        return Fault(error.reason, error.detail)
    return Scrape(path, content, media, metadata=raw_fields.metadata(sidecar))


def _is_utf8(data: bytes) -> bool:
    try:
        return bool(data.decode("utf-8").strip()) and b"\0" not in data
    except UnicodeDecodeError:
        return False


def _scrape(record: Record, path: str, known: Metadata) -> Scrape | Fault:
    """Turn a record into a scrape; what the file's sidecar knows fills its gaps."""
    page = raw_fields.page(record.fields)
    if page is None:
        names = ", ".join(map(str, record.fields)) or "none"
        return Fault("no-text-column", f"{record.where}: fields found: {names}", record.number)
    if not page.content.strip():
        return Fault("empty", f"{record.where}: the page is empty", record.number)
    if len(page.content) > RECORD_LIMIT:
        return too_large(record.where, record.number)
    if isinstance(page.content, bytes) and not _is_utf8(page.content):
        try:
            decode(page.content, html=page.media == "html")
        except UnreadableError as error:
            return Fault(error.reason, f"{record.where}: {error.detail}", record.number)
    metadata = raw_fields.merged(raw_fields.metadata(record.fields), known)
    return Scrape(path, page.content, page.media, record.number, metadata)
