"""/desk/manuscripts/: what an editor has begun and not saved, and where it is gone on with."""

import pytest
from django.test import Client
from pages import text

from archive.models import Editorial, Manuscript, Operation, Publication
from archive.models.transfers import Union

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
LIST = "/desk/manuscripts/"
ISSUE = "/desk/publications/decroche/issue/"
NEW = "/desk/editorials/new/"


@pytest.fixture
def magazine():
    return Publication.objects.create(name="Décroché")


@pytest.fixture
def rows(editor_client, magazine):
    """What is posted of a new issue with two texts."""
    seal = editor_client.get(ISSUE, {"number": "36"}).context["seal"]
    return {
        "number": "36",
        "title": "L’accueil",
        "date": "mai 2004",
        "is_dated": "on",
        "seal": seal,
        "row-title": ["Un", "Deux"],
        "row-byline": ["A", "B"],
        "row-page": ["3", ""],
        "row-existing": ["", ""],
    }


def posted(client, fields, number="36"):
    return client.post(f"{ISSUE}?number={number}", fields)


def listed(client) -> list[tuple[str, str, str]]:
    begun = client.get(LIST).context["begun"]
    return [(title, kind, address) for _manuscript, title, kind, address in begun]


def waiting(client) -> int:
    """Return how many the desk's first page counts."""
    rows = client.get("/desk/").context["waiting"]
    return next(row.count for row in rows if row.address == LIST)


def number_of(name: str) -> int:
    """Return the number of what a form calls « 3.1796133985277643 », since when it was kept, too."""
    return int(name.partition(".")[0])


def titles(page) -> list[str]:
    return [row.title for row in page.context["rows"]]


def test_the_desk_counts_what_its_editor_has_begun_and_leads_to_each(
    editor_client, member, make_editorial, rows
):
    editorial = make_editorial("La ligne")
    assert "Rien de commencé n’attend" in text(editor_client.get("/desk/"))
    assert "Rien de commencé n’attend" in text(editor_client.get(LIST))
    address = f"/desk/editorials/{editorial.pk}/write/"
    kept = {"do": "autosave_correction", "title": "La ligne droite", "format": "html"}
    editor_client.post(address, kept)
    editor_client.post(NEW, {"do": "keep", "title": "Un nouveau", "format": "markdown"})
    posted(editor_client, rows | {"do": "keep"})
    assert waiting(editor_client) == 3
    [issue, new, correction] = listed(editor_client)
    told = "numéro d’une revue, 2 textes tapés, d’abord\xa0: Un"
    assert issue[:2] == ("Décroché, n°\xa036", told)
    assert new[:2] == ("Un nouveau", "nouveau texte")
    assert correction == ("La ligne droite", "correction de\xa0: La ligne", address)
    for _title, _kind, address in (issue, new, correction):
        assert "Vous reprenez ce que vous aviez gardé" in text(editor_client.get(address))
    _edith, other = member("edith")
    assert waiting(other) == 0 and listed(other) == []


def test_what_was_written_of_an_editorial_that_is_no_more_is_a_new_text(
    editor_client, make_editorial
):
    editorial = make_editorial("La ligne")
    address = f"/desk/editorials/{editorial.pk}/write/"
    editor_client.post(address, {"do": "autosave", "title": "Repris", "format": "markdown"})
    editorial.delete()
    [(title, kind, address)] = listed(editor_client)
    assert (title, kind) == ("Repris", "nouveau texte")
    form = editor_client.get(address).context["form"]
    typed = {field.name: field.value() or "" for field in form}
    assert typed["title"] == "Repris"
    editor_client.post(NEW, typed)
    assert Editorial.objects.get().title == "Repris" and listed(editor_client) == []


