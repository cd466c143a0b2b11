"""Archives are walked, and nothing in them is believed."""

import bz2
import gzip
import io
import json
import lzma
import os
import random
import tarfile
import time
import zipfile

import pytest
from django.core.management import call_command

from archive import ingest
from archive.ingest.files import containers
from archive.ingest.records import Rejected
from archive.models import Editorial

ROW = json.dumps({"source_id": "a1", "title": "Le fil", "text": "Un fil tendu."})
BROKEN = "abîmé"


def told(path, format="auto"):
    """What comes of an archive: (source behind the archive's own path, title or reason) for each item."""
    items = list(ingest.read(path, format))
    return [
        (
            item.source.removeprefix(str(path)).strip("/"),
            item.reason if isinstance(item, Rejected) else item.title,
        )
        for item in items
    ]


@pytest.fixture
def zipped(tmp_path):
    def zipped(files, name="fil.zip", folder=tmp_path):
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as made:
            for inner, content in files.items():
                made.writestr(inner, content)
        return folder / name

    return zipped


@pytest.fixture
def tarred(tmp_path):
    """Writes a tar of (name, content, type, target of a link)."""

    def tarred(*entries, mode="w"):
        with tarfile.open(tmp_path / "fil.tar", mode) as made:
            for name, content, kind, target in entries:
                info = tarfile.TarInfo(name)
                info.size, info.type, info.linkname = len(content), kind, target
                made.addfile(info, io.BytesIO(content))
        return tmp_path / "fil.tar"

    return tarred


@pytest.fixture
def unpacked(own_data_folder):
    """What is left of all that was unpacked."""
    return lambda: [path for path in own_data_folder.rglob("*") if path.is_file()]


def test_sources_are_named_by_their_place_in_the_archive(zipped, unpacked):
    path = zipped({"2001/a.jsonl": ROW, "édito.txt": "x", ".DS_Store": "x", "__MACOSX/._a": "x"})
    assert [source for source, _ in told(path)] == ["2001/a.jsonl:1", "édito.txt"]
    assert unpacked() == []


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tars_are_walked_however_compressed(tarred, unpacked, mode):
    path = tarred(
        ("2001", b"", tarfile.DIRTYPE, ""),
        ("2001/a.jsonl", ROW.encode(), tarfile.REGTYPE, ""),
        mode=mode,
    )
    assert told(path) == [("2001/a.jsonl:1", "Le fil")]
    assert unpacked() == []


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_single_compressed_file_is_read(tmp_path, compress):
    (tmp_path / "fil.jsonl.gz").write_bytes(compress(ROW.encode()))
    assert told(tmp_path / "fil.jsonl.gz") == [("fil.jsonl:1", "Le fil")]


def test_an_archive_in_an_archive_is_walked_too(zipped, tmp_path):
    inner = zipped({"a.jsonl": ROW}, "inner.zip").read_bytes()
    assert told(zipped({"b/inner.zip": inner})) == [("b/inner.zip/a.jsonl:1", "Le fil")]


@pytest.mark.django_db
def test_an_archive_is_imported_and_imported_again_without_change(zipped, tmp_path):
    path, report = zipped({"a.jsonl": ROW}), tmp_path / "report"
    for outcome in ("created", "unchanged"):
        call_command("import_editorials", str(path), report=str(report))
        assert json.loads(report.read_text())["outcome"] == outcome
    assert Editorial.objects.get().title == "Le fil"


MEDIUM = """<!DOCTYPE html><html><head><title>Le fil</title></head><body><article class="h-entry">
<header><h1 class="p-name">Le fil</h1></header><section data-field="subtitle" class="p-summary">Une nuit au standard</section>
<section data-field="body" class="e-content"><div class="section-content">{}</div></section>
<footer><p>By <a href="https://medium.com/@ada" class="p-author h-card">Ada Nord</a> on <a href="https://medium.com/p/d1bf01d6">
<time class="dt-published" datetime="2017-04-21T17:11:55.799Z">April 21, 2017</time></a>.</p>
<p><a href="https://medium.com/@ada/le-fil-d1bf01d6" class="p-canonical">Canonical link</a></p>
<p>Exported from <a href="https://medium.com">Medium</a> on December 1, 2023.</p></footer></article></body></html>"""


def test_an_export_of_medium_is_read_as_it_comes(zipped):
    paragraph = "<p>Le standard a sonné toute la nuit et personne, dans le bureau du fond, ne s’est levé pour répondre.</p>"
    path = zipped(
        {
            "posts/2017-04-21_Le-fil-d1bf01d6.html": MEDIUM.format(paragraph * 5),
            "README.html": "<html></html>",
        }
    )
    record, rejected = ingest.read(path)
    assert (record.title, record.date, [one.name for one in record.bylines]) == (
        "Le fil",
        "2017-04-21",
        ["Ada Nord"],
    )
    assert record.url == "https://medium.com/@ada/le-fil-d1bf01d6" and "Exported" not in record.html
    assert isinstance(rejected, Rejected) and rejected.source == f"{path}/README.html"


@pytest.mark.parametrize(
    "name", ["../../evil.jsonl", "/etc/evil.jsonl", "a/../../evil", "C:\\evil", "..\\..\\evil"]
)
def test_a_name_that_leads_out_is_refused_and_nothing_written(zipped, tmp_path, name):
    before = set(tmp_path.parent.rglob("*evil*"))
    [(_source, reason), after] = told(zipped({name: ROW, "a.jsonl": ROW}))
    assert "Nom dangereux" in reason and after == ("a.jsonl:1", "Le fil")
    assert set(tmp_path.parent.rglob("*evil*")) == before


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_links_and_devices_are_not_followed(tarred, kind):
    path = tarred(("a", b"", kind, "/etc/passwd"), ("a.jsonl", ROW.encode(), tarfile.REGTYPE, ""))
    [(source, reason), after] = told(path)
    assert source == "a" and "pas suivi" in reason and after == ("a.jsonl:1", "Le fil")


