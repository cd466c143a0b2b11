"""What editors do with letters, and the way back."""

import json

import pytest
from django.contrib.auth.models import User
from django.core import serializers

from archive.models import (
    Change,
    Editorial,
    Letter,
    Operation,
    OperationKind,
    Publication,
    moderation,
)
from archive.models import letters as writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return User.objects.create_user("claire")


@pytest.fixture
def editorial(make_editorial):
    return make_editorial("La voix")


@pytest.fixture
def letter(editorial):
    return writing.receive(editorial, "Ada Nord", "Ada@Exemple.fr", "Vous mentez,\n\net mal.")


def rows(*letters):
    return Letter.objects.filter(pk__in=[letter.pk for letter in letters])


def test_a_letter_is_accepted_and_that_is_undone(letter, editor):
    operation = moderation.decide(rows(letter), "shown", editor)
    letter.refresh_from_db()
    assert letter.is_shown and letter.shown_at and letter.decided_by == editor
    assert (operation.kind, operation.why, operation.by) == ("edit", "Lettre publiée", editor)
    operation.undo(editor)
    letter.refresh_from_db()
    assert letter.is_waiting


def test_many_are_refused_as_one_operation_with_the_reason(editorial, editor):
    letters = [writing.receive(editorial, "Ada", f"a{n}@b.fr", f"Lettre {n}") for n in range(3)]
    operation = moderation.decide(rows(*letters), "refused", editor, "hors sujet")
    assert (operation.kind, operation.changes.count()) == ("bulk", 3)
    assert operation.why == "Lettres refusées\u00a0: hors sujet"
    assert {letter.reason for letter in Letter.objects.all()} == {"hors sujet"}
    moderation.decide(rows(*letters), "shown", editor)
    assert {letter.reason for letter in Letter.objects.all()} == {""}


def test_what_is_decided_already_leaves_no_operation(letter, editor):
    moderation.decide(rows(letter), "spam", editor)
    assert moderation.decide(rows(letter), "spam", editor).pk is None


def test_a_reply_is_set_and_taken_away_and_that_is_undone(letter, editor):
    moderation.reply(letter, "Merci.\r\n", editor)
    assert (letter.reply, bool(letter.replied_at)) == ("Merci.", True)
    operation = moderation.reply(letter, "", editor)
    assert (letter.reply, letter.replied_at) == ("", None)
    operation.undo(editor)
    letter.refresh_from_db()
    assert (letter.reply, bool(letter.replied_at)) == ("Merci.", True)


def test_a_mended_letter_keeps_what_came_beside_it(letter, editor):
    operation = moderation.mend(letter, "A. Nord", "Vous vous trompez.", editor, "insulte")
    letter.refresh_from_db()
    assert (letter.name, letter.text) == ("A. Nord", "Vous vous trompez.")
    assert letter.received == "Vous mentez,\n\net mal." and letter.mended_at
    operation.undo(editor)
    letter.refresh_from_db()
    assert (letter.text, letter.mended_at) == (letter.received, None)


def test_what_another_has_changed_since_stays_and_is_told(letter, editor):
    operation = moderation.mend(letter, "Ada Nord", "Vous vous trompez.", editor)
    moderation.mend(letter, "Ada Nord", "Vous vous trompez un peu.", editor)
    undo = operation.undo(editor)
    letter.refresh_from_db()
    assert letter.text == "Vous vous trompez un peu."
    assert "«\u00a0Ada Nord\u00a0», lettre\u00a0: modifié depuis" in undo.conflict_messages()[0]


def test_a_change_is_read_in_words(letter, editor, editorial):
    answer = Letter.objects.create(editorial=editorial, name="Luc Sud", text="Non.")
    with Operation.objects.recording(OperationKind.EDIT) as operation, operation.changing(answer):
        answer.parent, answer.state = letter, "shown"
        answer.save()
    assert operation.changes.get().differences() == [
        ("répond à", "", "Ada Nord"),
        ("état", "à lire", "publiée"),
    ]


# Privacy


