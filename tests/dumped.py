"""Dumps of pages, for the tests of what is read of them."""

import pytest
from django.utils import translation

from archive.ingest.dumps import read
from archive.ingest.records import Rejected

BODY = "Le métier change, et ceux qui l’exercent le savent mieux que ceux qui le racontent. " * 5


def dump(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "page.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def record(path):
    [found] = read(path)
    return found


def reason(path):
    with translation.override("fr"), pytest.raises(Rejected) as rejected:
        list(read(path))
    return str(rejected.value)
