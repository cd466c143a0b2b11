import pytest

from archive.text import (
    clean_html,
    crossheads,
    fingerprint,
    fold,
    folded_words,
    initials,
    is_initialled,
    name_key,
    person_name,
    plain,
    slug,
    sort_name,
)


def test_scripts_handlers_and_styles_are_removed():
    dirty = '<p onclick="x()" style="color:red">Un <script>alert(1)</script><b>mot</b></p><iframe></iframe>'
    assert clean_html(dirty) == "<p>Un <b>mot</b></p>"


def test_links_keep_only_safe_addresses():
    assert clean_html('<a href="javascript:alert(1)">ici</a>') == "ici"
    assert 'href="https://a.fr/"' in clean_html(
        '<p><a href="https://a.fr/" target="_blank">ici</a></p>'
    )
    assert 'rel="noopener noreferrer"' in clean_html('<p><a href="mailto:a@b.fr">ici</a></p>')
    assert clean_html('<p><a href="/menu"><em>ici</em></a></p>') == "<p><em>ici</em></p>"


def test_only_the_class_of_notes_is_kept():
    assert clean_html('<p class="note wide">*Libération</p>') == '<p class="note">*Libération</p>'


def test_blocks_that_are_not_kept_still_end_a_paragraph():
    assert plain(clean_html("<h1>Titre</h1><div>Un</div><div>Deux</div>")) == "Titre\n\nUn\n\nDeux"


def test_cleaning_twice_changes_nothing():
    once = clean_html(
        '<div>a<p>b<a href="http://x/?a=1&b=2">c</a></div><table><tr><td>1<td>2</table>&lt;b&gt;'
    )
    assert clean_html(once) == once


def test_plain_text_keeps_paragraphs_lines_and_french_spaces():
    html = "<p>Ah\u202f? «\u00a0Oui\u00a0»,\n dit-on.</p><ul><li>un</li><li>deux</li></ul><p>vers<br>fin</p>"
    assert plain(html) == "Ah\u202f? «\u00a0Oui\u00a0», dit-on.\n\nun\ndeux\n\nvers\nfin"


def test_plain_text_decodes_entities_once_and_drops_scripts():
    assert (
        plain("<p>R&amp;D &amp;lt; l&#8217;&oelig;uvre</p><script>1 > 0</script>")
        == "R&D &lt; l’œuvre"
    )


def test_plain_text_of_broken_html_is_still_its_words():
    assert plain('<p>un <b title="a>b">deux<p>trois') == "un deux\n\ntrois"
    assert plain("") == ""


@pytest.mark.parametrize(
    "one, other",
    [("L’ŒUVRE", "l'oeuvre"), ("Ça et là", "ca et la"), ("ﬁn", "fin"), ("Straße", "strasse")],
)
def test_folding_makes_spellings_equal(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("L’œuvre d’Édith", "l-oeuvre-d-edith"),
        ("Où va-t-on ? — l’an 2000…", "ou-va-t-on-l-an-2000"),
        ("", "sans-titre"),
        ("日本", "sans-titre"),
        ("!?", "sans-titre"),
        ("a" * 200, "a" * 80),
    ],
)
def test_slugs(text, expected):
    assert slug(text) == expected


def test_a_long_slug_is_cut_between_words():
    words = slug(
        "À tous ceux qui s’intéressent de près ou de loin aux télé-usines du tertiaire et à leurs ouvrières"
    )
    assert len(words) <= 80 and words.endswith("-tertiaire-et")


@pytest.mark.parametrize(
    "printed, shown",
    [
        ("Manuel JACQUINET", "Manuel Jacquinet"),
        ("Manuel  Jacquinet ", "Manuel Jacquinet"),
        ("BRUNO DE LA FRESNAYE", "Bruno de La Fresnaye"),
        ("JEAN-NOËL VASSEUR", "Jean-Noël Vasseur"),
        ("J.-N. Vasseur", "J.-N. Vasseur"),
        ("JM Dupont", "JM Dupont"),
        ("Luc D’ASTRÉE", "Luc d’Astrée"),
        ("Conan O'BRIEN", "Conan O'Brien"),
        ("Ronald MCDONALD", "Ronald McDonald"),
        ("Ronald McDonald", "Ronald McDonald"),
        ("édith maurois-lanvin", "Édith Maurois-Lanvin"),
        ("", ""),
    ],
)
def test_names_are_shown_in_ordinary_capitals(printed, shown):
    assert person_name(printed) == shown


@pytest.mark.parametrize(
    "name, filed",
    [
        ("Manuel JACQUINET", "Jacquinet, Manuel"),
        ("Bruno de La Fresnaye", "La Fresnaye, Bruno de"),
        ("BRUNO DE LA FRESNAYE", "La Fresnaye, Bruno de"),
        ("Joachim du Bellay", "Du Bellay, Joachim"),
        ("Jacques LE GOFF", "Le Goff, Jacques"),
        ("Luc d’Astrée", "Astrée, Luc d’"),
        ("Juan GARCÍA LÓPEZ", "García López, Juan"),
        ("Plantu", "Plantu"),
        ("", ""),
    ],
)
def test_names_are_filed_as_french_catalogues_do(name, filed):
    assert sort_name(name) == filed


def test_the_same_person_printed_differently_has_one_key():
    assert name_key("Hélène QUÉMÉNEUR") == name_key("Helene Quemeneur")
    assert name_key("Jean-Noël D’Astrée") == name_key("jean noel d'astrée")
    assert name_key("Claire Abgrall") != name_key("Abgrall Claire")


def test_copies_that_differ_in_typography_have_one_fingerprint():
    printed = "L’œuvre\u00a0: un été", "l'oeuvre :  UN ETE", "un hiver", ""
    fingerprints = [fingerprint(folded_words(text)) for text in printed]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2] != fingerprints[3] == ""


def test_initials_are_those_of_the_given_names():
    assert initials("Jean-Noël Vasseur") == initials("J.-N. VASSEUR") == ("j n", "vasseur")
    assert initials("Bruno de La Fresnaye") == ("b", "de la fresnaye")
    assert is_initialled("C. Abgrall") and is_initialled("J.-N. Vasseur")
    assert (
        not is_initialled("Claire Abgrall")
        and not is_initialled("Plantu")
        and not is_initialled("")
    )


def test_crossheads_are_short_paragraphs_that_are_no_sentences():
    written = "Le titre d’une partie\n\nUn texte, puis la suite.\n\nFaut-il répondre ?\n\nOui.\n\nAda Nord"
    assert crossheads(written) == ["Le titre d’une partie", "Faut-il répondre ?"]


def test_what_closes_behind_a_full_stop_makes_no_crosshead():
    said = "« Il rappelle. »", "Il rappelle (demain.) ", "«\u00a0Il rappelle.\u00a0»"
    assert crossheads("\n\n".join([*said, "Un texte."])) == []


def test_the_short_lines_of_a_list_are_no_crossheads():
    listed = "À lire aussi\n\nLe calme\n\nLa tempête\n\nUn texte, puis la suite.\n\nFin."
    assert crossheads(listed) == []
    headed = "Première partie\n\nLe calme\n\nUn texte, puis la suite.\n\nFin."
    assert crossheads(headed) == ["Première partie", "Le calme"]


def test_a_long_line_and_a_text_without_a_dot_are_no_crossheads():
    assert crossheads("mot " * 40 + "\n\nUn texte.") == [] and crossheads("Un mot") == []
    assert crossheads("") == []
