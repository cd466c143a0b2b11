"""What is counted is what a plain count of the texts gives, and every point's lines add up to it."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.core.management import call_command

from archive.concordance import keeping, seeking
from archive.curves import meaning, points
from archive.models import Editorial, steering
from archive.replicas import Router
from archive.search.question.query import Question
from archive.search.upkeep import freshness, watching
from archive.synonyms import Words

DEMONSTRATION = Path(settings.BASE_DIR) / "fixtures" / "demo"
PHRASES = (
    "centre d’appels",
    "CENTRE D'APPELS",
    "relation client",
    "service client",
    "au bout du fil",
    "c'est",
    "qu’il",
    "rendez-vous",
    "mot qui ne se trouve nulle part",
    "de la",
)


def plainly_counted(printed: str) -> Counter[str]:
    """How often a phrase is printed, by year, with nothing of the archive's own but its rows."""
    plain = printed.lower().replace("’", "'").split()
    pattern = r"\s+".join(map(re.escape, plain))
    phrase = re.compile(rf"(?<!\w){pattern}(?!\w)")
    counts: Counter[str] = Counter()
    for text, date in Editorial.objects.published().values_list("text", "date"):
        occurrences = phrase.findall(text.lower().replace("’", "'"))
        if occurrences:
            counts[date[:4]] += len(occurrences)
    return counts


@pytest.fixture
def demonstration(db):
    """The texts of the demonstration, each of a year of its own."""
    rows = []
    for path in sorted(DEMONSTRATION.glob("*.jsonl")):
        for line in path.read_text().splitlines():
            html = json.loads(line)["html"]
            row = Editorial(title="Un titre", body=html, date=str(1998 + len(rows) % 9))
            row.derive()
            rows.append(row)
    Editorial.objects.bulk_create(rows)


def most_frequent(number: int) -> list[str]:
    words: Counter[str] = Counter()
    for text in Editorial.objects.values_list("text", flat=True):
        words.update(re.findall(r"\w+", text.lower()))
    return [word for word, _count in words.most_common(number)]


def test_the_curves_have_what_a_plain_count_of_fifty_words_and_phrases_has(get, demonstration):
    for word in (*PHRASES, *most_frequent(40)):
        (counted,) = get("words", word=word)["words"]
        plain = plainly_counted(word)
        points = {point["when"]: point["value"] for point in counted["points"] if point["value"]}
        assert points == dict(plain), word
        assert counted["total"] == sum(plain.values())
    assert [point["when"] for point in counted["points"]] == [str(1998 + n) for n in range(9)]


def test_the_lines_of_each_point_add_up_to_it(get, demonstration):
    for word in ("centre d’appels", "téléphone", "qu’il"):
        (counted,) = get("words", word=word)["words"]
        for point in counted["points"]:
            listed = get("concordance", word=word, when=point["when"], page_size=100)
            assert listed["count"] == len(listed["lines"]) == point["value"] == point["lines"]
            for line in listed["lines"]:
                assert line["keyword"].lower().replace("'", "’") == word
                assert line["date"] == point["when"]
                text = Editorial.objects.get(pk=line["id"]).text
                assert line["keyword"] in text.split("\n\n")[line["paragraph"] - 1]


def test_a_phrase_is_met_as_it_was_typed_and_within_a_paragraph(get, make_editorial):
    make_editorial(
        body="<p>La relation, client. Relation-client ; relation\u00a0client, RELATION CLIENT.</p>"
        "<p>Une relation</p><p>client. Arc-en-ciel, aujourd’hui\u00ad, coeur, cœur, e\u0301té.</p>",
        date="2004",
    )
    counts = {}
    for word in ("relation client", "relation-client", "en", "arc", "cœur", "été", "aujourd'hui"):
        counts[word] = get("words", word=word)["words"][0]["total"]
    assert counts == {
        "relation client": 2,
        "relation-client": 1,
        "en": 1,
        "arc": 1,
        "cœur": 1,
        "été": 1,
        "aujourd'hui": 1,
    }


