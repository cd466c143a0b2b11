"""The demonstration archive, brought in and taken out again."""

from django.core.management import call_command
from pages import text

from archive.models import Author, Editorial, Letter, Operation, Publication, Tag


def test_the_demonstration_is_taken_out_with_the_names_that_only_it_bears(make_editorial):
    call_command("load_demo", verbosity=0)
    shared = Tag.objects.exclude(editorials=None).first()
    mine = make_editorial(
        "Le mien", tags=[shared.name], authors=["Claire Vrai"], publication="La vraie revue"
    )
    call_command("load_demo", "--remove", verbosity=0)
    assert list(Editorial.objects.all()) == [mine]
    assert list(Tag.objects.all()) == [shared]
    assert [one.name for one in Author.objects.all()] == ["Claire Vrai"]
    assert [one.name for one in Publication.objects.all()] == ["La vraie revue"]


def test_its_letters_say_that_they_are_invented_and_come_once(client, db):
    for _time in range(2):
        call_command("load_demo", verbosity=0)
    letters = list(Letter.objects.all())
    assert 3 <= len(letters) <= 6
    assert all("imaginaire" in letter.name and letter.is_shown for letter in letters)
    page = text(client.get("/letters/"))
    assert "imaginaire" in page and "Mais, depuis votre lettre" in page


def test_its_removal_can_be_undone(db):
    call_command("load_demo", verbosity=0)
    before = sorted(Editorial.objects.values_list("pk", "title"))
    letters = Letter.objects.count()
    call_command("load_demo", "--remove", verbosity=0)
    assert not Editorial.objects.exists() and not Letter.objects.exists()
    Operation.objects.get().undo()
    assert sorted(Editorial.objects.values_list("pk", "title")) == before
    assert Letter.objects.count() == letters


def test_removing_what_is_not_there_changes_nothing(make_editorial, capsys):
    make_editorial("Le mien")
    call_command("load_demo", "--remove")
    assert "0 removed" in capsys.readouterr().out and not Operation.objects.exists()
