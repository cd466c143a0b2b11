import sys
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.search.question.parsing import LONGEST, MOST_CLAUSES, Clause, Kind, Term, parse


def terms(typed):
    return [term for clause in parse(typed).clauses for term in clause.terms]


def test_words_are_clauses_of_their_own():
    assert [str(clause) for clause in parse("centre  d’appels").clauses] == ["centre", "d’appels"]


@pytest.mark.parametrize(
    "typed", ['"centre d’appels"', "« centre d’appels »", "“centre d’appels”", '"centre d’appels']
)
def test_any_quotation_mark_makes_a_phrase(typed):
    assert terms(typed) == [Term("centre d’appels", Kind.PHRASE)]


def test_a_minus_excludes_but_a_hyphen_does_not():
    excluded, hyphened = parse("-salon télé-usine").clauses
    assert excluded == Clause((Term("salon"),), excluded=True)
    assert hyphened == Clause((Term("télé-usine"),))


@pytest.mark.parametrize("typed", ["qui répond ?", "le client et le serveur", "travail, client !"])
def test_words_alone_print_as_they_were_typed(typed):
    assert str(parse(typed)) == typed and parse(str(parse(typed))) == parse(typed)


@pytest.mark.parametrize(
    "typed, word", [("dire.", "dire"), ("dire…", "dire"), ("S.V.I.", "S.V.I.")]
)
def test_a_full_stop_is_of_no_word_but_an_acronym(typed, word):
    assert [term.text for term in terms(typed)] == [word]


@pytest.mark.parametrize("word", ["OU", "OR"])
def test_or_joins_its_two_neighbours_only(word):
    assert [
        len(clause.terms) for clause in parse(f"prix qualité {word} service client").clauses
    ] == [1, 2, 1]


@pytest.mark.parametrize(
    "typed, field",
    [
        ("auteur:dupont", "author"),
        ("author:dupont", "author"),
        ("titre:dupont", "title"),
        ("Mot-clé:dupont", "tag"),
        ("revue:dupont", "publication"),
    ],
)
def test_a_field_has_a_french_and_an_english_name(typed, field):
    assert terms(typed) == [Term("dupont", Kind.WORD, field)]


def test_an_unknown_field_is_words():
    assert terms("http://exemple.fr 10:30") == [Term("http://exemple.fr"), Term("10:30")]


def test_prefix_proximity_and_dates():
    assert terms("form*") == [Term("form", Kind.PREFIX)]
    assert terms('"qualité service"~5') == [Term("qualité service", Kind.PHRASE, slop=5)]
    assert terms("date:2001..2004") == [Term("2001..2004", Kind.DATE, "date")]
    assert terms("date:..2004-02") == [Term("..2004-02", Kind.DATE, "date")]


def test_an_impossible_date_is_looked_for_as_words():
    assert terms("date:2001-13-45") == [Term("2001-13-45")]
    assert parse("mot date:2001-13-45 date:2001").undated == ("2001-13-45",)


@pytest.mark.parametrize(
    "typed", ["", "  ", "****", '""', "((((", "-", "- -", ":", "\0", "\ud800", "« »"]
)
def test_what_holds_no_letter_is_an_empty_query(typed):
    assert parse(typed).clauses == ()


def test_a_huge_query_is_cut_and_says_so():
    parsed = parse("mot%d " * 1 % 1 + " ".join(f"mot{n}" for n in range(10_000)))
    assert len(parsed.clauses) == MOST_CLAUSES and parsed.cut
    assert parse("a" * 1_000_000).cut


PIECES = [
    "mot",
    "é",
    '"',
    "-",
    "OR",
    "OU",
    "*",
    ":",
    "~5",
    "auteur:",
    "date:",
    "2001..2004",
    "..",
    "(",
    ")",
    ")(",
    "-(",
    "titre:(",
    "date:(",
    "ET",
    "AND",
    "SAUF",
    "NOT",
    "=",
    "=mot",
    "t*phone",
    "**",
    "numéro:",
    "page:20",
    "LA",
    " ",
    "«",
    "’",
    "x-y",
    "\0",
    "10:30",
    "39",
    "40",
    "000",
    "10 000",
]