def test_a_correction_of_the_same_title_tells_it_once(editor_client, make_editorial):
    editorial = make_editorial("«\xa0Clientèle\xa0», nom féminin")
    kept = {"do": "autosave", "title": editorial.title, "format": "markdown"}
    editor_client.post(f"/desk/editorials/{editorial.pk}/write/", kept)
    assert [begun[:2] for begun in listed(editor_client)] == [(editorial.title, "correction")]


def test_an_issue_is_told_by_its_number_as_the_reader_names_it(editor_client, magazine, rows):
    posted(editor_client, rows | {"do": "keep", "row-title": ["", ""]})
    assert listed(editor_client)[0][:2] == ("Décroché, n°\xa036", "numéro d’une revue")
    editor_client.cookies["django_language"] = "en"
    assert listed(editor_client)[0][0] == "Décroché, no. 36"


def test_what_is_begun_is_thrown_away_from_the_list_once_that_is_sure(editor_client, rows):
    posted(editor_client, rows | {"do": "keep"})
    editor_client.post(NEW, {"do": "keep", "title": "Un nouveau", "format": "markdown"})
    new = Manuscript.objects.first()
    asked = editor_client.post(LIST, {"discard": new.pk})
    assert asked.status_code == 200 and "Rien ne le ramènera" in text(asked)
    assert Manuscript.objects.count() == 2
    thrown = editor_client.post(LIST, {"discard": new.pk, "sure": "1"}, follow=True)
    assert "Ce que vous aviez commencé est jeté." in text(thrown)
    assert [title for title, _kind, _address in listed(editor_client)] == ["Décroché, n°\xa036"]


def test_nobody_throws_away_what_another_has_begun(editor_client, member, rows):
    posted(editor_client, rows | {"do": "keep"})
    _edith, other = member("edith")
    number = Manuscript.objects.get().pk
    assert other.post(LIST, {"discard": number, "sure": "1"}, follow=True).status_code == 200
    assert Manuscript.objects.filter(pk=number).exists()


@pytest.mark.parametrize("odd", ["", "x", "0", "9" * 40, "\0"])
def test_odd_numbers_of_what_is_thrown_away_lead_to_the_list(editor_client, odd):
    assert editor_client.post(LIST, {"discard": odd, "sure": "1"}).status_code == 302


def test_a_page_of_the_list_that_there_is_not_is_told(editor_client):
    assert editor_client.get(LIST, {"page": "2"}).status_code == 404
    assert editor_client.get(LIST, {"page": "x"}).status_code == 404


# Whole issues


def test_an_issue_that_is_kept_is_there_again_on_any_machine_and_goes_once_saved(
    editor_client, admin_user, rows
):
    address = posted(editor_client, rows | {"do": "keep"}).url
    assert not Operation.objects.exists()
    elsewhere = Client()
    elsewhere.force_login(admin_user, backend=BACKEND)
    offer = elsewhere.get(ISSUE, {"number": "36"})
    assert offer.context["offered_at"] == address and titles(offer)[:2] == ["", ""]
    resumed = elsewhere.get(address)
    assert titles(resumed) == ["Un", "Deux"]
    assert resumed.context["form"]["title"].value() == "L’accueil"
    saved = posted(elsewhere, rows | {"manuscript": resumed.context["kept_as"]})
    assert saved.status_code == 302 and Editorial.objects.count() == 2
    assert not Manuscript.objects.exists()


def test_an_issue_goes_on_under_one_number_and_two_windows_keep_both(editor_client, rows):
    kept = posted(editor_client, rows | {"do": "autosave"}).json()
    assert kept["kept"].startswith("Gardé à")
    more = rows | {"row-title": ["Un", "Trois"], "manuscript": kept["manuscript"]}
    again = posted(editor_client, more | {"do": "autosave"}).json()
    assert number_of(again["manuscript"]) == number_of(kept["manuscript"])
    assert Manuscript.objects.count() == 1
    posted(editor_client, rows | {"do": "autosave"})
    assert Manuscript.objects.count() == 2