def test_what_is_uncertain_is_told_apart(get, make_editorial):
    for date in ("2003", "2003/2004", "2004~", "1990/2010", "", "2004-05-06"):
        make_editorial(body="<p>Une voix.</p>", date=date)
    (counted,) = get("words", word="voix")["words"]
    bounds = {point["when"]: (point["least"], point["most"]) for point in counted["points"]}
    assert bounds == {"2003": (1, 2), "2004": (1, 3)}
    assert counted["undated"] == 2 and counted["total"] == 6
    assert get("concordance", word="voix", when="2004")["count"] == 3
    assert get("concordance", word="voix", when="undated")["count"] == 2
    (monthly,) = get("words", word="voix", by="month")["words"]
    points = {point["when"]: point["value"] for point in monthly["points"]}
    assert points == {"2004-05": 1} and monthly["undated"] == 5
    assert get("concordance", word="voix", by="month", when="undated")["count"] == 5
    assert get("concordance", word="voix", when="2004-05")["count"] == 1


def test_measures_and_narrowing(get, make_editorial):
    make_editorial(
        body="<p>Une voix, deux voix et un fil.</p>",
        date="2003",
        publication="Décroché",
        authors=["Anne Martin"],
        tags=["Accueil"],
    )
    make_editorial(body="<p>La voix.</p>", date="2004", publication="En ligne")
    value = {}
    for measure in ("count", "editorials", "per10000"):
        (counted,) = get("words", word="voix", measure=measure)["words"]
        value[measure] = [point["value"] for point in counted["points"]]
    assert value == {"count": [2, 1], "editorials": [1, 1], "per10000": [2857.1429, 5000]}
    for narrowing in (
        {"publication": "decroche"},
        {"author": "anne-martin"},
        {"tag": "accueil"},
        {"to": "2003"},
        {"from": "2002", "to": "2003-12"},
    ):
        assert get("words", word="voix", **narrowing)["words"][0]["total"] == 2
        assert get("concordance", word="voix", **narrowing)["count"] == 2
    (tagged,) = get("words", word="tag:accueil")["words"]
    assert [point["value"] for point in tagged["points"]] == [1, 0]
    (line,) = get("concordance", word="tag:accueil")["lines"]
    assert line["keyword"] == "Un titre"


def test_forms_and_equivalents_count_where_they_are_asked(get, make_editorial):
    steering.take([Words(["CRM", "gestion de la relation client"])])
    make_editorial(body="<p>Un appel, des appels, un client. Le CRM.</p>", date="2003")
    make_editorial(body="<p>La gestion de la relation client.</p>", date="2004")
    freshness.drain()
    assert get("words", word="appel")["words"][0]["total"] == 1
    (forms,) = get("words", word="appel", forms="1")["words"]
    assert forms["total"] == 2 and forms["counted"] == ["appel", "appels"]
    (both,) = get("words", word="CRM", equivalents="1")["words"]
    assert both["total"] == 2
    assert both["counted"][:2] == ["crm", "gestion de la relation client"]
    assert get("words", word="CRM")["words"][0]["total"] == 1


def test_of_a_long_phrase_the_forms_of_few_words_are_searched(get, make_editorial, monkeypatch):
    make_editorial(body="<p>Un appel.</p>", date="2003")
    freshness.drain()
    searched = []

    def question(**fields):
        searched.append(fields["q"])
        return Question(**fields)

    monkeypatch.setattr(meaning, "Question", question)
    get("words", word=" ".join(f"mot{number}" for number in range(50)), forms="1")
    assert len(searched) == 6


def test_what_overlaps_only_what_does_not_count_counts(get, make_editorial):
    make_editorial(body="<p>Centre d’appels téléphoniques entrants.</p>", date="2003")
    (volume,) = get("words", word="centre") and keeping.current().volumes
    phrases = [("centre", "d", "'", "appels"), ("appels", "téléphoniques")]
    phrases.append(("téléphoniques", "entrants"))
    standing = seeking.occurrences_of(volume, phrases, np.ones(len(volume), bool))
    assert standing.places.tolist() == [0, 4]


def test_lines_are_sorted_by_what_stands_beside(get, make_editorial):
    make_editorial(body="<p>Une belle voix douce. Un appel.</p>", date="2003")
    make_editorial(body="<p>À voix haute.</p>", date="2001")
    make_editorial(body="<p>Cent fois : « voix » !</p><p>Zoé.</p>", date="2002")

    def dates(sort):
        return [line["date"] for line in get("concordance", word="voix", sort=sort)["lines"]]

    assert dates("date") == ["2001", "2002", "2003"]
    assert dates("left") == ["2001", "2003", "2002"]  # à, belle, fois
    assert dates("right") == ["2002", "2003", "2001"]  # nothing, douce, haute


