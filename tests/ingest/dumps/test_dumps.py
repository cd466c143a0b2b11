import contextlib
import json
import os
import time
from pathlib import Path

import pytest
from django.utils import translation
from dumped import BODY, dump, reason, record

from archive.ingest.dumps import read
from archive.ingest.files.decoding import LARGEST
from archive.ingest.records import Rejected
from archive.models.doubts import DOUBTS, Doubt
from archive.text import name_key, person_name, plain

HERE = Path(__file__).parents[2]
SHARED = Path(os.environ.get("ARCHIVE_SHARED") or HERE.parent.parent / "shared")
DUMPS = HERE / "data" / "captures"


def listed(path):
    return (
        [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    )


def words(text):
    return " ".join(text.split())


# The five real documents


@pytest.fixture(
    params=listed(SHARED / "seeds-expected.jsonl") or [None],
    ids=lambda seed: (seed or {}).get("file"),
)
def seed(request):
    if request.param is None:
        pytest.skip(f"no seeds in {SHARED}")
    return request.param


def test_a_seed_comes_out_as_expected(seed):
    found = record(SHARED / "seeds" / seed["file"])
    assert found.title in [seed["title"], *seed["title_alt"]]
    assert [person_name(one.name) for one in found.bylines] == seed["authors"]
    assert found.date == seed["date"]
    assert (found.publication or None) in [seed["publication"], *seed["publication_alt"]]
    assert (found.section or None) == seed["category"]
    assert (found.tags, found.language) == (seed["tags"], seed["language"])


def test_the_text_of_a_seed_is_whole_and_nothing_else(seed):
    text = words(plain(record(SHARED / "seeds" / seed["file"]).html))
    assert text.startswith(words(seed["body_starts"]))
    assert text.endswith(tuple(words(end) for end in [seed["body_ends"], *seed["body_ends_alt"]]))
    assert all(words(part) in text for part in seed["must_contain"])
    assert not [
        part
        for part in seed["must_not_contain"]
        if words(part) in text and part.strip() != "Information"
    ]


def test_what_a_seed_does_not_say_is_doubted_and_not_invented(seed):
    found = record(SHARED / "seeds" / seed["file"])
    doubts = {f"{one.field}/{one.code}" for one in found.doubts}
    assert ("title/supplied" in doubts) == found.title_supplied == (seed["title"] is None)
    assert ("byline/unknown" in doubts) == (not seed["authors"])
    assert ("date/unknown" in doubts) == (seed["date"] is None)
    assert not {name_key(one.name) for one in found.bylines} & {
        name_key(name) for name in seed["not_authors"]
    }
    assert found.date not in seed["not_dates"]


# Dumps written for these tests, in the manner of several sites, with their fields filled and empty


@pytest.fixture(params=listed(DUMPS / "expected.jsonl"), ids=lambda one: one["file"])
def sample(request):
    return request.param


def test_a_dump_says_its_title_byline_date_and_place(sample):
    found = record(DUMPS / sample["file"])
    assert found.title == sample["title"]
    assert found.title_supplied == sample.get("supplied", False)
    assert [one.name for one in found.bylines] == sample["authors"]
    assert [one.role for one in found.bylines if one.role] == sample.get("roles", [])
    assert found.date == sample["date"]
    assert (found.publication, found.section) == (sample["publication"], sample.get("section", ""))
    assert (found.issue, found.page) == (sample.get("issue", ""), sample.get("page", ""))
    assert (found.tags, found.language) == (sample.get("tags", []), sample.get("language", "fr"))
    assert found.standfirst == sample.get("standfirst", "")


def test_the_text_of_a_dump_is_whole_and_nothing_else(sample):
    html = record(DUMPS / sample["file"]).html
    text = words(plain(html))
    assert text.startswith(sample["starts"])
    assert text.endswith(sample["ends"])
    assert all(part in html for part in sample.get("holds", []))
    assert not [part for part in sample.get("lacks", []) if part in text]


def test_a_dump_leaves_the_doubts_it_should(sample):
    found = record(DUMPS / sample["file"])
    assert (
        sorted(f"{one.field}/{one.code}" for one in found.doubts if one.field != "text")
        == sample["doubts"]
    )


def test_every_doubt_is_told_in_a_sentence(sample):
    for doubt in record(DUMPS / sample["file"]).doubts:
        assert (doubt.field, doubt.code) in DOUBTS
        assert doubt.value in doubt.message() and doubt.message().endswith(".")


def test_a_doubted_date_is_told_as_a_date():
    with translation.override("fr"):
        assert "laisse supposer vers 2004." in Doubt("date", "guess", "2004~").message()
        assert "le 7 mars 2005." in Doubt("date", "updated", "2005-03-07").message()


def test_a_crosshead_that_opens_like_a_label_stays(tmp_path):
    assert (
        "<h2>Poste 31</h2>"
        in record(dump(tmp_path, f"Un métier\n\n{BODY}\n\nPoste 31\n\n{BODY}\n")).html
    )


# Files that are no dump


@pytest.mark.parametrize(
    "content, why",
    [
        (b"", "vide"),
        (b" \n\t\n", "vide"),
        (b"\x00\x01\x02" * 50, "n’est pas du texte."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "n’est pas du texte."),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "n’est pas du texte."),
        (b"Bonjour \x81\x8d\x8f \xe9", "Encodage inconnu"),
        (b"<!DOCTYPE html><html><body><p>Bonjour.</p></body></html>", "HTML"),
        (b"<?xml version='1.0'?><rss></rss>", "XML"),
        (b'{"title": "Bonjour"}', "JSON"),
        (b"{\\rtf1\\ansi Bonjour}", "RTF"),
        ("Accueil\nRecherche\nContact\nS'abonner\nMentions légales\n".encode(), "que des menus"),
        (b"Centres\nAppels\nDossiers\n", "que des menus"),
        # A line that is taken for a notice leaves nothing for a text.
        (f"© {BODY[:80]}. Cette règle est la nôtre, et celle de tous.".encode(), "que des menus"),
    ],
)
def test_what_is_no_dump_is_rejected_with_the_reason(tmp_path, content, why):
    assert why in reason(dump(tmp_path, content))


