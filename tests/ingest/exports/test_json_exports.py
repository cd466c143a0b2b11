"""Ghost's and Substack's exports: what each post gives, and what is left."""

import json
import zipfile

import pytest
from exported import FOLDER, check, facts, outcomes, zip_file

from archive.ingest.exports import moments

GHOST = {
    "0.11.json": [
        {
            "title": "Le premier appel",
            "standfirst": "Ce que valait un appel.",
            "authors": ["Ada Nord"],
            "date": "2015-01-02",
            "tags": ["appels"],
            "publication": "Le Fil",
            "html": "<p>Un <strong>premier</strong> appel.</p><p>Puis un second.</p>",
        },
        "page du site",
    ],
    "1.24-mobiledoc.json": [
        {
            "title": "Un fil tendu",
            "standfirst": "Deux tours, un fil.",
            "authors": ["Zoé Est"],
            "date": "2018-07-01",
            "language": "fr",
            "draft": True,
            "doubts": [("state", "guess")],
            "has": ["Un fil tendu\nailleurs", "Titre & suite", "le second", "deux"],
        },
        {
            "title": "Brouillon",
            "authors": [],
            "date": None,
            "draft": True,
            "doubts": [("byline", "guess"), ("date", "updated")],
            "has": ["le texte nu"],
        },
    ],
    "4.48.json": [
        {
            "title": "Lettre n° 3",
            "date": "2021-12-31",
            "draft": False,
            "has": ["La troisième lettre", "La salle."],
            "lacks": ["GHOST_URL"],
        }
    ],
    "5.75-lexical.json": [
        {
            "title": "Rappeler",
            "standfirst": "Un rappel vaut mieux.",
            "authors": ["Luc Sud", "Ada Nord"],
            "date": "2023-11-01",
            "tags": ["rappels"],
            "draft": True,
            "missing": ["[signup]"],
            "letters": [("Eva", "shown")],
            "has": ["Rappeler plus tard\nou jamais", "La règle", "sonner", "Allô", "Le poste."],
        },
        "refusé à la source",
    ],
    "migrate-6.json": [
        {
            "title": "La ligne directe",
            "authors": ["Noé Val"],
            "date": "2010-05-06",
            "tags": ["lignes"],
            "doubts": [],
        }
    ],
}
SUBSTACK = {
    "2021": [
        {
            "title": "Premier appel, premier refus",
            "standfirst": "Où l’on compte les refus",
            "date": "2021-03-02",
            "draft": False,
            "html": "<p>Le premier appel fut un refus.</p><p>Le second aussi, mais plus poli.</p>",
        },
        "page du site",
        {"title": "", "date": None, "draft": True, "has": ["sans idée"]},
        "et non son texte",
    ],
    "2024": [
        {
            "title": "La file",
            "date": "2024-05-07",
            "draft": True,
            "has": ["Patience."],
            "doubts": [("byline", "unknown"), ("state", "guess")],
        },
        "fil de discussion",
    ],
}


@pytest.mark.parametrize("name", GHOST)
def test_each_export_of_ghost_gives_its_posts_field_by_field(name):
    check(FOLDER / "ghost" / name, GHOST[name])


@pytest.mark.parametrize("name", SUBSTACK)
def test_each_export_of_substack_gives_its_posts_field_by_field(name, tmp_path):
    path = zip_file(tmp_path / "export.zip", FOLDER / "substack" / name)
    check(path, SUBSTACK[name])
    said = str([vars(outcome) for outcome in outcomes(path)])
    assert "eva@" not in said


def test_an_export_of_substack_in_a_folder_of_its_own_is_known_and_a_bomb_is_not_unpacked(tmp_path):
    path = tmp_path / "fil.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        heading = "post_id,post_date,is_published,type,audience,title,subtitle\n"
        row = "7.a,2020-01-01,true,newsletter,everyone,{},\n8.b,2020-01-02,true,newsletter,everyone,B,\n"
        packed.writestr("fil/posts.csv", heading + row.format("A"))
        packed.writestr("fil/posts/7.a.html", "<p>Un texte qui tient en une ligne.</p>")
        packed.writestr("fil/posts/8.b.html", b"\0" * (17 << 20))
    first, bomb = map(facts, outcomes(path))
    assert first["title"] == "A" and first["date"] == "2020-01-01"
    assert "trop gros" in bomb["rejected"]
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("posts.csv", "titre;texte\nLe fil;Un fil tendu.")
    assert facts(outcomes(path)[0])["title"] == "Le fil", "a table of any other kind"


@pytest.mark.parametrize(
    "database",
    [
        {"posts": [], "users": []},
        {"posts": [{"title": ["x"], "html": 5, "published_at": {}, "tags": "x"}]},
        {"posts": [{"lexical": json.dumps({"root": {"children": "x"}}), "author_id": []}]},
        {"posts": [{"mobiledoc": json.dumps({"sections": [[1], [10, 9], [3, "ul", [["x"]]]]})}]},
        {"posts": "x", "posts_tags": [1], "comments": [[]]},
    ],
)
def test_odd_exports_are_told_and_stop_nothing(database, tmp_path):
    path = tmp_path / "fil.json"
    path.write_text(json.dumps({"db": [{"meta": {"exported_on": 1}, "data": database}]}))
    for outcome in outcomes(path):
        assert "journal" not in facts(outcome).get("rejected", "")


def test_a_table_of_posts_that_is_damaged_leaves_the_rest_of_a_zip_whole(tmp_path):
    path = tmp_path / "fil.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("posts.csv", "post_id,title,is_published\n" * 40)
        packed.writestr("texte.txt", "Le fil\n\n" + "Un fil tendu d’une oreille à l’autre. " * 30)
    content = bytearray(path.read_bytes())
    start = content.index(b"posts.csv") + len("posts.csv")
    content[start : start + 8] = b"\xff" * 8
    path.write_bytes(content)
    table, text = map(facts, outcomes(path))
    assert "abîmé" in table["rejected"] and "Un fil tendu" in text["html"]
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("posts.csv", "post_id,title,is_published\r7.a,A,true\r8.b,B,true\r")
        packed.writestr("posts/8.b.html", "<p>Un texte qui tient en une ligne.</p>")
    assert facts(outcomes(path)[-1])["title"] == "B"


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00-05:00"])
def test_a_moment_beyond_what_clocks_count_is_none(written):
    assert moments.day(written) == "" and moments.moment(written) is None
