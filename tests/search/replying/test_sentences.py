"""A paragraph cut into its sentences."""

import pytest

from archive.search.replying.sentences import LONGEST, sentences


@pytest.mark.parametrize(
    ("paragraph", "cut"),
    [
        ("", []),
        ("Sans fin", ["Sans fin"]),
        ("Il sonne. Qui répond ? Personne !", ["Il sonne.", "Qui répond ?", "Personne !"]),
        (
            "M. Le Bihan est mort. Mme F. Lucas aussi.",
            ["M. Le Bihan est mort.", "Mme F. Lucas aussi."],
        ),
        ("« Allô ? » Il attend… Puis rien.", ["« Allô ? »", "Il attend…", "Puis rien."]),
        ("Le S.V.I. répond. 39 39, dit-il.", ["Le S.V.I. répond.", "39 39, dit-il."]),
        ("cf. p. 20 et av. J.-C. Voilà.", ["cf. p. 20 et av. J.-C. Voilà."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(paragraph, cut):
    assert sentences(paragraph) == cut


def test_what_has_no_end_is_cut_at_spaces():
    pieces = sentences("mot " * 1000)
    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == ("mot " * 1000).strip()
    assert "".join(sentences("x" * 2000)) == "x" * 2000