def test_addresses_are_forgotten_for_good(letter, editor):
    assert list(Letter.objects.of_address(" ada@exemple.FR")) == [letter]
    operation = moderation.decide(rows(letter), "shown", editor)
    assert moderation.forget_addresses(rows(letter)) == 1
    operation.undo(editor)
    letter.refresh_from_db()
    assert letter.email == letter.sealed_email == letter.email_key == ""


def test_an_address_that_was_sealed_with_another_key_is_none(letter, settings):
    settings.SECRET_KEY = "une tout autre clé, assez longue pour en être une"
    letter.refresh_from_db()
    assert letter.email == ""


def test_what_is_erased_is_nowhere_any_more(letter, editor):
    moderation.mend(letter, "Ada Nord", "Vous vous trompez.", editor)
    moderation.reply(letter, "Merci, Ada.", editor)
    accepted = moderation.decide(rows(letter), "shown", editor)
    assert moderation.erase(rows(letter), editor) == 1
    tables = [Letter, Change, Operation]
    everything = json.dumps(
        [serializers.serialize("json", model.objects.all()) for model in tables]
    )
    for secret in ("Ada", "mentez", "trompez", "Merci", "exemple.fr"):
        assert secret not in everything
    accepted.undo(editor)
    letter.refresh_from_db()
    assert letter.is_erased and moderation.decide(rows(letter), "shown", editor).pk is None


# Deleting what letters answer


def test_the_letters_of_a_deleted_editorial_come_back_with_it(letter, editorial, editor):
    answer = Letter.objects.create(editorial=editorial, name="Luc", text="Non.", parent=letter)
    with (
        Operation.objects.recording(OperationKind.DELETE, editor) as operation,
        operation.changing(editorial),
    ):
        Editorial.objects.get().delete()
    assert not Letter.objects.exists()
    assert operation.undo(editor).conflicts == []
    assert Letter.objects.get(pk=answer.pk).parent == letter
    assert Letter.objects.get(pk=letter.pk).text == letter.text
    assert Letter.objects.get(pk=letter.pk).email == ""


def test_an_editorial_that_readers_have_answered_is_not_taken_back(make_editorial, editor):
    with Operation.objects.recording(OperationKind.IMPORT, editor) as operation:
        answered, other = make_editorial("La voix"), make_editorial("Le fil")
        Letter.objects.create(editorial=answered, name="Luc", text="Importée.", source_id="1")
    letter = writing.receive(answered, "Ada", "ada@exemple.fr", "Bravo.")
    undo = operation.undo(editor)
    assert list(Editorial.objects.all()) == [answered] and list(Letter.objects.all()) == [letter]
    assert undo.conflict_messages() == [
        "«\u00a0La voix\u00a0» reste\u00a0: des lecteurs y ont répondu."
    ]
    moderation.erase(rows(letter), editor)
    operation.undo(editor)
    assert not Editorial.objects.exists() and not Letter.objects.exists()
    assert other.pk


def test_a_letter_does_not_come_back_without_its_editorial(make_editorial, editor):
    editorial = make_editorial("La voix")
    with Operation.objects.recording(OperationKind.IMPORT, editor) as operation:
        Letter.objects.create(editorial=editorial, name="Luc", text="Importée.", source_id="1")
    undo = operation.undo(editor)
    assert not Letter.objects.exists()
    editorial.delete()
    again = undo.undo(editor)
    assert not Letter.objects.exists()
    assert again.conflict_messages() == ["«\u00a0Luc\u00a0» n’existe plus."]


def test_a_magazine_says_whether_it_takes_letters_and_that_is_undone(make_editorial, editor):
    editorial = make_editorial("La voix", publication="En ligne")
    with (
        Operation.objects.recording(OperationKind.EDIT, editor) as operation,
        operation.changing(Publication.objects.all()),
    ):
        editorial.publication.letters = "off"
        editorial.publication.save()
    assert not writing.is_open(editorial)
    assert operation.changes.get().differences()[0][1:] == (
        "reçues et publiées",
        "ni reçues ni publiées",
    )
    operation.undo(editor)
    assert writing.is_open(Editorial.objects.get())