def test_what_changes_is_counted_as_it_is_now(get, make_editorial):
    first = make_editorial(body="<p>Une voix.</p>", date="2003")
    make_editorial(body="<p>Une voix.</p>", date="2004")
    keeping.build()

    def total():
        freshness.drain()
        (counted,) = get("words", word="voix")["words"]
        assert get("concordance", word="voix")["count"] == counted["total"]
        return counted["total"]

    assert total() == 2
    first.body = "<p>Une voix, une autre voix.</p>"
    first.save()
    assert total() == 3
    make_editorial(body="<p>La voix.</p>", date="1999")
    assert total() == 4
    first.state = Editorial.State.WITHDRAWN
    first.save()
    assert total() == 2
    Editorial.objects.get(date="1999").delete()
    assert total() == 1
    call_command("rebuild_index", interactive=False, verbosity=0)
    assert total() == 1


def test_where_too_much_changed_for_who_waits_all_is_made_anew(get, make_editorial, monkeypatch):
    make_editorial(body="<p>Une voix.</p>", date="2003")
    keeping.build()
    monkeypatch.setattr(keeping, "MOST_BOUND", 1)
    for year in ("2004", "2005"):
        make_editorial(body="<p>Une voix.</p>", date=year)
    freshness.drain()
    assert keeping.is_to_be_made()
    monkeypatch.setattr(points, "FEW", 0)
    page = get("words", status=503, word="voix")
    assert page["detail"]
    monkeypatch.setattr(points, "FEW", 1000)
    assert get("words", word="voix")["words"][0]["total"] == 3 and not keeping.is_to_be_made()


def test_what_changed_is_read_where_it_was_written(make_editorial, monkeypatch):
    make_editorial(body="<p>Une voix.</p>", date="2003")
    freshness.drain()
    keeping.build()
    keeping.note(Editorial.objects.values_list("pk", flat=True))
    # A copy of the database that has not heard of it yet.
    monkeypatch.setattr(Router, "db_for_read", lambda *model, **hints: "copy")
    assert len(keeping.current()) == 1


def test_without_any_text_there_is_nothing_and_a_damaged_one_is_made_anew(get, make_editorial):
    assert get("words", word="voix")["words"][0]["points"] == []
    make_editorial(body="<p>Une voix.</p>", date="2003")
    keeping.build()
    for path in keeping.folder().rglob("stream.npy"):
        path.write_bytes(b"")
    freshness.drain()
    assert get("words", word="voix")["words"][0]["total"] == 1


def test_a_look_after_the_index_is_one_after_it(get, make_editorial, monkeypatch):
    begun = []
    monkeypatch.setattr(watching, "begin_concordance", lambda: begun.append("once"))
    make_editorial(body="<p>Une voix.</p>", date="2003")
    freshness.drain()
    watching.look()
    assert begun == ["once"]
    keeping.build()
    watching.look()
    assert begun == ["once"]
    Editorial.objects.update(state=Editorial.State.WITHDRAWN)  # past every signal
    watching.look()
    assert begun == ["once"] and get("words", word="voix")["words"][0]["total"] == 0


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"word": ""},
        {"word": "«  »"},
        {"word": "x" * 401},
        {"word": [f"mot {n}" for n in range(60)]},
        {"word": "voix", "from": "2004", "to": "2001"},
        {"word": "voix", "from": "hier"},
        {"word": "voix", "by": "day"},
        {"word": "voix", "measure": "weight"},
        {"word": "voix", "forms": "oui"},
        {"word": "vo\0ix"},
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(get, db, parameters):
    assert get("words", status=400, **parameters)["detail"]


def test_what_is_odd_but_can_be_asked_is_answered(get, make_editorial):
    make_editorial(body="<p>Le client, le fil : ?</p>", date="2003")
    long = "le client de la maison qui est au bout du fil et qui " * 4
    asked = {long.strip(): 0, "le": 2, "?": 1, "<b>": 0, "=1+1": 0, "tag:rien": 0, "العربية": 0}
    for word, total in asked.items():
        (counted,) = get("words", word=word)["words"]
        assert (counted["word"], counted["total"]) == (word, total)
    for when in ("hier", "2004-13", "2004-5", "20040", "2004-"):
        assert "when" in get("concordance", word="fil", when=when, status=400)["detail"]
    refused = get("concordance", word="fil", publication="nulle-part", status=400)
    assert "nulle-part" in refused["detail"]
    assert get("concordance", word="fil", page=9)["lines"] == []
