"""Sentences that stand in several editorials: on the page of one, and those that return most."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command

from archive.concordance import keeping, returning, reuse
from archive.curves import reuse as curves
from archive.models import Editorial, requests
from archive.search.upkeep import freshness

CHESTNUT = "Chaque année à la même époque, les plateaux se vident et les files s’allongent."
NEAR = CHESTNUT.replace("même", "belle")
OTHER = "Personne ne sait ce que dira le client quand le téléphone sonnera."


@pytest.fixture
def told(make_editorial):
    """Two Septembers with the same sentence, a third with a word changed, and a text apart."""
    fields = {"publication": "Décroché", "authors": ["Anne Martin"]}
    made = {}
    for year, sentence in ((2001, CHESTNUT), (2002, CHESTNUT.upper()), (2003, NEAR)):
        body = f"<p>Un texte.</p><p>Bien. {sentence} Voilà.</p>"
        made[year] = make_editorial(f"Rentrée {year}", body, date=f"{year}-09", **fields)
    made[0] = make_editorial("À part", f"<p>{OTHER}</p>", date="2004", publication="En ligne")
    keeping.build()
    return made


def page_of(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_what_others_have_too_stands_beside_where_they_have_it(client, told):
    first = told[2001]
    assert "Reprises" in page_of(client, first.get_absolute_url())
    page = page_of(client, f"{first.get_absolute_url()}reuse/")
    assert "Rentrée 2002" in page and "Rentrée 2003" in page and "Anne Martin" in page
    assert "#p-bien-chaque-annee-a-la" in page  # its paragraph
    assert NEAR.replace("’", "’") in page and "1 phrase" in page.replace("\u00a0", " ")
    assert "Reprises" not in page_of(client, told[0].get_absolute_url())
    assert "Aucune phrase" in page_of(client, f"{told[0].get_absolute_url()}reuse/")


def test_programs_are_told_which_are_the_same_and_which_nearly(client, told):
    answer = client.get(f"/api/v1/reuse?editorial={told[2001].pk}").json()
    (sentence,) = answer["sentences"]
    assert sentence["text"] == CHESTNUT and sentence["editorials"] == 3
    same = {standing["date"]: standing["same"] for standing in sentence["standing"]}
    assert same == {"2001-09": True, "2002-09": True, "2003-09": False}
    assert client.get("/api/v1/reuse?editorial=999").status_code == 404
    assert client.get("/api/v1/reuse").status_code == 400


def test_chestnuts_are_told_by_their_month_and_narrowed_by_magazine(client, told):
    page = page_of(client, "/words/returning/")
    assert CHESTNUT in page and "septembre" in page and OTHER not in page
    assert CHESTNUT in page_of(client, "/words/returning/?publication=decroche&month=9")
    assert "Aucune phrase" in page_of(client, "/words/returning/?publication=en-ligne")
    (sentence,) = client.get("/api/v1/returning?month=9").json()["sentences"]
    assert (sentence["editorials"], sentence["month"]) == (2, 9)
    assert client.get("/api/v1/returning?publication=nix").status_code == 400


def test_what_quotes_a_text_kept_from_search_engines_is_kept_so_too(client, told):
    assert "X-Robots-Tag" not in client.get("/words/returning/").headers
    requests.withhold([told[2002].pk], None, "Demande")
    assert client.get("/words/returning/").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "address",
    [
        "/words/returning/",
        "/api/v1/returning",
        "/api/v1/reuse?editorial={}",
        "/api/v1/words?word=client",
    ],
)
def test_what_cannot_be_read_is_told_as_not_there_yet(client, told, address):
    in_use = keeping.folder() / keeping.IN_USE
    in_use.unlink()
    in_use.mkdir()
    page_of(client, address.format(told[2001].pk), status=503)


def test_who_asks_for_what_is_being_worked_out_waits_for_it(client, told, monkeypatch):
    worked_out = []
    work = returning.returning

    def slowly(*asked):
        worked_out.append(asked)
        time.sleep(0.1)
        return work(*asked)

    monkeypatch.setattr(returning, "returning", slowly)
    with ThreadPoolExecutor(4) as readers:
        asked = [readers.submit(curves.most_returning) for _reader in range(4)]
    assert len(worked_out) == 1 and len({len(answer.result()) for answer in asked}) == 1


@pytest.mark.parametrize("odd", ["publication=nix", "publication=nix&month=3"])
def test_an_unknown_magazine_is_told(client, told, odd):
    page_of(client, f"/words/returning/?{odd}")


@pytest.mark.parametrize(
    "odd", ["month=13", "month=x", "month=-1", "month=999999999", "x=1", "publication=%00"]
)
def test_what_an_address_says_in_vain_is_left_out(client, told, odd):
    assert client.get(f"/words/returning/?{odd}").url == "/words/returning/"


def test_what_comes_changes_and_goes_is_as_it_is_now(client, told, make_editorial):
    address = f"{told[0].get_absolute_url()}reuse/"
    twin = make_editorial("Encore", f"<p>{OTHER}</p>", date="2005")
    freshness.drain()
    assert "Encore" in page_of(client, address)
    assert "Reprises" in page_of(client, told[0].get_absolute_url())
    twin.state = Editorial.State.WITHDRAWN
    twin.save()
    freshness.drain()
    assert "Encore" not in page_of(client, address)
    call_command("build_concordance", verbosity=0)
    assert "Aucune phrase" in page_of(client, address)


def test_what_stands_in_nearly_all_of_a_magazine_is_not_shown(client, db, make_editorial):
    rows = []
    for number in range(reuse.MOST_OF_A_MAGAZINE + 2):
        row = Editorial(title=f"Un {number}", body=f"<p>{OTHER}</p>", date="2004")
        row.derive()
        rows.append(row)
    Editorial.objects.bulk_create(rows)
    keeping.build()
    first = Editorial.objects.first()
    assert "Aucune phrase" in page_of(client, f"{first.get_absolute_url()}reuse/")
    assert OTHER not in page_of(client, "/words/returning/")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Une seule phrase.</p>",
        "",
        "<p>هذه جملة طويلة بما يكفي لكي تعرف مرة أخرى في نص آخر.</p>",
        f"<p>{OTHER} {CHESTNUT}</p>" * 900,
    ],
)
def test_any_text_has_its_page(client, make_editorial, body):
    one, two = make_editorial("Un", body, date="2001"), make_editorial("Deux", body, date="2002")
    keeping.build()
    page = page_of(client, f"{one.get_absolute_url()}reuse/")
    assert ("Deux" in page) == (len(body) > 40)
    assert two.get_absolute_url()
    page_of(client, "/words/returning/")