@given(
    st.text()
    | st.lists(st.sampled_from(PIECES)).map("".join)
    | st.lists(st.sampled_from(PIECES)).map(" ".join)
)
@example("titre:-x")
@example("mot 39 mot 40")
@example("mot 39 mot 40 39 40 12 000")
@example("DATE:-0")
@example(",AUTEUR:0")
@example("0 OR)")
@example('date:"2001)(x"')
@example("SAUF -OU")
@example("date:-OU")
@example("*E*T*")
@example(",numéro:36 ,é:(x")
@example("a OU (b numéro: )")
@example(",titre:=x")
def test_printing_a_query_and_parsing_it_again_gives_the_same(typed):
    parsed = parse(typed)
    again = parse(str(parsed))
    assert again.clauses == parsed.clauses
    assert str(again) == str(parsed)
    assert again.slips == () and not again.plain


@given(st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_the_clauses_that_are_left_print_as_they_are(typed):
    parsed = parse(typed)
    for clause in parsed.clauses:
        less = parsed.without(clause)
        printed = [str(left) for left in parse(str(less)).clauses]
        assert printed == [str(left) for left in less.clauses]


@pytest.mark.parametrize(
    "typed, clauses",
    [
        ("39 39", ["39 39"]),
        ("le 39 75", ["le", "39 75"]),
        ("10 000 postes", ["10 000", "postes"]),
        ("1 250 000", ["1 250 000"]),
        ("01 02 03 04 05", ["01 02 03 04 05"]),
        ("39 39, 10 000", ["39 39", "10 000"]),
        ("39 39", ["39 39"]),
        ("36 2001", ["36", "2001"]),
        ("2001 39", ["2001", "39"]),
        ("iphone 4 39", ["iphone", "4", "39"]),
        ("39 -39", ["39", "-39"]),
        ("=39 39", ["=39", "39"]),
        ("39 OU 40", ["39 OU 40"]),
        ("39 39 OU 3939", ["39 39 OU 3939"]),
        ('"39 39"', ['"39 39"']),
        ("39 mot 39", ["39", "mot"]),
    ],
)
def test_a_number_typed_with_spaces_is_one_word(typed, clauses):
    assert list(map(str, parse(typed).clauses)) == clauses


# Operators and parentheses


def shape(typed: str) -> list[str]:
    """Return the clauses; those that must be met whatever the engine forgives end in `!`."""
    return [f"{clause}{'!' * clause.required}" for clause in parse(typed).clauses]


@pytest.mark.parametrize(
    "typed, clauses",
    [
        ("qualité ET service", ["qualité!", "service!"]),
        ("qualité AND service", ["qualité!", "service!"]),
        ("relation client ET banque", ["relation!", "client!", "banque!"]),
        ("qualité et service ou sauf", ["qualité", "et", "service", "ou", "sauf"]),
        ("to be or not and so", ["to", "be", "or", "not", "and", "so"]),
        ("client SAUF banque", ["client", "-banque"]),
        ("client NOT banque", ["client", "-banque"]),
        ("client AND NOT banque", ["client", "-banque"]),
        ("client ET service ET SAUF banque", ["client!", "service!", "-banque"]),
        ("NOT a", ["-a"]),
        ("a SAUF (b OU c)", ["a", "-b", "-c"]),
        ("a SAUF b OU c", ["a", "-b", "-c"]),
        ("a SAUF (b c)", ["a", "-b OU -c"]),
        ("-(a b)", ["-a OU -b"]),
        ("-(a OU b)", ["-a", "-b"]),
        ("-(-a)", ["a"]),
        ("(a ET b) OU c", ["a OU c!", "b OU c!"]),
        ("(a b) OU c", ["a OU c!", "b OU c!"]),
        ("(a b) OU (c d)", ["a OU c!", "a OU d!", "b OU c!", "b OU d!"]),
        ("(a SAUF b) OU c", ["a OU c!", "c OU -b!"]),
        ("a ET b OU c", ["a!", "b OU c!"]),
        ("a OU -b", ["a OU -b"]),
        ("a OU NOT b", ["a OU -b"]),
        ("a ET (b OU (c ET d))", ["a!", "b OU c!", "b OU d!"]),
        ("(a OU b)(c OU d)", ["a OU b", "c OU d"]),
        ("((a)) (b)", ["a", "b"]),
        ('("centre d’appels" OU standard) tarif', ['"centre d’appels" OU standard', "tarif"]),
        ("(form* OU t*phone)", ["form* OU t*phone"]),
        ("() a ()", ["a"]),
        ("titre:(a OU b) c", ["titre:a OU titre:b", "c"]),
        ("titre:(a auteur:b)", ["titre:a", "auteur:b"]),
        ("-titre:(a b)", ["-titre:a OU -titre:b"]),
        ("date:(2001 OU 2003)", ["date:2001 OU date:2003"]),
        ('"ET" ET "OU"', ['"ET"!', '"OU"!']),
        ("-OU a", ["-ou", "a"]),
        ("=OU a", ["=OU", "a"]),
    ],
)
def test_operators_and_parentheses_become_clauses(typed, clauses):
    assert shape(typed) == clauses
    assert parse(typed).slips == ()


@pytest.mark.parametrize(
    "typed, clauses, slips",
    [
        ("a OU OU b", ["a", "ou", "b"], ("OU",)),
        ("a ET OU b", ["a", "et", "ou", "b"], ("ET", "OU")),
        ("a SAUF OU b", ["a", "sauf", "ou", "b"], ("SAUF", "OU")),
        ("NOT NOT a", ["not", "a"], ("NOT",)),
        ("OU a", ["ou", "a"], ("OU",)),
        ("a ET", ["a", "et"], ("ET",)),
        ("a SAUF", ["a", "sauf"], ("SAUF",)),
        ("ET", ["et"], ("ET",)),
        ("(OU a) b", ["ou", "a", "b"], ("OU",)),
        ("a OU ()", ["a", "ou"], ("OU",)),
        ("(a OU b", ["a OU b"], ("(",)),
        ("a OU b)", ["a OU b"], (")",)),
        ("http:(a b)", ["http:(a", "b"], (")",)),
        (")a b( c", ["a", "b", "c"], ()),
        ("1) accueil 2) appel", ["1", "accueil", "2", "appel"], (")",)),
    ],
)
def test_a_slip_in_the_syntax_is_read_as_words_and_noted(typed, clauses, slips):
    assert shape(typed) == clauses
    assert parse(typed).slips == slips


def test_parentheses_inside_a_word_are_its_own():
    assert shape("salarié(e)s (salarié(e)s OU cadres)") == ["salarié(e)s", "salarié(e)s OU cadres"]
    assert parse("salarié(e)s fonction(s)").slips == ()


def test_a_title_in_capitals_has_no_operators_but_acronyms_have():
    assert shape("LA VOIX ET LE GESTE") == ["LA", "VOIX", "et", "LE", "GESTE"]
    assert shape("CRM ET SI") == ["CRM!", "SI!"]
    assert shape("(CRM ERP) OU SI") == ["CRM OU SI!", "ERP OU SI!"]


def test_a_query_is_printed_with_its_parentheses():
    assert str(parse("(a AND b)  OR c")) == "(a ET b) OU c"
    assert str(parse("a ET (b ou)")) == "a ET b ET ou"


def test_without_one_of_its_clauses_a_query_is_printed_by_the_others():
    parsed = parse("(a ET b) OU c")
    assert str(parsed.without(parsed.clauses[0])) == "b OU c"
    parsed = parse("a ET b OU c ET d")
    assert str(parsed.without(parsed.clauses[2])) == "a ET (b OU c)"


def test_what_is_too_entangled_is_read_as_words_and_that_is_noted():
    wide = " OU ".join(f"(a{number} ET b{number})" for number in range(7))
    parsed = parse(wide)
    assert parsed.plain and shape(wide)[:4] == ["a0", "et", "b0", "ou"]
    deep = "-(b " * 50 + "a" + ")" * 50
    assert parse(deep).plain and shape(deep) == ["b", "a"]
    assert not parse("(a ET b) OU c").plain


@pytest.mark.parametrize(
    "repeated",
    [
        *("(", ")", "()", ")(", "-(", "(-a", "(a OU ", "a OU (b ET (", "(a b) OU ", "titre:("),
        *("NOT ", "- ", "a*", "t*(", "="),
        "(a b c d e f g h) OU (i j k l m n o p) ",
        "((a b) OU (c d)) OU ",
    ],
)
def test_hostile_queries_cost_no_more_than_their_length(repeated):
    """Ten times the text is read in some ten times the steps, not in a hundred times."""

    def steps(length: int) -> int:
        count = 0

        def counted(_frame, _event, _argument):
            nonlocal count
            count += 1
            return counted

        sys.settrace(counted)
        try:
            parse((repeated * length)[:length])
        finally:
            sys.settrace(None)
        return count

    assert steps(LONGEST) < 20 * steps(LONGEST // 10) + 10_000


# Stars, letters, numbers


@pytest.mark.parametrize(
    "typed, term",
    [
        ("t*phone", Term("t*phone", Kind.PATTERN)),
        ("*phone", Term("*phone", Kind.PATTERN)),
        ("t*l*phone", Term("t*l*phone", Kind.PATTERN)),
        ("*phon*", Term("*phon*", Kind.PATTERN)),
        ("t**phone", Term("t*phone", Kind.PATTERN)),
        ("(t*phone)", Term("t*phone", Kind.PATTERN)),
        ("titre:t*phone,", Term("t*phone", Kind.PATTERN, "title")),
        ("a*b", Term("a*b", Kind.PATTERN)),
        ("*a", Term("a")),
        ("*a*", Term("a")),
        ("a*b*c*d*e*f", Term("abcdef")),
        ("form*", Term("form", Kind.PREFIX)),
        ("f**", Term("f", Kind.PREFIX)),
        ("form*,", Term("form", Kind.PREFIX)),
    ],
)
def test_a_star_stands_for_letters(typed, term):
    assert terms(typed) == [term]


@pytest.mark.parametrize(
    "typed, term",
    [
        ("=mot", Term("mot", literal=True)),
        ('="les mots"', Term("les mots", Kind.PHRASE, literal=True)),
        ("=« les mots »", Term("les mots", Kind.PHRASE, literal=True)),
        ("titre:=mot", Term("mot", field="title", literal=True)),
        ("(=mot)", Term("mot", literal=True)),
        ("==mot", Term("mot", literal=True)),
        ("=auteur:dupont", Term("auteur:dupont", literal=True)),
        ("2+2=4", Term("2+2=4")),
    ],
)
def test_an_equals_sign_asks_for_the_letters(typed, term):
    assert terms(typed) == [term]


def test_an_equals_sign_and_a_minus_exclude_the_letters():
    (clause,) = parse("-=mot").clauses
    assert clause == Clause((Term("mot", literal=True),), excluded=True)
    assert parse("=").clauses == parse("= =").clauses == ()


@pytest.mark.parametrize("typed", ["numéro:36", "numero:36", "n°:36", "nº:36", "issue:36"])
def test_the_number_of_an_issue_is_a_field(typed):
    assert terms(typed) == [Term("36", Kind.WORD, "issue")]
    assert str(parse(typed)) == "numéro:36"


def test_the_page_of_an_issue_is_a_field():
    assert terms("page:20") == [Term("20", Kind.WORD, "page")]
    assert terms('numéro:"36 bis"') == [Term("36 bis", Kind.PHRASE, "issue")]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("date:mars 2001", ("2001-03", "2001-03")),
        ('date:"mars 2001"', ("2001-03", "2001-03")),
        ("date: mars 2001", ("2001-03", "2001-03")),
        ("date:12/02/2001", ("2001-02-12", "2001-02-12")),
        ("date:12 février 2001", ("2001-02-12", "2001-02-12")),
        ("date:printemps 2004", ("2004-21", "2004-21")),
        ("date:avant 1995", ("", "1994")),
        ("date:entre 1998 et 2002", ("1998", "2002")),
        ('date:"années 90"', ("199X", "199X")),
        ("date:2004..2001", ("2001", "2004")),
    ],
)
def test_a_date_is_read_as_people_write_it(text, ends):
    typed = parse(text)
    [clause] = typed.clauses
    assert clause.terms[0].ends == ends and not typed.undated
    assert parse(str(typed)) == replace(typed, printed=parse(str(typed)).printed)


def test_what_stands_behind_a_date_in_words_is_asked_as_well():
    assert str(parse("date:mars 2001 accueil")) == "date:2001-03 accueil"
    assert str(parse("accueil date:mars 2001")) == "accueil date:2001-03"
    assert str(parse("-date:mars 2001 accueil")) == "-date:2001-03 accueil"
    assert str(parse("date:2001 mars")) == "date:2001 mars"


def test_words_that_are_no_date_stay_words_and_are_told():
    typed = parse("date:mars accueil")
    assert str(typed) == "mars accueil" and typed.undated == ("mars",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("auteur: dupont", "auteur:dupont"),
        ("auteur : dupont", "auteur:dupont"),
        ("Mot-clé : « qualité »", 'tag:"qualité"'),
        ("-revue : décroché accueil", "-revue:décroché accueil"),
        ("n° : 36", "numéro:36"),
        ("http: accueil", "http accueil"),
        ("auteur :", "auteur"),
    ],
)
def test_spaces_about_the_colon_of_a_field_are_no_hindrance(text, printed):
    assert str(parse(text)) == printed