def test_what_a_second_window_kept_of_an_issue_outlives_the_first_one_s_saving(editor_client, rows):
    address = posted(editor_client, rows | {"do": "keep"}).url
    shown = editor_client.get(address).context["kept_as"]
    longer = rows | {"row-title": ["Un", "Deux, et plus"], "manuscript": shown}
    posted(editor_client, longer | {"do": "autosave"})
    assert posted(editor_client, rows | {"manuscript": shown}).status_code == 302
    [manuscript] = Manuscript.objects.all()
    assert ["row-title", "Deux, et plus"] in manuscript.fields["contents"]


def test_an_issue_that_is_refused_is_kept(editor_client, rows):
    refused = posted(editor_client, rows | {"number": "…"})
    assert refused.status_code == 422
    [manuscript] = Manuscript.objects.all()
    assert number_of(refused.context["kept_as"]) == manuscript.pk
    again = posted(editor_client, rows | {"number": "…", "manuscript": manuscript.pk})
    assert again.status_code == 422 and Manuscript.objects.count() == 1


def test_an_issue_that_changed_since_it_was_kept_says_so_and_loses_nothing(editor_client, rows):
    address = posted(editor_client, rows | {"do": "keep"}).url
    posted(editor_client, rows | {"row-title": ["Autre", ""], "row-byline": ["", ""]})
    resumed = editor_client.get(address)
    assert "Ce numéro a changé entre-temps" in text(resumed) and titles(resumed) == ["Un", "Deux"]
    fields = rows | {"seal": resumed.context["seal"], "manuscript": resumed.context["kept_as"]}
    assert posted(editor_client, fields).status_code == 302
    assert Editorial.objects.count() == 3 and not Manuscript.objects.exists()


def test_what_is_kept_of_an_issue_is_thrown_away_when_its_editor_says_so(editor_client, rows):
    address = posted(editor_client, rows | {"do": "keep"}).url
    number = editor_client.get(address).context["kept_as"]
    thrown = posted(editor_client, rows | {"do": "discard", "manuscript": number})
    assert thrown.url == f"{ISSUE}?number=36" and not Manuscript.objects.exists()
    assert editor_client.get(thrown.url).context["offered"] is None


def test_an_issue_sent_before_its_first_autosave_was_answered_leaves_nothing_behind(
    editor_client, rows
):
    posted(editor_client, rows | {"do": "autosave"})
    posted(editor_client, rows)
    assert Editorial.objects.count() == 2 and not Manuscript.objects.exists()


def test_what_is_kept_of_an_issue_is_found_under_the_new_name_of_its_magazine(
    editor_client, rows, magazine
):
    posted(editor_client, rows | {"do": "keep"})
    editor_client.post("/desk/publications/decroche/", {"name": "Raccroché", "version": "0"})
    [(_title, _kind, address)] = listed(editor_client)
    assert titles(editor_client.get(address, follow=True)) == ["Un", "Deux"]


def test_what_is_kept_of_an_issue_is_its_magazine_s_whatever_that_is_called(
    editor_client, rows, magazine
):
    posted(editor_client, rows | {"do": "keep"})
    magazine.name, magazine.slug = "Raccroché", "raccroche"
    magazine.save()
    Publication.objects.create(name="Décroché", slug="decroche")
    of_another = editor_client.get(ISSUE, {"number": "36"})
    assert of_another.context["offered"] is None
    renamed = editor_client.get("/desk/publications/raccroche/issue/?number=36")
    assert renamed.context["offered"] == Manuscript.objects.get()


@pytest.mark.parametrize("typed", ["n° 36", " 36", "N°36"])
def test_an_issue_is_offered_however_its_number_is_typed(editor_client, rows, typed):
    posted(editor_client, rows | {"do": "keep"}, number="n°\u00a036")
    assert editor_client.get(ISSUE, {"number": typed}).context["offered"]


