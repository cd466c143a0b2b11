"""SPIP's dumps of six versions and makers: what each gives, and what none may do."""

import gzip
import json
import resource
import sqlite3

import pytest
from django.core.management import call_command
from exported import FOLDER, check, facts, outcomes, sqlite_file

from archive.ingest.exports.spip import typography
from archive.models import Letter

SAMPLES = FOLDER / "spip"
TABLE = {
    "dump-1.7.xml": [
        {
            "title": "Le standard ne répond plus",
            "standfirst": "Une nuit sans personne au bout du fil.",
            "authors": ["Luc Sud", "Ada Nord"],
            "date": "2002-03-14",
            "tags": ["standard"],
            "section": "Éditoriaux",
            "draft": False,
            "doubts": [],
            "letters": [("Eva", "shown"), ("Max", "waiting")],
            "has": ["Ce que dit la direction\n\n", "Nul n'a été rappelé.", "P.-S.\n\nLa rédaction"],
            "lacks": ["{", "[[", "À relire"],
        },
        "1 message de la rédaction",
        {
            "title": "Un fil tendu",
            "authors": ["Ada Nord"],
            "date": None,
            "draft": True,
            "doubts": [("date", "updated")],
        },
    ],
    "dump-1.9.xml": [
        {
            "title": "La file d’attente",
            "standfirst": "Éditorial — Numéro de printemps — Résumé pour la page d’accueil.",
            "authors": ["Zoé Est"],
            "date": "2001-04",
            "tags": ["patience", "attente"],
            "section": "Humeurs",
            "publication": "La Revue du fil",
            "language": "fr",
            "url": "http://revue.example/La-file-d-attente",
            "missing": ["<formulaire3|pays>"],
            "doubts": [("title", "other"), ("date", "other"), ("text", "missing")],
            "has": [
                "La file, un lundi",
                "– Première remarque.\n– Seconde",
                "Un, deux, trois,\nnul",
            ],
            "lacks": ["<doc3", "->", "|"],
        },
        "redirection vers http://ailleurs.example/",
        "corbeille",
    ],
    "dump-2.0-coupe.xml": [
        {
            "title": "Rappeler",
            "authors": ["Hélène Ouest"],
            "date": "2009-10-02",
            "draft": True,
            "doubts": [("state", "guess")],
            "has": ["s’excuse déjà"],
            "lacks": ["One always"],
        },
        {"title": "Raccrocher", "date": None, "draft": True},
        "s’arrête avant sa fin",
    ],
    "mysqldump-3.2.sql": [
        {
            "title": "L'écoute, toujours",
            "authors": ["Ada Nord"],
            "date": "2015-09-01",
            "tags": ["écoute"],
            "section": "Édito",
            "publication": "La Revue du fil",
            "url": "https://revue.example/l-ecoute-toujours",
            "doubts": [],
            "letters": [("Eva", "shown")],
            "has": ["attend.\nLa ligne", "d'abord\n", "*. Une note sans nombre."],
        },
        "indésirable",
        "redirection vers rubrique4",
    ],
    "phpmyadmin-2.1.sql": [
        {
            "title": "Décrocher",
            "authors": ["Rédaction"],
            "date": "1999",
            "doubts": [("text", "encoding")],
            "has": ["c'est un réflexe.\n\nOn l'apprend"],
        }
    ],
}


@pytest.mark.parametrize("name", TABLE)
def test_each_dump_gives_its_articles_field_by_field(name):
    check(SAMPLES / name, TABLE[name])
    check(SAMPLES / name, TABLE[name], format="spip")


def test_a_dump_as_sqlite_is_read_and_nothing_in_it_is_run(tmp_path):
    path = sqlite_file(tmp_path / "fil.sqlite", SAMPLES / "sqlite-4.1.sql")
    article = {
        "title": "Faire le 0",
        "standfirst": "Une lettre aux abonnés.",
        "authors": ["Ada Nord"],
        "date": "2020-12-15",
        "tags": [],
        "section": "Lettres",
        "publication": "Le Fil",
        "has": ["Faire le 0, puis attendre.\nPuis refaire"],
    }
    check(path, [article])
    packed = tmp_path / "fil.sqlite.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    check(packed, [article])


