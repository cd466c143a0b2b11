"""Rows of tables with an id that is given twice, or whose magazine was mended."""

import pytest

from archive.ingest import running
from archive.models import Editorial

pytestmark = pytest.mark.django_db
HEADING = "titre;auteur;date;revue;texte;id\n"
FIRST = " ".join(f"Le standard a pris {number} appels ce matin." for number in range(12))
SECOND = " ".join(f"La pluie tombe depuis {number} jours sur les toits." for number in range(12))
THIRD = " ".join(f"Personne ne lit la page {number} du rapport annuel." for number in range(12))
SHARED = ("source_id", "shared")
MOVED = ("text", "moved")


def row(title="Autre", magazine="Mag A", text=FIRST, number="88") -> str:
    return f"{title};Ada Nord;2001-02-12;{magazine};{text};{number}\n"


TWICE = [row(), row("Deux", text=SECOND)]


@pytest.fixture
def bring_in(tmp_path):
    def bring_in(*rows, name="ids2.csv"):
        path = tmp_path / name
        path.write_text(HEADING + "".join(rows))
        outcomes = running.run(running.begun([str(path)], "csv"))
        return [outcome.outcome for outcome in outcomes]

    return bring_in


def kept() -> list[tuple]:
    """Title, magazine and doubts about the identity of each editorial."""
    editorials = Editorial.objects.select_related("publication").order_by("pk")
    return [
        (row.title, row.publication.name if row.publication else "", doubts(row.doubts))
        for row in editorials
    ]


def doubts(stored) -> list[tuple[str, str]]:
    told = [(doubt["field"], doubt["code"]) for doubt in stored]
    return [doubt for doubt in told if doubt in (SHARED, MOVED)]


def test_of_two_rows_with_one_id_neither_text_is_lost(bring_in):
    assert bring_in(*TWICE) == ["created", "created"]
    assert kept() == [("Autre", "Mag A", []), ("Deux", "Mag A", [SHARED])]
    assert bring_in(*TWICE) == ["unchanged", "unchanged"]
    mended = row("Deux", text=f"{SECOND} Enfin.")
    assert bring_in(mended, TWICE[0]) == ["updated", "unchanged"]
    assert Editorial.objects.get(title="Deux").text.endswith("Enfin.")


def test_the_same_title_is_not_enough_within_one_table(bring_in):
    rows = [row("Éditorial"), row("Éditorial", text=SECOND)]
    assert bring_in(*rows) == ["created", "created"]
    assert bring_in(*rows) == ["unchanged", "unchanged"]


def test_a_row_that_corrects_one_before_is_no_other_text_but_doubted(bring_in):
    assert bring_in(row(), row(text=f"{FIRST} Enfin.")) == ["created", "updated"]
    assert kept() == [("Autre", "Mag A", [SHARED])]


def test_another_text_under_the_id_of_an_earlier_import_replaces_nothing(bring_in):
    bring_in(row())
    assert bring_in(row("Deux", text=SECOND), name="autre.csv") == ["created"]
    assert kept()[1] == ("Deux", "Mag A", [SHARED])
    assert bring_in(row("Deux", text=THIRD), name="autre.csv") == ["updated"], "by its title"


def test_an_id_counts_within_its_magazine_however_that_is_spelled(bring_in):
    bring_in(row(magazine="DECROCHE"))
    fresh = row(magazine="Décroché", text=f"{FIRST} Enfin.")
    assert bring_in(fresh, name="autre.csv") == ["updated"]
    assert kept() == [("Autre", "Décroché", [])]


def test_a_trial_tells_that_an_id_is_given_twice(tmp_path):
    path = tmp_path / "ids2.csv"
    path.write_text(HEADING + "".join(TWICE))
    _first, second = running.outcomes([str(path)], "csv", "", dry_run=True)
    assert any("88" in doubt for doubt in second.as_row()["doubts"])
    assert not Editorial.objects.exists()


@pytest.mark.parametrize("magazine", ["Mag C", ""])
@pytest.mark.parametrize("text", [FIRST, f"{FIRST} Enfin.", f"{FIRST} {SECOND}"])
def test_a_row_whose_magazine_was_mended_is_known_by_its_id(bring_in, magazine, text):
    bring_in(row())
    mended = row(magazine=magazine, text=text)
    assert bring_in(mended) == ["updated"]
    assert kept() == [("Autre", magazine, [MOVED])]
    assert bring_in(mended) == ["unchanged"]


@pytest.mark.parametrize(
    "other, name",
    [
        (row("Deux", "Mag C", SECOND), "ids2.csv"),
        (row("Autre", "Mag C", SECOND), "ids2.csv"),
        (row("Autre", "Mag C", f"{FIRST} Enfin."), "autre.csv"),
    ],
)
def test_ids_of_two_magazines_that_merely_collide_stay_two(bring_in, other, name):
    bring_in(row())
    assert bring_in(other, name=name) == ["created"]
    assert kept()[1][1:] == ("Mag C", [])


def test_rows_of_two_magazines_in_one_table_are_never_one(bring_in):
    rows = [row(), row("Reprise", "Mag C", f"{FIRST} Enfin.")]
    for outcome in ("created", "unchanged"):
        assert bring_in(*rows) == [outcome, outcome]
    assert bring_in(*reversed(rows)) == ["unchanged", "unchanged"]
