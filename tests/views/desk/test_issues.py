"""/desk/publications/…/issues/: what is missing, and an issue entered or mended as a whole."""

from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from pages import text
from PIL import Image

from archive.models import Byline, Editorial, Issue, Manuscript, Operation, Publication

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
AT = "/desk/publications/decroche/issue/"
TITLES = [f"Texte {number}" for number in range(1, 13)]


@pytest.fixture
def magazine():
    return Publication.objects.create(name="Décroché")


def sent(client, at: str, titles=(), bylines=(), pages=(), existing=(), **fields):
    """Send the form of an issue as it is shown, with these rows."""
    context = client.get(AT, {"number": at}).context
    form = context["form"]
    posted = {"number": at, "is_dated": "on", "seal": context["seal"]}
    for name in ("title", "date", "cover"):
        if name in form.fields:
            posted[name] = form[name].value() or ""
    for line in context["lines"]:
        posted[f"place-{line.pk}"], posted[f"page-{line.pk}"] = line.place, line.page
    rows = max(len(titles), 1)
    for name, cells in (("title", titles), ("byline", bylines), ("page", pages)):
        posted[f"row-{name}"] = [*cells, *[""] * (rows - len(cells))]
    posted["row-existing"] = [*existing, *[""] * (rows - len(existing))]
    return client.post(f"{AT}?number={at}", posted | fields)


def in_order(client, number="36") -> list[str]:
    page = client.get(f"/publications/decroche/{number}/")
    return [
        editorial.title for _section, listed in page.context["sections"] for editorial in listed
    ]


def test_an_issue_of_twelve_texts_is_made_in_one_page_and_undone_as_one(editor_client, magazine):
    form = editor_client.get(AT, {"number": "n° 36"})
    assert len(form.context["rows"]) == 3
    bylines = ["Claire Abgrall / Luc Martin ; juriste", *["Claire Abgrall"] * 11]
    pages = [str(page) for page in range(3, 27, 2)]
    response = sent(
        editor_client, "n° 36", TITLES, bylines, pages, date="mai 2004", title="Accueil"
    )
    assert response.status_code == 302
    assert "12 brouillons" in text(editor_client.get(response.url))
    drafts = Editorial.objects.filter(publication=magazine, issue_slug="36", state="draft")
    assert set(drafts.values_list("date", flat=True)) == {"2004-05"}
    assert in_order(editor_client) == TITLES
    first = Byline.objects.filter(editorial__title="Texte 1").values_list("name", "role")
    assert list(first) == [("Claire Abgrall", ""), ("Luc Martin", "juriste")]
    issue = Issue.objects.get()
    assert (issue.title, issue.date, issue.contents) == ("Accueil", "2004-05", [])
    [operation] = Operation.objects.all()
    assert not operation.undo().conflicts
    assert not Editorial.objects.exists()


def test_the_order_typed_holds_where_no_page_says_it(editor_client, magazine):
    sent(editor_client, "36", ["Zèbre", "Âne", "Mulet"])
    assert in_order(editor_client) == ["Zèbre", "Âne", "Mulet"]
    mule = Editorial.objects.get(title="Mulet")
    sent(editor_client, "36", **{f"place-{mule.pk}": "1"})
    assert in_order(editor_client) == ["Mulet", "Zèbre", "Âne"]
    Operation.objects.first().undo()
    assert in_order(editor_client) == ["Zèbre", "Âne", "Mulet"]


def test_a_text_that_the_magazine_has_is_gathered_once_asked(
    editor_client, magazine, make_editorial
):
    there = make_editorial("L’accueil", publication="Décroché", date="1999")
    response = sent(editor_client, "36", ["L'ACCUEIL", "Neuf"], date="2004")
    assert response.status_code == 422 and "dites si ce sont les mêmes" in text(response)
    assert Editorial.objects.count() == 1
    response = sent(
        editor_client, "36", ["L'ACCUEIL", "Neuf"], existing=[str(there.pk), ""], date="2004"
    )
    assert response.status_code == 302 and Editorial.objects.count() == 2
    there.refresh_from_db()
    assert (there.issue_slug, there.date, there.state) == ("36", "1999", "published")
    sent(editor_client, "37", ["L'accueil"], existing=["new"])
    assert Editorial.objects.filter(issue_slug="37").exclude(pk=there.pk).exists()


