"""What shows why an editorial answers, as every format tells it."""

import csv
import io
import re

import pytest

from archive.search.upkeep import freshness

FORMATS = ["page", "json", "atom", "csv"]


@pytest.fixture
def shown(client):
    """(format, the words typed) -> what it shows of the results, `<mark>` and all."""

    def shown(form: str, q: str) -> str:
        freshness.drain()
        if form == "page":
            return client.get("/search/", {"q": q}).content.decode()
        if form == "json":
            results = client.get("/api/v1/search", {"q": q}).json()["results"]
            return "\n".join(result["excerpt"] for result in results)
        if form == "atom":
            feed = client.get("/search/feed/", {"q": q}).content.decode()
            return feed.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        response = client.get("/search/results.csv", {"q": q})
        content = b"".join(response.streaming_content).decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=";")
        return "\n".join(row["excerpt"] for row in rows)

    return shown


@pytest.mark.parametrize("form", FORMATS)
def test_a_passage_of_the_text_is_shown_with_its_marks(make_editorial, shown, form):
    make_editorial("Le casque", f"<p>{'Un début. ' * 60}</p><p>La prosodie compte.</p>")
    texts = shown(form, "prosodie")
    assert "La prosodie compte." in re.sub("</?mark>", "", texts)
    assert ("<mark>prosodie</mark>" in texts) is (form != "csv")


@pytest.mark.parametrize("form", FORMATS)
def test_the_standfirst_is_shown_where_only_that_has_the_words(make_editorial, shown, form):
    make_editorial("Le casque", "<p>Un texte.</p>", standfirst="Où la prosodie compte.")
    assert "Où la prosodie compte." in re.sub("</?mark>", "", shown(form, "prosodie"))


@pytest.mark.parametrize(
    "fields",
    [
        {"tags": ["Accueil", "Prosodie du geste"]},
        {"authors": ["Anne Roux", "Jean Prosodie du geste"]},
        {"publication": "Prosodie du geste"},
        {"title": "Prosodie du geste"},
    ],
    ids=lambda fields: next(iter(fields)),
)
@pytest.mark.parametrize("q", ["prosodie", '"prosodie du geste"'])
@pytest.mark.parametrize("form", FORMATS)
def test_a_name_that_has_the_words_is_shown_where_no_text_has_them(
    make_editorial, shown, form, q, fields
):
    make_editorial(**{"title": "Le casque", "body": "<p>Un texte.</p>"} | fields)
    texts = shown(form, q)
    bare = re.sub("</?mark>", "", texts)
    assert "Prosodie du geste" in bare and "Un texte." in bare
    assert bool(re.search("<mark>Prosodie", texts)) is (form != "csv")


@pytest.mark.parametrize(
    ("q", "mark"),
    [
        ("auteur:dupont", "<mark>Dupont</mark>"),
        ("tag:écoute", "<mark>Écoute</mark>"),
        ("revue:ligne", "La <mark>Ligne</mark>"),
    ],
)
def test_what_is_asked_of_a_field_is_marked_there(make_editorial, shown, q, mark):
    make_editorial(tags=["Accueil", "Écoute"], authors=["Jean Dupont"], publication="La Ligne")
    page = shown("page", f"{q} texte")
    assert mark in page


def test_tags_that_have_the_words_come_first_though_there_are_many(make_editorial, shown):
    make_editorial(tags=["Alpha", "Bêta", "Gamma", "Delta", "Epsilon", "Zêta", "Omicron", "Voix"])
    page = shown("page", "voix")
    line = re.search(r'<p class="quiet held">.*?</p>', page)[0]
    assert line.index("<mark>Voix</mark>") < line.index("Alpha")
    assert line.count("·") == 5


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_is_shown_with_the_other_name_that_was_typed(make_editorial, shown, form):
    editorial = make_editorial(tags=["intelligence artificielle"], authors=["Anne Roux"])
    editorial.tags.get().aliases.create(name="Robots")
    editorial.authors.get().names.create(name="Anne Abgrall")
    for typed, name, other in [
        ("robots", "intelligence artificielle", "Robots"),
        ("Abgrall", "Anne Roux", "Abgrall"),
    ]:
        bare = re.sub("</?mark>", "", shown(form, typed))
        assert re.search(rf"{name} \((Anne )?{other}\)", bare)


def test_a_phrase_is_not_found_across_two_names(make_editorial, shown):
    make_editorial("Le centre d’appels", "<p>Un centre d’appels.</p>", tags=["Centre", "D’appels"])
    line = re.search(r'<p class="quiet held">.*?</p>', shown("page", '"centre d’appels"'))[0]
    assert "<mark>" not in line


@pytest.mark.parametrize("form", FORMATS)
def test_names_are_escaped(make_editorial, shown, form):
    make_editorial(
        "Un titre",
        tags=['<b onclick="x">voix</b>'],
        authors=["<i>voix</i>"],
        publication="<script>voix",
    )
    texts = shown(form, "voix")
    if form == "csv":
        assert "<b onclick" in texts
    elif form == "atom":
        assert "<p><script>" not in texts
    else:
        assert "<b onclick" not in texts and "<script>voix" not in texts


