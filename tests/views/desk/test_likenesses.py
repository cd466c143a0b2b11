"""Pairs of editorials with nearly the same text, for an editor to judge."""

import pytest

from archive.models import Likeness, trash

TEXT = "Le standard forme ses conseillers à l’écoute, et chaque stagiaire répète les appels difficiles avec un tuteur."


@pytest.fixture
def pair(make_editorial):
    earlier = make_editorial("L’original", f"<p>{TEXT}</p>")
    later = make_editorial("La reprise", f"<p>{TEXT.replace('difficiles', 'délicats')}</p>")
    return Likeness.objects.create(earlier=earlier, later=later, shared=0.95, covered=0.9)


def test_pairs_wait_with_how_alike_they_are(editor_client, pair):
    page = editor_client.get("/desk/likenesses/").content.decode()
    assert (
        "L’original" in page
        and "La reprise" in page
        and "95 % du plus court, 90 % du plus long" in page
    )


def test_a_pair_is_compared_word_by_word(editor_client, pair):
    page = editor_client.get(f"/desk/likenesses/{pair.pk}/").content.decode()
    assert "<del> difficiles</del><ins> délicats</ins>" in page


def test_a_verdict_is_kept_with_who_gave_it(editor_client, admin_user, pair):
    assert (
        editor_client.post(f"/desk/likenesses/{pair.pk}/", {"verdict": "reprint"}).url
        == "/desk/likenesses/"
    )
    pair.refresh_from_db()
    assert (pair.verdict, pair.by) == ("reprint", admin_user)
    assert "Aucune paire" in editor_client.get("/desk/likenesses/").content.decode()


def test_a_pair_of_which_one_is_thrown_away_waits_no_more(editor_client, admin_user, pair):
    trash.put([pair.later_id], admin_user, "double")
    assert "La reprise" not in editor_client.get("/desk/likenesses/").content.decode()


@pytest.mark.parametrize("said", [{}, {"verdict": ""}, {"verdict": "x"}])
def test_no_verdict_is_none(editor_client, pair, said):
    page = editor_client.post(f"/desk/likenesses/{pair.pk}/", said, follow=True).content.decode()
    assert "Dites si c’est une reprise" in page and not Likeness.objects.get().verdict


def test_who_is_no_editor_sees_no_pairs(client, pair):
    for address in ("/desk/likenesses/", f"/desk/likenesses/{pair.pk}/"):
        assert client.get(address).status_code == 302 and client.post(address).status_code == 302


def test_a_pair_that_is_not_is_a_404(editor_client):
    assert editor_client.get("/desk/likenesses/9/").status_code == 404