def test_what_is_asked_of_a_row_leads_to_it(editor_client, magazine, make_editorial):
    make_editorial("L’accueil", publication="Décroché")
    page = sent(editor_client, "36", ["Neuf", "L’accueil"]).content.decode()
    assert 'href="#existing-2"' in page and 'id="existing-2"' in page
    page = sent(editor_client, "36", ["Neuf", ""], ["", "Claire Abgrall"]).content.decode()
    assert 'href="#title-2"' in page and "#existing-" not in page


def test_more_rows_are_given_for_the_asking_and_nothing_typed_is_lost(editor_client, magazine):
    typed = {"title": "Accueil", "date": "mai 2004", "is_dated": "", "do": "more"}
    page = sent(editor_client, "36", ["Un", "Deux", "Trois"], ["A"], **typed)
    assert page.status_code == 200 and not Operation.objects.exists()
    rows = page.context["rows"]
    assert [row.title for row in rows] == ["Un", "Deux", "Trois", *[""] * 10]
    assert rows[0].byline == "A" and page.context["form"]["title"].value() == "Accueil"
    assert not page.context["form"]["is_dated"].value()
    focused = page.content.decode().split('id="title-4"')[1].split(">")[0]
    assert "autofocus" in focused
    assert page.context["kept_as"].startswith(f"{Manuscript.objects.get().pk}.")


def test_no_more_than_a_hundred_rows_are_given(editor_client, magazine):
    titles = [f"Texte {number}" for number in range(95)]
    page = sent(editor_client, "36", titles, do="more")
    assert len(page.context["rows"]) == 100
    assert 'value="more"' not in page.content.decode()


@pytest.mark.parametrize("state", ["withdrawn", "trashed"])
def test_a_text_that_is_withdrawn_or_thrown_away_is_not_offered(
    editor_client, magazine, make_editorial, state
):
    make_editorial("L’accueil", publication="Décroché", state=state)
    assert sent(editor_client, "36", ["L'ACCUEIL"]).status_code == 302
    assert Editorial.objects.drafts().get().title == "L'ACCUEIL"


def test_texts_follow_the_date_of_their_issue(editor_client, magazine, make_editorial):
    make_editorial("Sans date", publication="Décroché", issue="36")
    make_editorial("Datée", publication="Décroché", issue="36", date="1999")
    dates = Editorial.objects.order_by("title").values_list("date", flat=True)
    sent(editor_client, "36", date="2004")
    assert list(dates.all()) == ["1999", "2004"]
    sent(editor_client, "36", date="2005")
    assert list(dates.all()) == ["1999", "2005"]
    sent(editor_client, "36", date="2006", is_dated="")
    assert list(dates.all()) == ["1999", "2005"]
    assert Issue.objects.get().date == "2006"


def test_texts_follow_the_number_of_their_issue(editor_client, magazine, make_editorial):
    make_editorial("Un", publication="Décroché", issue="63")
    make_editorial("Deux", publication="Décroché", issue="12")
    sent(editor_client, "63", title="Accueil")
    response = sent(editor_client, "63", number="12")
    assert response.status_code == 422 and "déjà le numéro « n° 12 »" in text(response)
    response = sent(editor_client, "63", number="36")
    assert response.url.endswith("?number=36")
    assert Editorial.objects.get(title="Un").issue_slug == "36"
    assert Issue.objects.get(slug="36").title == "Accueil"
    assert not Operation.objects.first().undo().conflicts
    assert Editorial.objects.get(title="Un").issue_slug == "63"
    assert Issue.objects.get(slug="63").title == "Accueil"


def png(name) -> SimpleUploadedFile:
    written = BytesIO()
    Image.new("RGB", (30, 40), "red").save(written, "PNG")
    return SimpleUploadedFile(name, written.getvalue(), "image/png")


