import os

import pytest

from archive.appearance import look, pages


@pytest.fixture
def put(own_data_folder):
    """Gives a function that puts a file into a folder of the data folder."""

    def put(path: str, content: bytes | str):
        file = own_data_folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        earlier = file.stat().st_mtime_ns if file.exists() else 0
        if isinstance(content, str):
            content = content.encode()
        file.write_bytes(content)
        if earlier:  # written again within the same tick of the clock
            os.utime(file, ns=(earlier + 1_000_000, earlier + 1_000_000))
        return file

    return put


@pytest.fixture
def refusals():
    """Gives what `manage.py check` says of the files."""

    def refusals() -> list[str]:
        return [*look.current().refusals, *pages.refusals()]

    return refusals