def test_a_file_beyond_ten_megabytes_is_rejected_unread(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    assert "50 Mo" in reason(path)


def test_a_file_that_cannot_be_read_is_rejected_as_unreadable(tmp_path):
    with pytest.raises(Rejected) as rejected:
        list(read(tmp_path / "nowhere.txt"))
    assert rejected.value.unreadable


# Encodings

TEXT = (
    "L’été\n\nPublié le 3 mai 2004\n\n"
    + "Un téléconseiller français sait où il va, et le dit à qui l’écoute. " * 6
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_by_its_mark_and_without_a_doubt(tmp_path, encoding):
    found = record(dump(tmp_path, TEXT, encoding))
    assert (found.title, found.date) == ("L’été", "2004-05-03")
    assert not [doubt for doubt in found.doubts if doubt.field == "text"]


def test_windows_text_is_read_with_a_doubt(tmp_path):
    found = record(dump(tmp_path, TEXT, "cp1252"))
    assert found.title == "L’été"
    assert Doubt("text", "encoding", "Windows-1252") in found.doubts


def test_text_decoded_twice_is_read_right_and_the_doubt_says_so(tmp_path):
    record_of_dump = record(dump(tmp_path, TEXT.encode("utf-8").decode("cp1252", "replace")))
    assert "téléconseiller" in plain(record_of_dump.html)
    assert "repaired" in {doubt.code for doubt in record_of_dump.doubts}
    assert record_of_dump.capture.decode("utf-8").startswith("Lâ€™")


def test_two_places_that_look_decoded_wrongly_are_left_and_doubted(tmp_path):
    record_of_dump = record(dump(tmp_path, f"Un métier\n\n{BODY}\n\nLe mot Ã©tÃ© est resté."))
    assert "Ã©tÃ©" in plain(record_of_dump.html)
    assert "mojibake" in {doubt.code for doubt in record_of_dump.doubts}


def test_soft_hyphens_and_loose_accents_do_not_split_words(tmp_path):
    found = record(
        dump(tmp_path, TEXT.replace("téléconseiller", "te\u0301le\u0301\u00adconseiller"))
    )
    assert "téléconseiller" in plain(found.html)


def test_the_original_bytes_are_kept(tmp_path):
    path = dump(tmp_path, TEXT.replace("\n", "\r\n"))
    assert record(path).capture == path.read_bytes()
    assert record(path).media_type == "text/plain"


# Time


@pytest.mark.parametrize(
    "text",
    [
        "mot " * 2_500_000,
        "a" * 10_000_000,
        "Une phrase courte. " * 500_000,
        "\n".join(f"Ligne {number}" for number in range(400_000)),
        "\n".join(
            f"Publié par Un Tel le 3 mai 2004, n° {number} : et la suite"
            for number in range(30_000)
        ),
        "Par le " * 1_400_000,
        "[1]" * 3_000_000,
        "Ceci est une ligne repliée à soixante-douze colonnes comme autrefois\net " * 130_000,
        "« " * 3_000_000,
    ],
    ids=[
        "words",
        "letters",
        "sentences",
        "lines",
        "label lines",
        "labels",
        "links",
        "wrapped",
        "quotes",
    ],
)
def test_ten_megabytes_of_anything_come_to_an_end(tmp_path, text):
    path = dump(tmp_path, text[: LARGEST // 4])
    started = time.perf_counter()
    with contextlib.suppress(Rejected):
        list(read(path))
    print(f"{time.perf_counter() - started:.1f} s")


def test_a_chain_of_words_without_end_is_read_once(tmp_path):
    [found] = read(dump(tmp_path, f"Un titre\n\n{BODY}\n\n{'Contact-' * 300_000}\n\n{BODY}"))
    assert "Le métier change" in found.html