def test_a_damaged_database_is_told_and_harms_nothing(tmp_path):
    path = sqlite_file(tmp_path / "fil.sqlite", SAMPLES / "sqlite-4.1.sql")
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    assert "abîmée" in facts(outcomes(path)[0])["rejected"]
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 4000)
    assert "rejected" in facts(outcomes(path)[-1])
    other = tmp_path / "autre.sqlite"
    sqlite3.connect(other).execute("CREATE TABLE recettes (nom text)").connection.close()
    assert "ni de SPIP" in facts(outcomes(other)[-1])["rejected"]


def test_entities_are_refused_and_a_document_type_alone_is_read(tmp_path):
    dump = (SAMPLES / "dump-1.9.xml").read_text("utf-8")
    head, root = dump.split("?>", 1)
    path = tmp_path / "fil.xml"
    path.write_text(f'{head}?>\n<!DOCTYPE SPIP SYSTEM "http://10.0.0.1/spip.dtd">{root}')
    check(path, TABLE["dump-1.9.xml"])
    path.write_text(
        f'{head}?>\n<!DOCTYPE SPIP [<!ENTITY secret SYSTEM "file:///etc/passwd">]>{root}'
    )
    assert "entités" in facts(outcomes(path)[0])["rejected"]


def test_what_is_broken_in_one_row_leaves_the_others_whole(tmp_path):
    dump = (SAMPLES / "dump-1.9.xml").read_bytes()
    odd = dump.replace(b"Attendre est", b"Attendre \x01 & < est \xe9t\xe9")
    path = tmp_path / "fil.xml"
    path.write_bytes(odd)
    first, *others = map(facts, outcomes(path))
    assert first["title"] == "La file d’attente" and ("text", "encoding") in first["doubts"]
    assert "été" in first["html"]
    assert len(others) == 2


def test_a_large_dump_takes_no_more_memory_than_a_small_one(tmp_path):
    path = tmp_path / "fil.xml"
    visit = b"<spip_visites>\n<date>2009-01-01</date>\n<visites>1</visites>\n</spip_visites>\n\n"
    dump = (SAMPLES / "dump-1.9.xml").read_bytes()
    head, root, rest = dump.partition(b"<spip_rubriques>")
    outcomes(SAMPLES / "dump-1.9.xml")
    with open(path, "wb") as file:
        file.write(head + visit * 60_000 + root + rest)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    check(path, TABLE["dump-1.9.xml"])
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 60_000, "kilobytes, for 5 MB that are passed over"