def test_what_is_kept_of_one_issue_is_not_gone_on_with_as_another(editor_client, rows):
    posted(editor_client, rows | {"do": "keep"})
    number = Manuscript.objects.get().pk
    other = Publication.objects.create(name="Ligne ouverte")
    asked = {"number": "5", "manuscript": number}
    assert titles(editor_client.get(ISSUE, asked))[:1] == [""]
    address = f"/desk/publications/{other.slug}/issue/?number=36"
    assert titles(editor_client.get(f"{address}&manuscript={number}"))[:1] == [""]
    changed = {"do": "autosave", "title": "Autre", "manuscript": number}
    editor_client.post(address, rows | changed)
    assert dict(Manuscript.objects.get(pk=number).fields["contents"])["title"] == "L’accueil"


def test_what_was_typed_for_a_magazine_that_is_no_more_is_still_read(editor_client, rows, magazine):
    posted(editor_client, rows | {"do": "keep"})
    magazine.delete()
    [(_title, kind, address)] = listed(editor_client)
    assert (kind, address) == ("numéro d’une revue qui n’est plus là", "")
    assert "Deux" in text(editor_client.get(LIST))


def test_an_issue_of_a_magazine_that_was_merged_goes_on_in_the_one_that_stayed(
    editor_client, rows, magazine
):
    posted(editor_client, rows | {"do": "keep"})
    cahiers = Publication.objects.create(name="Les Cahiers")
    merge = Union("publication", magazine.pk, cahiers.pk).apply([])
    [(_title, _kind, address)] = listed(editor_client)
    assert address.startswith("/desk/publications/les-cahiers/issue/?number=36&manuscript=")
    page = editor_client.get(address)
    assert titles(page)[:2] == ["Un", "Deux"]
    assert editor_client.get(address.partition("&")[0]).context["offered"]
    undone = merge.undo()
    [(_title, _kind, former)] = listed(editor_client)
    assert former.startswith(ISSUE) and titles(editor_client.get(former))[:2] == ["Un", "Deux"]
    undone.undo()
    sent = rows | {"manuscript": page.context["kept_as"], "seal": page.context["seal"]}
    editor_client.post(address, sent)
    assert Editorial.objects.filter(publication=cahiers, issue="36").count() == 2
    assert not Manuscript.objects.exists()


def test_a_number_without_end_is_kept_short(editor_client, rows):
    posted(editor_client, rows | {"do": "keep", "number": "9" * 100_000})
    assert len(str(Manuscript.objects.get())) < 200


@pytest.mark.parametrize("odd", ["x", "0", "9" * 40, "-1", "²", "\0"])
def test_odd_numbers_of_what_is_kept_do_no_harm(editor_client, rows, odd):
    assert editor_client.get(ISSUE, {"number": "36", "manuscript": odd}).status_code == 200
    assert posted(editor_client, rows | {"do": "keep", "manuscript": odd}).status_code == 302


def test_nobody_goes_on_with_what_another_has_kept_nor_drops_it(editor_client, member, rows):
    address = posted(editor_client, rows | {"do": "keep"}).url
    number = number_of(editor_client.get(address).context["kept_as"])
    _edith, other = member("edith")
    assert titles(other.get(address))[:1] == [""]
    posted(other, rows | {"do": "discard", "manuscript": number})
    posted(other, rows | {"do": "keep", "manuscript": number, "title": "Autre"})
    assert dict(Manuscript.objects.get(pk=number).fields["contents"])["title"] == "L’accueil"


def test_a_new_text_is_not_kept_over_an_issue(editor_client, rows):
    posted(editor_client, rows | {"do": "keep"})
    number = Manuscript.objects.get().pk
    editor_client.post(NEW, {"do": "keep", "title": "Un nouveau", "manuscript": number})
    assert Manuscript.objects.get(pk=number).is_of_issue and Manuscript.objects.count() == 2
    assert editor_client.get(f"{NEW}?manuscript={number}").status_code == 404
    assert number not in [one.pk for one in editor_client.get(NEW).context["unfinished"]]
