"""A real Chromium, as the tests of `tests/browser` have it."""

from pathlib import Path

import pytest

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}


def pytest_collection_modifyitems(items):
    absent = pytest.mark.skip(reason=f"needs {CHROMIUM}")
    for item in items:
        if not CHROMIUM.exists() and "browser" in item.keywords:
            item.add_marker(absent)
