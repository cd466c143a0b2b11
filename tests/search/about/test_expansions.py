"""What an acronym stands for, as a title or a name writes it."""

import pytest

from archive.search.about.expansions import expanded


@pytest.mark.parametrize(
    "acronym, text, expansion",
    [
        ("SVI", "Le serveur vocal interactif (SVI)", "serveur vocal interactif"),
        ("svi", "Serveurs vocaux interactifs ( SVI )", "Serveurs vocaux interactifs"),
        ("SI", "Un système d’information (SI) neuf", "système d’information"),
        ("CRM", "Le logiciel de CRM (gestion)", None),
        ("RH", "La direction (RH)", None),
        ("VPC", "La vente par correspondance (VPC)", "vente par correspondance"),
        ("x", "(x)", None),
        ("(", "a (()", None),
    ],
)
def test_the_words_before_the_parenthesis_begin_with_its_letters(acronym, text, expansion):
    assert list(expanded(acronym, text)) == ([expansion] if expansion else [])
