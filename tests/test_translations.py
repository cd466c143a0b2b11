"""The English interface is whole: each French text has its translation, and the compiled catalogue is fresh."""

import gettext
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CATALOGUES = sorted(ROOT.glob("archive/locale/*/LC_MESSAGES/*.po"))
needs_gettext = pytest.mark.skipif(
    not (shutil.which("xgettext") and shutil.which("msgfmt")), reason="needs the gettext programs"
)


def test_there_is_an_english_catalogue():
    assert ROOT / "archive/locale/en/LC_MESSAGES/django.po" in CATALOGUES


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> Path:
    """A copy of the sources whose catalogues were brought up to date with them."""
    copy = tmp_path_factory.mktemp("sources") / "site"
    for folder in ("archive", "templates", "static"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    languages = [
        f"--locale={folder.name}"
        for folder in (ROOT / "archive/locale").iterdir()
        if folder.is_dir()
    ]
    for domain in {path.stem for path in CATALOGUES}:
        command = [sys.executable, "manage.py", "makemessages", *languages, f"--domain={domain}"]
        subprocess.run(command, cwd=copy, check=True, capture_output=True)
    return copy


@needs_gettext
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
@pytest.mark.parametrize(
    "kind", ["--untranslated", "--only-fuzzy --no-obsolete", "--only-obsolete"]
)
def test_the_catalogue_says_what_the_code_says(extracted, path, kind):
    command = ["msgattrib", *kind.split(), "--no-wrap", extracted / path.relative_to(ROOT)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert [entry for entry in found.split("\n\n") if entry and "Content-Type:" not in entry] == []


@needs_gettext
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_the_compiled_catalogue_is_fresh(tmp_path, path):
    compiled = tmp_path / "fresh.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", compiled, path], check=True)
    assert messages(path.with_suffix(".mo")) == messages(compiled)


def messages(path: Path) -> dict:
    """What a compiled catalogue says; its bytes may differ from one msgfmt to another."""
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog
