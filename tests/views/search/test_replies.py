"""What replies to a question, above the results of its search."""

import pytest
from pages import linked, text

from archive.search.upkeep import freshness

pytestmark = pytest.mark.django_db
QUESTION = "Qui+tenait+le+standard+à+Plouzélan+?"
HEADING = "Ce que l’archive en dit"


def without_fixed_spaces(response) -> str:
    return response.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def archive(make_editorial):
    body = (
        "<p>Ma grand-mère avait le 7.</p><p>Onze abonnés &amp; une poste. À Plouzélan, le standard"
        " était tenu par Mlle Kerdoncuff. Elle répondait une fois sur deux.</p>"
    )
    fields = {"authors": ["Anne Martin"], "publication": "Ligne ouverte", "date": "2001-02"}
    editorial = make_editorial("Trente-neuf fois", body, **fields)
    for number, subject in enumerate(("casque", "plateau", "salon", "courrier", "budget")):
        make_editorial(f"Le {subject}", f"<p>Un {subject} de l’année {2001 + number}.</p>")
    freshness.drain()
    return editorial


def test_the_sentence_that_answers_stands_marked_above_the_results(client, archive):
    response = client.get(f"/search/?q={QUESTION}", follow=True)
    page = text(response)
    assert page.index(HEADING) < page.index("1 éditorial")
    sentence = "À Plouzélan, le standard était tenu par Mlle Kerdoncuff."
    assert f"<mark>{sentence}</mark>" in without_fixed_spaces(response)
    assert "Onze abonnés & une poste" in page
    assert "Trente-neuf fois Anne Martin · Ligne ouverte · février 2001 Citer" in page
    address = f"{archive.get_absolute_url()}#p-onze-abonnes-une-poste-a"
    citing = f"/editorials/{archive.pk}/citation/?paragraph=p-onze-abonnes-une-poste-a"
    assert {address, citing} <= set(linked(response))
    assert 'id="p-onze-abonnes-une-poste-a"' in client.get(address).content.decode()
    assert "Kerdoncuff" in text(client.get(citing))


@pytest.mark.parametrize(
    "asked",
    [
        "q=standard+Plouzélan",
        f"q={QUESTION}&literal=1",
        f"q={QUESTION}&page=2",
        f"q={QUESTION}&from=2001",
        f"q={QUESTION}&sort=newest",
        "q=Quand+la+tour+Eiffel+a-t-elle+été+construite+?",
        "q=qui+que+quoi+?",
    ],
)
def test_nothing_stands_there_unless_a_question_is_surely_answered(client, archive, asked):
    response = client.get(f"/search/?{asked}", follow=True)
    assert response.status_code == 200
    assert HEADING not in text(response)


def test_a_sentence_of_a_list_leads_to_its_editorial(client, make_editorial, archive):
    archive.body = archive.body.replace("<p>Onze", "<ul><li>Onze").replace(
        "deux.</p>", "deux.</li></ul>"
    )
    archive.save()
    freshness.drain()
    response = client.get(f"/search/?q={QUESTION}", follow=True)
    assert HEADING in text(response)
    assert f"{archive.get_absolute_url()}#cite" in linked(response)