# The reasons


def test_the_reasons_are_in_the_feed_and_in_the_table(client, make_editorial):
    make_editorial("La voix", "<p>La voix des clients.</p>", tags=["Voix"])
    freshness.drain()
    [row] = csv.DictReader(
        io.StringIO(
            b"".join(client.get("/search/results.csv?q=voix").streaming_content).decode("utf-8-sig")
        ),
        delimiter=";",
    )
    for where in ("dans le titre", "dans le texte", "dans les mots-clés"):
        assert f"{where}\u00a0: voix" in row["why"]
    feed = client.get("/search/feed/?q=voix").content.decode()
    assert "dans le titre\u00a0: voix" in feed


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("q", "name"),
    [("numéro:36", "n°\u00a036"), ("page:21", "p.\u00a020–22"), ("page:2*", "p.\u00a020–22")],
)
def test_an_issue_and_a_page_are_shown_where_they_are_asked(make_editorial, shown, form, q, name):
    make_editorial("Un titre", publication="Décroché", issue="n° 36", page="pp. 20-22")
    texts = shown(form, q)
    assert (name if form == "csv" else f"<mark>{name}</mark>") in texts


def test_an_issue_and_a_page_are_reasons(client, make_editorial):
    make_editorial("Un titre", publication="Décroché", issue="n° 36", page="20")
    freshness.drain()
    reasons = ["par le numéro : 36", "par la page : 20"]
    for address in ("/search/", "/search/feed/", "/search/results.csv"):
        response = client.get(address, {"q": "numéro:36 page:20"})
        content = b"".join(response).decode()
        assert all(reason in content for reason in reasons), address


@pytest.mark.parametrize("address", ["/search/", "/search/feed/", "/search/results.csv"])
def test_a_reason_says_what_was_read_for_what_was_typed(client, make_editorial, address):
    make_editorial("Un titre", "<p>Un bug de plus.</p>")
    freshness.drain()
    content = b"".join(client.get(address, {"q": "bogue"})).decode()
    assert "dans le texte : bug (lu pour « bogue »)" in content


def test_what_is_only_filtered_has_an_opening_and_no_reason(client, make_editorial):
    make_editorial("La voix", "<p>La voix des clients.</p>", tags=["Voix"])
    freshness.drain()
    content = b"".join(client.get("/search/results.csv?tag=voix").streaming_content)
    assert content.decode().rstrip().endswith("La voix des clients.;")


def test_many_results_without_marks_cost_no_more_queries(
    client, make_editorial, django_assert_max_num_queries
):
    for number in range(25):
        editorial = make_editorial(f"Texte {number}", tags=[f"sujet {number}"])
        editorial.tags.get().aliases.create(name=f"IA {number}")
    freshness.drain()
    with django_assert_max_num_queries(21):
        page = client.get("/search/?q=IA").content.decode()
    assert page.count("<mark>IA</mark>") == 20


@pytest.mark.parametrize("form", FORMATS)
def test_words_read_as_a_choice_are_marked_in_its_name_and_nowhere_else(
    make_editorial, shown, form
):
    make_editorial(
        "Un titre",
        "<p>Les cahiers de la clientèle traînent.</p>",
        publication="Les Cahiers de la clientèle",
        date="2008",
    )
    texts = shown(form, "Les Cahiers de la clientèle 2008")
    if form != "csv":
        assert "<mark>Les Cahiers de la clientèle</mark>" in texts
    assert "Les cahiers de la clientèle traînent." in texts


@pytest.mark.parametrize("q", ["39 39", "3939"])
def test_figures_that_are_printed_in_groups_are_marked(make_editorial, shown, q):
    make_editorial("Un titre", "<p>Une phrase. Composez le 39\u00a039 ce soir.</p>")
    assert "<mark>39\u00a039</mark>" in shown("json", q)


@pytest.mark.parametrize("q", ["télé travail", "télé-travail"])
def test_two_words_that_were_found_as_one_are_marked_there(make_editorial, shown, q):
    make_editorial("Un titre", "<p>Le télétravail et la télé ; le travail attend.</p>")
    assert "<mark>télétravail</mark>" in shown("json", q)


@pytest.mark.parametrize(
    ("q", "mark"),
    [("revue:décroché", "<mark>Décroché</mark>"), ("tag:appels", "<mark>Appels</mark>")],
)
@pytest.mark.parametrize("form", ["page", "json", "atom"])
def test_what_is_asked_of_names_is_not_marked_in_the_text(make_editorial, shown, form, q, mark):
    text = "<p>Nous avons décroché, les appels attendent.</p>"
    make_editorial("Un titre", text, publication="Décroché", tags=["Appels"])
    texts = shown(form, q)
    assert mark in texts
    assert "Nous avons décroché, les appels attendent." in texts


def test_of_words_joined_by_or_those_are_reasons_that_stand_there(client, make_editorial):
    make_editorial("Un titre", "<p>Un casque.</p>")
    freshness.drain()
    [result] = client.get("/api/v1/search", {"q": "casque OU plateau"}).json()["results"]
    assert result["why"] == {"text": ["casque"]}
