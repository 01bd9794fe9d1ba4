"""The files of a release: tables, translation memories, card, data package, checksums."""

from flows.exports.folder import write_release
from flows.exports.manifest import ReleaseInfo
from flows.rows import Tables

__all__ = ["ReleaseInfo", "Tables", "write_release"]
