"""What print would set otherwise in a body, shown before it is taken over."""

from archive.writing.setting import Piece, offer


def changes(body: str) -> list[Piece]:
    """The pieces of a body of one paragraph."""
    [pieces] = offer(body, "fr").examples
    return pieces


def test_what_changes_stands_beside_what_stays():
    assert changes('<p>Il dit "bonjour" ; c\'est tout.</p>') == [
        Piece("Il dit "),
        Piece("«␣", '"'),
        Piece("bonjour"),
        Piece("␣»␣", '"'),
        Piece("; c"),
        Piece("’", "'"),
        Piece("est tout."),
    ]


def test_what_stays_for_long_is_left_out():
    pieces = changes(f"<p>Oui ! {'mot ' * 100}Non !</p>")
    assert pieces[2].words == "! mot mot mot mot mot mo …  mot mot mot mot mot Non"
    assert [piece.former for piece in pieces] == [None, "", None, "", None]


def test_a_paragraph_as_long_as_a_book_is_compared():
    body = f"<p>{'Un mot : « oui » ; non ! ' * 5_000}</p>"
    offered = offer(body, "fr")
    assert offered.changed == 1 and len(offered.examples[0]) > 20_000
    assert offer(offered.html, "fr") == (offered.html, 0, [])


def test_signs_without_end_are_compared_as_one():
    pieces = changes(f"<p>Hein {'?!' * 5_000} dit-il.</p>")
    assert pieces[1].words.startswith("␣?!") and "dit" in pieces[2].words


def test_a_body_of_a_language_without_rules_stays():
    assert offer("<p>Wie bitte ?</p>", "de") == ("<p>Wie bitte ?</p>", 0, [])
