"""What bench/visitors.py prints of an archive of few editorials around the demonstration."""

import io
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
BLOG = "./wxr/real-fr/alienlebarge.wordpress.xml"
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Le journal</title>
<wp:wxr_version>1.2</wp:wxr_version>
<item><title>La luge bleue</title><guid>http://journal.example/luge</guid>
<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>
<content:encoded><![CDATA[<p>Deux luges descendent la piste de Zermatt.</p>]]></content:encoded>
</item></channel></rss>"""
SEED = "Le phare de Cordouan\n\nDepuis son phare, le gardien téléphone au continent chaque soir.\n"
SHEET = {"text": "Les démarches auprès de la préfecture.", "date": "2020-01-01"}
LUGE = {"source": "blog", "key": "http://journal.example/luge", "title": "La luge bleue"}
PHARE = {"source": "seed", "key": "phare.txt", "title": "Le phare de Cordouan"}
JUDGED_SHEET = {"source": "corpus", "key": "mt-3", "title": "Le passeport perdu"}
ABSENT = {"source": "blog", "key": "http://journal.example/gone", "title": "Parti"}
SEARCHES = [
    {"text": "luge Zermatt", "kind": "topic", "relevant": [LUGE | {"grade": 2}]},
    {"text": "phare Cordouan", "kind": "topic", "relevant": [PHARE | {"grade": 2}]},
    {"text": "passeport perdu", "kind": "title", "relevant": [JUDGED_SHEET | {"grade": 2}]},
    {"text": "gardien", "kind": "synonym", "relevant": [LUGE | {"grade": 1}]},
    {"text": "disparu", "kind": "topic", "relevant": [ABSENT | {"grade": 2}]},
]
PAIRS = [
    {"typed": "luge", "form": "luges", "must": True, "drawn": "reading"},
    {"typed": "luge", "form": "lugubre", "must": False, "drawn": "reading"},
    {"typed": "phare", "form": "pharmacie", "must": False, "drawn": "engine"},
]


def write_lines(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "wt") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """A shared folder with one post, one seed, and three sheets, of which the last is judged."""
    shared = tmp_path_factory.mktemp("shared")
    numbered = [row | {"id": f"q-{number}"} for number, row in enumerate(SEARCHES)]
    write_lines(shared / "data/visitors/dev.jsonl", numbered)
    write_lines(shared / "data/visitors/forms-dev.jsonl", PAIRS)
    titles = ["Le permis de conduire", "La carte grise", "Le passeport perdu"]
    sheets = [
        SHEET | {"id": f"mt-{number}", "title": title} for number, title in enumerate(titles, 1)
    ]
    write_lines(shared / "data/corpus/admin-fr.jsonl.xz", sheets)
    (shared / "seeds").mkdir()
    (shared / "seeds/phare.txt").write_text(SEED)
    (shared / "data/imports").mkdir()
    with tarfile.open(shared / "data/imports/imports.tar.xz", "w:xz") as exports:
        member = tarfile.TarInfo(BLOG)
        member.size = len(WXR.encode())
        exports.addfile(member, io.BytesIO(WXR.encode()))
    return shared


def run(script, *arguments, **environment):
    command = [sys.executable, str(BENCH / script), *arguments]
    environment = os.environ | environment
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="module")
def printed(shared, folder):
    places = {"ARCHIVE_SHARED": str(shared), "BENCH_FOLDER": str(folder)}
    return run("visitors.py", "--sheets", "1", "--worst", "3", **places)


def rows(printed):
    """The cells of each row of the tables, by the first."""
    lines = re.findall(r"^\| (.+) \|$", printed, re.M)
    return {cells[0]: cells[1:] for cells in (line.split(" | ") for line in lines)}


def test_each_kind_stands_beside_fts5(printed):
    table = rows(printed)
    assert table["kind"][:4] == ["searches", "success@1", "FTS5", "success@5"]
    assert table["topic"][:3] == ["2", "1.000", "1.000"]
    assert table["all"][:2] == ["4", "0.750"]


def test_what_is_not_judged_for_a_search_counts_against_it(printed):
    assert rows(printed)["synonym"] == ["1", *["0.000"] * 8, "1.000", "1.000"]


def test_a_judged_sheet_is_there_however_few_sheets_are(printed):
    assert rows(printed)["title"][1] == "1.000"


def test_a_judged_editorial_that_is_not_there_is_named(printed):
    assert "not in this archive: [('blog', 'http://journal.example/gone')]" in printed


def test_forms_are_counted_as_the_answer_counts_them(printed):
    table = rows(printed)
    assert table["must"] == ["1", "1.000", "0.000"]
    assert table["must not, drawn from reading"] == ["1", "1.000", "1.000"]
    assert table["must not, drawn from the engine"] == ["1", "1.000", "1.000"]


def test_the_worst_answered_searches_come_first(printed):
    came, wanted = re.search(r"0\.00 \[synonym\] gardien\n(.+)\n(.+)", printed).groups()
    assert "Le phare de Cordouan" in came and "La luge bleue" in wanted


def test_a_part_takes_every_other_search_of_a_kind(shared, folder, printed):
    places = {"ARCHIVE_SHARED": str(shared), "BENCH_FOLDER": str(folder)}
    table = rows(run("visitors.py", "--sheets", "1", "--keep", "--part", "1", **places))
    assert table["topic"][0] == table["all"][0] == "1"
    assert "title" not in table


def test_its_floors_are_skipped_by_name_where_there_is_no_material(tmp_path):
    printed = run("floors.py", "--only", "visitors", ARCHIVE_SHARED=str(tmp_path))
    skipped = re.search("Skipped: not there: (.+)", printed)[1].split(", ")
    assert {"visitors.success@1", "visitors.nDCG@10", "visitors.forms.must"} <= set(skipped)
