"""/trust/: what anybody is told of the archive."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pages import text

from archive import fixity
from archive.models import (
    Capture,
    Editorial,
    Operation,
    OperationKind,
    Proof,
    ProofKind,
    Source,
    Stale,
)
from archive.search.upkeep import freshness
from archive.trust import holdings


def read(client: Client, address="/trust/", **asked) -> str:
    """The words of the page."""
    response = client.get(address, asked)
    assert response.status_code == 200
    return text(response)


def test_it_says_what_the_archive_holds_and_does_not_know(client, make_editorial):
    make_editorial(date="1998", publication="Ligne ouverte", authors=["Claire Abgrall"])
    make_editorial(date="2001~", publication="Ligne ouverte", authors=["Claire Abgrall"])
    make_editorial(publication="Ligne ouverte")
    make_editorial(date="2003/2004", publication="Décroché", authors=["Luc d’Astrée"])
    page = read(client)
    assert "Éditoriaux 4 Années 1998–2004 Auteurs 2 Pages d’origine gardées 0" in page
    assert "Aucune date La page d’où il vient n’en porte pas. 1 25 %" in page
    assert "l’année n’est pas sûre. 2 50 %" in page
    assert "Rien ne dit qui l’a écrit. 1 25 %" in page
    assert "Ligne ouverte 1998–2001 L’archive n’en a rien de 1999–2000 3 67 % 33 %" in page
    assert "Décroché 2003–2004 1 100 % 0 %" in page


def test_an_empty_archive_says_so(client, db):
    page = read(client)
    assert "L’archive n’en contient aucun pour le moment." in page
    assert "Revue par revue" not in page and "jamais" in page


def test_what_is_of_no_magazine_comes_last(client, make_editorial):
    for _time in range(3):
        make_editorial()
    make_editorial(publication="Ligne ouverte")
    page = read(client)
    assert page.index("Ligne ouverte") < page.index("Sans revue")


def test_it_is_led_to_from_every_page_and_leads_to_json(client, make_editorial):
    make_editorial()
    assert b'href="/trust/"' in client.get("/").content
    assert b'href="/api/v1/trust"' in client.get("/trust/").content


def test_drafts_and_what_only_they_name_are_told_to_nobody(client, make_editorial):
    make_editorial(publication="Ligne ouverte")
    make_editorial("Un secret", publication="La Cachette", authors=["Paul Caché"], state="draft")
    withdrawn = make_editorial("Retiré", publication="Le Retrait", state="withdrawn")
    withdrawn.source_url = "https://exemple.fr/retire"
    withdrawn.save()
    Source.objects.note("exemple.fr/retire", "gone", 404)
    for address in ("/trust/", "/api/v1/trust"):
        told = client.get(address).content.decode()
        for name in ("Cachette", "cachette", "Caché", "secret", "Retrait", "exemple.fr"):
            assert name not in told


def test_editors_see_what_readers_see(editor_client, make_editorial):
    make_editorial("Un brouillon", publication="La Cachette", state="draft")
    assert "La Cachette" not in read(editor_client)


def test_the_last_proofs_are_told_with_what_came_of_them(client, make_editorial):
    make_editorial()
    day = timezone.now() - timedelta(days=3)
    bag = {"bag": "/srv/secret/2026-11-29", "captures": 18}
    Proof.objects.record(ProofKind.BACKUP, bag | {"lost": 0, "bytes": 1}, day)
    Proof.objects.record(ProofKind.DRILL, bag | {"rows": 1869, "made_at": "x"}, day)
    Proof.objects.record(ProofKind.RESTORE, bag | {"lost": 0, "made_at": "x"}, day)
    page = read(client).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "La base et 18 pages d’origine." in page
    assert "Réussi : 1 869 lignes et 18 pages d’origine retrouvées." in page
    assert "Dernière restauration" in page
    assert "secret" not in page and "secret" not in client.get("/api/v1/trust").content.decode()


def test_captures_that_were_lost_when_it_was_backed_up_are_told(client, db):
    facts = {"bag": "sac", "captures": 18, "lost": 2, "bytes": 1}
    Proof.objects.record(ProofKind.BACKUP, facts)
    assert "2 étaient déjà perdues." in read(client)


def test_captures_that_are_lost_are_told_at_once(client, make_editorial, own_data_folder):
    capture = Capture(editorial=make_editorial(), sha256="0" * 64, media_type="text/html", size=1)
    capture.content = "captures/00/" + "0" * 64
    capture.save()
    assert "Aucune ne manque, que l’on sache." in read(client)
    fixity.look()
    assert "1 perdue ou altérée." in read(client)


def test_the_index_is_compared_with_the_database(client, make_editorial, capsys):
    make_editorial()
    assert "La base répond en attendant l’index." in read(client)
    freshness.drain()
    assert "En ce moment : 1 dans l’index, 1 dans la base." in read(client)
    call_command("check_index")
    assert "À la comparaison : aucune différence." in read(client)


def test_what_the_index_is_yet_to_take_in_is_no_fault(client, make_editorial):
    make_editorial()
    freshness.drain()
    make_editorial()
    assert "Des changements sont en cours d’indexation." in read(client)
    Stale.objects.all().delete()
    assert "1 dans l’index, 2 dans la base." in read(client)


def test_pages_that_are_gone_are_named_with_what_is_kept_of_them(client, make_editorial):
    kept = make_editorial("La voix du client", source_url="https://www.exemple.fr/voix?utm_id=3")
    assert "Elles n’ont pas encore été vérifiées." in read(client)
    Source.objects.note("exemple.fr/voix", "gone", 410)
    facts = {"there": 3, "gone": 1, "unasked": 2}
    Proof.objects.record(ProofKind.SOURCES, facts)
    page = read(client)
    assert "En ligne 3 Disparue 1 Pas encore vérifiée 2" in page
    assert "La voix du client exemple.fr/voix · constaté le" in page
    assert kept.get_absolute_url() in client.get("/trust/").content.decode()


def test_what_a_page_is_called_is_shown_as_text(client, make_editorial):
    make_editorial(
        "<script>1</script>", publication="<b>gras</b>", source_url="https://exemple.fr/<i>"
    )
    Source.objects.note("exemple.fr/%3Ci%3E", "gone", 404)
    html = client.get("/trust/").content.decode()
    assert "<script>1" not in html and "<b>gras" not in html


def test_what_changes_is_counted_anew_and_nothing_is_counted_twice(
    client, make_editorial, monkeypatch
):
    monkeypatch.setattr(holdings, "SHORTEST", 0.0)
    editorial = make_editorial(date="1998")
    assert "1998" in read(client)
    counted = holdings.latest()
    assert holdings.latest() is counted
    with (
        Operation.objects.recording(OperationKind.EDIT) as operation,
        operation.changing(editorial),
    ):
        editorial.date = "2001"
        editorial.save()
    assert "2001" in read(client)


def test_whatever_changes_it_is_not_counted_more_often_than_every_few_seconds(make_editorial):
    make_editorial()
    counted = holdings.latest()
    make_editorial()
    assert holdings.latest() is counted


def test_what_is_written_past_all_operations_is_counted_too(make_editorial, monkeypatch):
    monkeypatch.setattr(holdings, "SHORTEST", 0.0)
    make_editorial(date="1998")
    assert holdings.latest().whole.first == 1998
    Editorial.objects.update(date="2001", earliest="2001-01-01", latest="2001-12-31")
    assert holdings.latest().whole.first == 2001


def test_where_nothing_is_to_be_kept_it_is_counted_each_time(make_editorial, settings):
    settings.KEEP = 0
    make_editorial()
    assert holdings.latest().whole.editorials == 1
    make_editorial()
    assert holdings.latest().whole.editorials == 2


def test_the_number_of_queries_is_bounded(client, make_editorial, django_assert_max_num_queries):
    for number in range(12):
        make_editorial(
            f"N° {number}",
            publication=f"Revue {number}",
            authors=[f"Auteur {number}"],
            date=f"{1990 + 2 * number}",
            source_url=f"https://exemple.fr/{number}",
        )
        Source.objects.note(f"exemple.fr/{number}", "gone", 404)
    client.get("/trust/")
    with django_assert_max_num_queries(9):
        client.get("/trust/")
    holdings.forget()
    with django_assert_max_num_queries(16):
        client.get("/trust/")


def test_many_magazines_and_many_gaps_end_in_a_number(client, make_editorial, monkeypatch):
    monkeypatch.setattr("archive.views.trust.MOST_MAGAZINES", 1)
    for year in range(1990, 2020, 2):
        make_editorial(date=str(year), publication="Bisannuelle")
    make_editorial(date="2001", publication="Autre")
    page = read(client)
    assert "2005 et de 6 autres périodes" in page
    assert "1 autre revue · 1 éditorial" in page


@pytest.mark.parametrize("date", ["0001", "9999", "19XX", "1998/..", "../1998", "2001?"])
def test_odd_dates_break_nothing(client, make_editorial, date):
    make_editorial(date=date, publication="Ligne ouverte")
    make_editorial(date="2001", publication="Ligne ouverte")
    assert "Ligne ouverte" in read(client)


@pytest.mark.parametrize("asked", ["page=x", "lang=zz", "q=%00", "%ff=%fe", "a=" + "x" * 5000])
def test_odd_parameters_change_nothing(client, make_editorial, asked):
    make_editorial()
    assert client.get(f"/trust/?{asked}").status_code in (200, 400)


def test_it_is_only_read(client, db):
    assert client.head("/trust/").status_code == 200
    assert client.post("/trust/").status_code == 405


def test_asking_asks_nothing_of_the_web(client, make_editorial, monkeypatch):
    def connect(*_args):
        pytest.fail("something was connected to")

    monkeypatch.setattr("socket.socket.connect", connect)
    make_editorial(source_url="https://exemple.fr/a")
    read(client)
