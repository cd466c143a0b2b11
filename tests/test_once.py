"""What is made once for all tests."""

import pytest
from once import made_once


def test_what_failed_once_is_made_by_the_next_who_needs_it(tmp_path_factory):
    def fail(folder):
        folder.mkdir()
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        made_once(tmp_path_factory, "of-a-test-of-itself", fail)
    folder = made_once(tmp_path_factory, "of-a-test-of-itself", lambda folder: folder.mkdir())
    assert folder.is_dir() and not list(folder.iterdir())
