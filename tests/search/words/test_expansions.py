"""What acronyms stand for, as a text says it itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.words.expansions import expansions

SVI = ("SVI", "serveur vocal interactif")
NTIC = "nouvelles technologies de l’information et de la communication"


@pytest.mark.parametrize(
    "text, expansion",
    [
        ("Un système d’information (SI) neuf.", ("SI", "système d’information")),
        ("Un système d'information (S.I.) neuf.", ("SI", "système d'information")),
        ("le serveur vocal interactif ( SVI )", SVI),
        ("le « serveur vocal interactif » (« SVI »)", SVI),
        ("le SVI (serveur vocal interactif) parle", SVI),
        ("le S.V.I. (pour « serveur vocal interactif »)", SVI),
        ("un SVI (serveur vocal interactif, parfois un robot)", SVI),
        ("les SVIs (serveurs vocaux interactifs)", ("SVI", "serveurs vocaux interactifs")),
        ("le SVI, ou serveur vocal interactif, parle", SVI),
        ("SVI, c’est-à-dire le serveur vocal interactif.", SVI),
        ("SVI : serveur vocal interactif.", SVI),
        ("le serveur vocal interactif, ou SVI, parle", SVI),
        ("le serveur vocal interactif, dit SVI", SVI),
        ("des centres d’appels (CA)", ("CA", "centres d’appels")),
        (f"les {NTIC} (NTIC)", ("NTIC", NTIC)),
        (f"les NTIC ({NTIC})", ("NTIC", NTIC)),
        ("la vente par correspondance (VPC)", ("VPC", "vente par correspondance")),
        ("la recherche et développement (R&D)", ("R&D", "recherche et développement")),
        ("voice over IP (VoIP)", ("VoIP", "voice over IP")),
        ("la VoIP (voix sur IP)", ("VoIP", "voix sur IP")),
        ("workforce management (WFM)", ("WFM", "workforce management")),
        ("des chevaux-vapeur (CV)", ("CV", "chevaux-vapeur")),
        ("LE SERVEUR VOCAL INTERACTIF (SVI)", SVI),
        ("l’appel d’offres (AO : voir plus loin)", ("AO", "appel d’offres")),
        (
            "l’Association pour l’emploi dans l’industrie et le commerce (Assedic)",
            ("Assedic", "Association pour l’emploi dans l’industrie et le commerce"),
        ),
        (
            "la Société nationale des chemins de fer français (SNCF)",
            ("SNCF", "Société nationale des chemins de fer français"),
        ),
    ],
)
def test_an_acronym_beside_the_words_whose_initials_it_has_stands_for_them(text, expansion):
    assert expansions(text) == [expansion]


@pytest.mark.parametrize(
    "text, expansion",
    [
        ("le CRM, ou gestion de la relation client, est", "gestion de la relation client"),
        ("la gestion de la relation client (CRM)", "gestion de la relation client"),
        ("un distributeur automatique d’appels (ACD)", "distributeur automatique d’appels"),
    ],
)
def test_a_translation_has_the_initials_in_reverse_but_for_one(text, expansion):
    assert [words for _acronym, words in expansions(text)] == [expansion]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(x) a (() ()",
        "le régime général (CAF)",
        "un avis du conseil économique (CSE)",
        "le CSE (l’employeur)",
        "un document unique (DUE)",
        "un CDD ou contrat de professionnalisation",
        "Paris (PA)",
        "Il vient ici (IV)",
        "le SVI (SVI)",
        "Son idée. (SI)",
        "Le salaire\ninitial (SI)",
        "à la (AL)",
    ],
)
def test_what_begins_so_by_chance_is_no_expansion(text):
    assert expansions(text) == []


def test_each_is_told_once_and_so_are_two_senses():
    text = "Un centre d’appels (CA). Le chiffre d’affaires (CA). Un centre d’appels (CA)."
    assert expansions(text) == [("CA", "centre d’appels"), ("CA", "chiffre d’affaires")]


@given(st.text(alphabet="SVIsvi .,:()«»’-&\nou=É", max_size=200))
def test_any_text_at_all_is_read(text):
    for acronym, words in expansions(text):
        assert acronym and words and "=" not in words and "\n" not in words


def test_a_long_text_of_brackets_is_read_in_bounded_time():
    text = "à à à à à à à à à à à à à à à à (AAAAAAAA) (AAaaaaaa) " * 500 + "(" * 10_000
    assert expansions(text) == []