def test_a_cover_comes_with_an_issue(editor_client, magazine):
    assert sent(editor_client, "36", ["Un"], file=png("une.png")).status_code == 302
    issue = Issue.objects.get()
    assert issue.cover.editorial.title == "Un"
    assert "une.png" in editor_client.get(AT, {"number": "36"}).content.decode()
    again = sent(editor_client, "37", ["Deux"], file=SimpleUploadedFile("x.png", b"x", "image/png"))
    assert again.status_code == 422 and "n’est pas une image" in text(again)


def test_a_cover_is_kept_among_what_all_may_see(editor_client, magazine, make_editorial):
    make_editorial("Un", publication="Décroché", issue="36", state="draft")
    make_editorial("Deux", publication="Décroché", issue="36")
    assert sent(editor_client, "36", file=png("une.png")).status_code == 302
    assert Issue.objects.get().cover.editorial.title == "Deux"


def test_missing_numbers_are_told_and_lead_to_their_issues(editor_client, magazine, make_editorial):
    for number in ("11", "13-14", "18"):
        make_editorial(number, publication="Décroché", issue=number)
    page = editor_client.get("/desk/publications/decroche/issues/")
    assert "Manquent les n° 12 et 15 à 17." in text(page)
    assert page.context["missing"] == [12, 15, 16, 17]
    assert f"{AT}?number=15" in page.content.decode()


@pytest.mark.parametrize(
    "fields, reason",
    [
        ({"number": "…"}, "Ce n’est pas un numéro"),
        ({"date": "jadis"}, "n’est pas une date"),
        ({"titles": [""], "bylines": ["Claire Abgrall"]}, "n’a pas de titre"),
        ({"titles": ["x" * 501]}, "trop long"),
        ({"titles": ["Un"], "bylines": ["x" * 201]}, "trop longue"),
        ({"seal": "old"}, "changé entre-temps"),
        ({"cover": "999"}, "choix valide"),
    ],
)
def test_what_an_issue_cannot_be_is_told_and_nothing_typed_is_lost(
    editor_client, magazine, make_editorial, fields, reason
):
    make_editorial("Zéro", publication="Décroché", issue="36")
    typed = {"titles": ["Gardé"]} | fields
    response = sent(editor_client, "36", **typed)
    assert response.status_code in (409, 422) and reason in text(response)
    assert not Operation.objects.exists()
    if "titles" not in fields:
        assert 'value="Gardé"' in response.content.decode()


def test_an_issue_typed_while_the_session_ended_comes_back_row_by_row(editor_client, magazine):
    rows = {"row-title": ["Un", "Deux"], "row-byline": ["A", "B"], "row-page": ["3", "5"]}
    cover = SimpleUploadedFile("une.png", b"x", "image/png")
    typed = {"number": "36", "date": "mai 2004", "is_dated": "on", "do": "", "file": cover}
    seal = editor_client.get(AT, {"number": "36"}).context["seal"]
    editor_client.logout()
    posted = typed | rows | {"row-existing": ["", ""], "seal": seal}
    given_back = editor_client.post(f"{AT}?number=36", posted)
    assert given_back.status_code == 403 and "à choisir de nouveau" in text(given_back)
    fields = {}
    for name, words in given_back.context["fields"]:
        fields.setdefault(name, []).append(words)
    assert fields["row-title"] == ["Un", "Deux"]
    editor_client.force_login(User.objects.get(username="admin"), backend=BACKEND)
    again = editor_client.post(f"{AT}?number=36", fields | {"do": given_back.context["deed"]})
    assert again.status_code == 200 and "Voici ce que vous aviez tapé" in text(again)
    assert not Operation.objects.exists()
    assert [row.title for row in again.context["rows"]] == ["Un", "Deux"]
    assert editor_client.post(f"{AT}?number=36", fields).status_code == 302
    assert in_order(editor_client) == ["Un", "Deux"]


def test_odd_addresses_are_answered(editor_client, magazine):
    for query in ("", "?number=", "?number=%00", "?number=…", "?number=36&rows=99999999999999999"):
        assert editor_client.get(f"{AT}{query}").status_code == 200, query
    assert editor_client.get("/desk/publications/rien/issue/").status_code == 404
    assert editor_client.get("/desk/publications/decroche/issues/?issues=x").status_code == 200
