"""The archive's data. Each module holds one subject; whoever needs a model imports it from here."""

from archive.models.bulk import Bulk, Preview
from archive.models.concurrency import Merged, merge
from archive.models.editorials import Byline, Capture, Editorial, EditorialYear, Tagging, capture_path
from archive.models.imports import Import, ImportItem
from archive.models.likeness import Likeness, Shingle
from archive.models.names import Author, AuthorName, Publication, Tag
from archive.models.operations import AlreadyUndone, Change, Operation, differences, subjects
from archive.models.search import SoughtQuery, Stale
from archive.models.uploads import Upload, UploadItem, uploads_folder

__all__ = [
    "AlreadyUndone",
    "Author",
    "AuthorName",
    "Bulk",
    "Byline",
    "Capture",
    "Change",
    "Editorial",
    "EditorialYear",
    "Import",
    "ImportItem",
    "Likeness",
    "Merged",
    "Operation",
    "Preview",
    "Publication",
    "Shingle",
    "SoughtQuery",
    "Stale",
    "Tag",
    "Tagging",
    "Upload",
    "UploadItem",
    "capture_path",
    "differences",
    "merge",
    "subjects",
    "uploads_folder",
]
