"""What is indexed of an editorial is what the database says of it, each time it is asked."""

from archive.models import AuthorName, Editorial, TagAlias
from archive.search import documents
from archive.search_indexes import EditorialIndex


def test_an_editorial_bears_all_names_that_it_is_found_by(make_editorial):
    editorial = make_editorial("Un", authors=["Jeanne Martin"], tags=["accueil", "téléphone"])
    AuthorName.objects.create(author=editorial.bylines.get().author, name="J. Martin")
    TagAlias.objects.create(tag=editorial.tags.get(slug="accueil"), name="réception")
    prepared = EditorialIndex().full_prepare(editorial)
    assert prepared["byline"].splitlines() == ["Jeanne Martin", "J. Martin"]
    assert prepared["keywords"].splitlines() == ["accueil", "téléphone", "réception"]
    assert prepared["tag"] == ["accueil", "telephone"]


def test_one_that_is_prepared_again_is_as_it_is_by_then(make_editorial):
    index, editorial = EditorialIndex(), make_editorial("Un", tags=["accueil"])
    before = index.full_prepare(editorial)
    editorial.add_tags(["téléphone"], origin="editor")
    assert index.full_prepare(editorial)["tag"] == [*before["tag"], "telephone"]


def test_many_prepared_at_once_are_as_each_by_itself(make_editorial):
    for number in range(4):
        make_editorial(str(number), authors=[f"Auteur {number % 2}"], tags=["a", str(number)])
    index = EditorialIndex()
    together = list(documents.prepared(Editorial.objects.values_list("pk", flat=True)))
    alone = [index.full_prepare(editorial) for editorial in Editorial.objects.all()]
    assert sorted(together, key=str) == sorted(alone, key=str)
