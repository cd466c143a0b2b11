"""A file's format is told by what it holds, never by its name."""

import gzip
import json
import tarfile
import zipfile

import pytest
from exported import FOLDER

from archive import ingest
from archive.ingest.files import formats
from archive.ingest.records import Rejected

ROW = json.dumps({"title": "Le fil", "text": "Un fil tendu."})
FEED = (
    '<?xml version="1.0"?>\n<!-- du soir -->\n<rss version="2.0"><channel><item/></channel></rss>'
)
EXPORT = '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel/></rss>'


@pytest.mark.parametrize(
    "content, format",
    [
        ("Le fil\n\nPar Ada Nord\n\nUn fil tendu.", "text"),
        (
            "[Accueil](/) | [Revue](/revue)\n\n# Le fil\n\nPar **Ada Nord**, qui tend le fil.",
            "text",
        ),
        ("<!DOCTYPE html>\n<html><body><p>Un fil.</p></body></html>", "html"),
        ("<!-- saved from url=(0020)https://revue.fr/fil -->\n<html><p>Un fil.</p></html>", "html"),
        (
            '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html/>',
            "html",
        ),
        ("<p>Un fil tendu</p><p>entre deux tours</p>", "html"),
        (EXPORT, "wxr"),
        (FEED, "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>Fil</title></feed>', "feed"),
        ('<rdf:RDF xmlns="http://purl.org/rss/1.0/"><channel/></rdf:RDF>', "feed"),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        (f"{ROW}\n{ROW}", "jsonl"),
        (f"{{\n{ROW}", "jsonl"),
        ("title,text\nLe fil,Un fil tendu.", "csv"),
        ("Titre;Auteur;Texte\nLe fil;Ada Nord;Un fil tendu.", "csv"),
        ("sep=;\nTitre;Texte\nLe fil;Un fil tendu.", "csv"),
        ("Titre\tTexte\nLe fil\tUn fil tendu.", "csv"),
        ("a;b;c\n" * 9, "csv"),
        ("---\ntitle: Le fil\n---\nUn fil tendu.", "markdown"),
        ("+++\ntitle = 'Le fil'\n+++\nUn fil tendu.", "markdown"),
        ("Title: Le fil\nDate: 2001-02-12\nCategory: voix\n\nUn fil tendu.", "markdown"),
        ("# Le fil\n\nUn fil **tendu** entre deux tours.", "markdown"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_content_tells_the_format(content, format, encoding):
    assert formats.find(content.encode(encoding)) == format


KNOWN = {
    "spip": {"dump-1.7.xml", "dump-1.9.xml", "dump-2.0-coupe.xml"},
    "database": {
        *("mysqldump-3.2.sql", "phpmyadmin-2.1.sql", "sqlite-4.1.sql", "mysqldump-1.0.sql"),
        *("phpmyadmin-3.9.sql", "mysqldump-6.sql", "backup-migrate-7.sql", "pg_dump-10.sql"),
    },
    "joomla": {"j2xml-12.5.xml", "j2xml-21.12.xml", "api-4.json"},
    "drupal": {"jsonapi-9.json", "rest-8.json", "node_export-7.json", "node_export-7.xml"},
}


def test_exports_of_publishing_systems_and_mail_are_known_by_what_they_hold():
    whole = {"ghost", "mediawiki", "mail"}
    for path in sorted(FOLDER.rglob("*.*")):
        if not path.is_file() or path.parent.name not in {*KNOWN, *whole}:
            continue
        format = path.parent.name
        if format not in whole:
            [format] = [name for name, files in KNOWN.items() if path.name in files]
        assert formats.find(path.read_bytes()[: formats.HEAD]) == format, path
    assert formats.find(b"SQLite format 3\0" + b"\0" * 100) == "database"


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "vide"),
        (b" \n \r\n", "vide"),
        (b"%!PS-Adobe-3.0\n", "PostScript"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "bureau"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "pas du texte"),
        (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "opml"),
        (b'{\n  "title": "Le fil"\n}', "JSON"),
        (b'[\n {"title": "Le fil"}]', "JSON"),
        (b"body {\n  margin: 0;\n}\np {\n  color: red;\n}\n", "feuille de style"),
    ],
)
def test_what_is_none_of_the_formats_is_said_in_plain_words(content, why):
    with pytest.raises(Rejected, match=why):
        formats.find(content)


def test_names_say_nothing(tmp_path):
    (tmp_path / "fil.html").write_text(f"{ROW}\n")
    [record] = ingest.read(tmp_path / "fil.html")
    assert record.title == "Le fil"


def test_a_gzipped_capture_is_no_archive_of_files():
    assert formats.container(gzip.compress(b"WARC/1.0\r\n")) == ""
    assert (
        formats.find(gzip.compress(b"WARC/1.0\r\n"))
        == formats.find(b"filedesc://fil.arc 0.0.0.0")
        == "warc"
    )
    assert formats.container(gzip.compress(b"Un fil")) == "gz"


def test_an_office_document_is_told_from_an_archive(tmp_path):
    with zipfile.ZipFile(tmp_path / "fil.docx", "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
    [rejected] = ingest.read(tmp_path / "fil.docx")
    assert "Word" in rejected.reason


def test_an_error_that_nobody_foresaw_stops_one_file_and_is_logged(tmp_path, monkeypatch, caplog):
    def stumble(path):
        raise KeyError("title")

    monkeypatch.setitem(ingest.READERS, "jsonl", stumble)
    with zipfile.ZipFile(tmp_path / "fil.zip", "w") as made:
        made.writestr("a.jsonl", ROW)
        made.writestr("b.csv", "titre;texte\nLe fil;Un texte.\n")
    rejected, record = ingest.read(tmp_path / "fil.zip")
    assert "journal" in rejected.reason and record.title == "Le fil"
    assert "KeyError: 'title'" in caplog.text


def test_a_format_that_is_named_is_not_guessed(tmp_path):
    (tmp_path / "fil.txt").write_text(ROW)
    [rejected] = ingest.read(tmp_path / "fil.txt", "text")
    assert "JSON" in rejected.reason


def test_real_files_are_told_apart(shared):
    folders = {
        "feeds/feedparser/wellformed": "feed",
        "wxr/real-fr": "wxr",
        "blogger": "feed",
        "warc": "warc",
        "medium": "html",
    }
    found = {folder: set() for folder in folders}
    with tarfile.open(shared / "data" / "imports" / "imports.tar.xz") as packed:
        for member in packed:
            folder = next((one for one in folders if f"/{one}/" in f"/{member.name}"), "")
            if folder and member.isfile() and "LICENSE" not in member.name:
                found[folder].add(formats.find(packed.extractfile(member).read(formats.HEAD)))
    assert found == {folder: {format} for folder, format in folders.items()}
