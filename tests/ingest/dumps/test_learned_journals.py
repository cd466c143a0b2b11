"""What learned journals and libraries print around an article: whose days and names they are."""

from dumped import BODY, dump, record

from archive.text import plain

JOURNAL = f"""\
Annales du littoral, vol. 8, n° 3, octobre 2011, p. 2-3

ÉDITORIAL

Ce que la vase retient du passage des hommes
What Mud Keeps of a Passing Crowd

Ysoline Tréguer1*, Bakary Sow2,3

1 Université du Ponant, laboratoire des estuaires
2 Institut de la mer, Dakar
3 Maison des rivages, Caen
* Correspondance : y.treguer@ponant.example

Reçu le 2 mai 2010 ; révisé le 4 janvier 2011 ; accepté le 7 juin 2011

Abstract. {"The mud of our estuaries keeps what the tide brought and what people left there. " * 3}

{BODY}

{BODY}

Conflits d’intérêts
Les auteurs déclarent n’avoir aucun lien d’intérêts.

Références
[1] Le Braz A. La vase et le droit. Brest : Ar Men, 2001.
"""


def test_a_manuscripts_days_are_not_the_articles(tmp_path):
    journal = record(dump(tmp_path, JOURNAL))
    assert journal.date == "2011-10"
    assert journal.issue == "vol. 8, n° 3"


def test_only_a_manuscripts_days_leave_a_text_undated(tmp_path):
    text = f"La vase\n\nReçu le 2 mai 2010 ; accepté le 7 juin 2011\n\n{BODY}\n\n{BODY}"
    assert record(dump(tmp_path, text)).date is None


def test_authors_with_numbers_of_affiliations_are_authors_and_their_places_no_headline(tmp_path):
    journal = record(dump(tmp_path, JOURNAL))
    assert [byline.name for byline in journal.bylines] == ["Ysoline Tréguer", "Bakary Sow"]
    assert journal.title == "Ce que la vase retient du passage des hommes"


def test_abstract_interests_and_references_are_no_text(tmp_path):
    text = plain(record(dump(tmp_path, JOURNAL)).html)
    assert text.startswith("Le métier change")
    assert text.endswith("racontent.")


def test_a_journals_own_reference_tells_headline_authors_and_year(tmp_path):
    text = f"""\
Rivages & Société

Ce que la vase retient
What Mud Keeps

Ysoline Tréguer et Bakary Sow

Plan
Les traces
Les noms

Les traces

1{BODY}

2{BODY}

Notes
1 Voir les registres du port.

Pour citer cet article

Référence électronique
Ysoline Tréguer et Bakary Sow, « Ce que la vase retient », Rivages & Société [En ligne], 14 | 2012, \
mis en ligne le 3 mai 2015, consulté le 4 février 2021.
"""
    article = record(dump(tmp_path, text))
    assert article.title == "Ce que la vase retient"
    assert [byline.name for byline in article.bylines] == ["Ysoline Tréguer", "Bakary Sow"]
    assert article.date == "2012"
    assert "1Le métier" not in plain(article.html)


def test_an_archivists_year_dates_an_undated_paper(tmp_path):
    text = f"[Fonds du phare, pièce 3. Feuillet ronéoté, non daté (1964 ?)]\n\nLe feu\n\n{BODY * 2}"
    assert record(dump(tmp_path, text)).date == "1964?"