def test_a_link_in_a_zip_is_not_followed(tmp_path):
    info = zipfile.ZipInfo("a")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "fil.zip", "w") as made:
        made.writestr(info, "/etc/passwd")
    assert "pas suivi" in told(tmp_path / "fil.zip")[0][1]


def test_a_bomb_is_left_when_its_allowance_is_used_up(zipped, unpacked, monkeypatch):
    monkeypatch.setattr(containers, "FLOOR", 2**20)
    path = zipped({"a.jsonl": ROW, "bomb.txt": b"0" * 30 * 2**20, "b.jsonl": ROW})
    assert [said[:25] for _, said in told(path)] == ["Le fil", "L’archive est trop grosse"]
    assert unpacked() == []


def test_a_bomb_of_nested_archives_shares_one_allowance(zipped, tmp_path, unpacked, monkeypatch):
    monkeypatch.setattr(containers, "FLOOR", 4 * 2**20)
    content = b"0" * 2**20
    for depth in range(2):
        inner = zipped(
            {f"{number}.txt": content for number in range(16)}, f"{depth}.zip"
        ).read_bytes()
        content = inner
    said = [reason for _, reason in told(zipped({f"{number}.zip": inner for number in range(16)}))]
    assert "trop grosse" in said[-1] and len(said) < 8
    assert unpacked() == []


def test_archives_without_end_in_each_other_are_refused(zipped):
    content = ROW.encode()
    for _depth in range(8):
        content = zipped({"fil.zip": content}).read_bytes()
    [(source, reason)] = told(zipped({"fil.zip": content}))
    assert "les unes dans les autres" in reason and source == "fil.zip/fil.zip/fil.zip"


def test_a_bomb_of_gzip_is_left_too(tmp_path, unpacked, monkeypatch):
    monkeypatch.setattr(containers, "FLOOR", 2**20)
    (tmp_path / "fil.gz").write_bytes(gzip.compress(b"0" * 30 * 2**20))
    assert "trop grosse" in told(tmp_path / "fil.gz")[0][1]
    assert unpacked() == []


def test_too_many_files_end_the_reading(zipped, monkeypatch):
    monkeypatch.setattr(containers, "MOST_FILES", 3)
    said = told(zipped({f"{number}.jsonl": ROW for number in range(9)}))
    assert len(said) == 4 and "Trop de fichiers" in said[-1][1]


def test_a_header_that_claims_to_be_endless_is_refused(tmp_path):
    name = tarfile.TarInfo("././@LongLink")
    name.type, name.size = tarfile.GNUTYPE_LONGNAME, 64 * 2**20
    content = name.tobuf(tarfile.GNU_FORMAT) + b"a" * name.size
    (tmp_path / "fil.tar").write_bytes(content)
    assert "démesuré" in told(tmp_path / "fil.tar")[0][1]


def test_a_file_under_a_password_is_told(zipped):
    path = zipped({"a.jsonl": ROW})
    content = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + place] |= 1
    path.write_bytes(content)
    assert "mot de passe" in told(path)[0][1]


def test_a_damaged_file_leaves_the_others_whole(zipped):
    path = zipped(
        {
            "a.jsonl": ROW,
            "b.jsonl": "".join(random.Random(1).choices("abcdef", k=2000)),
            "c.jsonl": ROW,
        }
    )
    content = bytearray(path.read_bytes())
    content[content.index(b"b.jsonl") + 40 : content.index(b"b.jsonl") + 60] = bytes(20)
    path.write_bytes(content)
    said = told(path)
    assert [said[0], said[2]] == [
        ("a.jsonl:1", "Le fil"),
        ("c.jsonl:1", "Le fil"),
    ] and BROKEN in said[1][1]


@pytest.mark.parametrize("mode", ["w:gz", "w:xz"])
def test_a_tar_that_is_cut_gives_what_is_whole(tarred, mode):
    noise = random.Random(1).randbytes(200_000)
    path = tarred(
        ("a.jsonl", ROW.encode(), tarfile.REGTYPE, ""), ("b", noise, tarfile.REGTYPE, ""), mode=mode
    )
    path.write_bytes(path.read_bytes()[:-100_000])
    said = told(path)
    assert said[0] == ("a.jsonl:1", "Le fil") and BROKEN in said[1][1]


@pytest.mark.parametrize(
    "content", [b"PK\3\4", b"PK\5\6" + bytes(18), b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0"]
)
def test_what_only_looks_like_an_archive_is_told(tmp_path, content):
    (tmp_path / "fil.zip").write_bytes(content)
    assert len(told(tmp_path / "fil.zip")) == 1


def test_what_a_killed_import_left_is_cleared_away(own_data_folder, zipped):
    left, fresh = (own_data_folder / "unpacked" / name for name in ("left", "fresh"))
    for folder in (left, fresh):
        folder.mkdir(parents=True)
        (folder / "page.html").write_text("x")
    os.utime(left, (time.time() - 2 * containers.STALE,) * 2)
    told(zipped({"a.jsonl": ROW}))
    assert not left.exists() and fresh.exists()


def test_nothing_is_left_when_the_reading_is_given_up(zipped, unpacked):
    items = ingest.read(zipped({"a.jsonl": f"{ROW}\n{ROW}"}))
    next(items)
    items.close()
    assert unpacked() == []