@pytest.mark.parametrize(
    "typed, html",
    [
        ("Un {fil} {{tendu}}", "<p>Un <em>fil</em> <strong>tendu</strong></p>"),
        ("a\n\nb", "<p>a</p><p>b</p>"),
        ("{{{Titre}}}\na", "<h3>Titre</h3><p>a</p>"),
        ("-* a\n-* b\n\nc", "<ul><li>a</li><li>b</li></ul><p>c</p>"),
        ("-# a\n-** b", "<ol><li>a<ul><li>b</li></ul></li></ol>"),
        ("a[[n]] b[[<2> m]]", "<p>a<sup>1</sup> b<sup>2</sup></p>"),
        ("[a->http://x.example/~b]", '<p><a href="http://x.example/~b">a</a></p>'),
        (
            "[->ada@fil.example]",
            '<p><a href="mailto:ada@fil.example">mailto:ada@fil.example</a></p>',
        ),
        ("[a{en}->12]", '<p><a href="/art12">a</a></p>'),
        ("[fil<-]a [?Bell|un nom]", "<p>a Bell</p>"),
        ("<code>a < {b}</code>", "<p>a &lt; {b}</p>"),
        ("<html><u>{a}</u></html>", "<p><u>{a}</u></p>"),
        ("<quote>\na\n\nb\n</quote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("a ~: b", "<p>a \u00a0: b</p>"),
        (
            "| a | b |\n| c | ^ |",
            '<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td>c</td></tr></table>',
        ),
        ("[[[[[[[[", "<p>[[[[[[[[</p>"),
        ("{" * 2000, None),
        ("[" * 3000 + "->" * 3000, None),
        ("<multi>" * 500 + "[fr]" * 500, None),
        ("|" * 5000, None),
    ],
)
def test_its_typography_becomes_html(typed, html):
    site = typography.Site(lambda kind, number: (f"/{kind}{number}", ""), lambda number: "")
    made, _left_out = typography.html(typed, site)
    if html is not None:
        assert made.replace('<p class="note">1. n</p><p class="note">2. m</p>', "") == html


@pytest.mark.django_db
def test_articles_come_in_with_their_letters_and_again_change_nothing(tmp_path):
    report = tmp_path / "report.jsonl"
    for outcome in ("created", "unchanged"):
        call_command("import_editorials", str(SAMPLES / "mysqldump-3.2.sql"), report=str(report))
        rows = [json.loads(line) for line in report.read_text().splitlines()]
        assert [row["outcome"] for row in rows] == [outcome, "rejected", "rejected"]
        assert rows[0]["authors"] == ["Ada Nord"] and rows[0]["tags"] == ["écoute"]
    letter = Letter.objects.get()
    assert (letter.name, letter.state, letter.sealed_email) == ("Eva", "shown", "")


def test_entities_are_refused_wherever_they_are_declared(tmp_path):
    path = tmp_path / "fil.xml"
    entity = '<!DOCTYPE SPIP [<!ENTITY a "b">]><SPIP><spip_articles/></SPIP>'
    path.write_text(f"<?xml version='1.0'?><!-- <a {'x' * 200_000} -->{entity}")
    assert "entités" in facts(outcomes(path, "spip")[0])["rejected"]
    path.write_text(
        "<SPIP><spip_articles><id_article>1</id_article><titre>A</titre><statut>publie</statut>"
        "<texte><![CDATA[On écrit <!ENTITY a> ainsi.]]></texte></spip_articles></SPIP>"
    )
    assert facts(outcomes(path)[0])["title"] == "A"


def test_what_is_opened_and_never_closed_takes_no_time(tmp_path):
    path = tmp_path / "fil.xml"
    path.write_text(f"<SPIP>{'<spip_visites>' * 70_000}</SPIP>")
    assert "aucun article" in facts(outcomes(path)[-1])["rejected"]
    path = tmp_path / "fil.sql"
    path.write_text(f"{'/*' * 200_000}\nINSERT INTO `spip_articles` VALUES (1)")
    assert "base de données" in facts(outcomes(path, "spip")[-1])["rejected"]


def test_long_white_space_takes_no_time_and_parts_what_stands_around():
    site = typography.Site(lambda _kind, _number: ("", ""), lambda _number: "")
    typed = f"{{{{{{A}}}}}}\n\n{{{{{{B}}}}}}\n\nUn{' ' * 300_000}fil[[note]]."
    html, _left_out = typography.html(typed, site)
    assert html.startswith("<h3>A</h3><h3>B</h3><p>Un") and "fil<sup>1</sup>." in html


def test_a_virtual_table_is_not_opened_however_its_definition_is_written(tmp_path):
    path = tmp_path / "fil.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE VIRTUAL TABLE spip_articles USING fts5(id_article, titre, texte, statut)"
    )
    connection.execute("INSERT INTO spip_articles VALUES ('1', 'A', 'Un.', 'publie')")
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'CREATE', ?) WHERE name = 'spip_articles'",
        [f"CREATE /* ( {'x' * 80} */ -- (\n"],
    )
    connection.commit()
    connection.close()
    [outcome] = outcomes(path)
    assert "ni de SPIP" in facts(outcome)["rejected"]
