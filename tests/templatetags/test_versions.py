"""Two versions of a value, as editors compare them."""

from archive.templatetags.versions import compared

LONG = "Le standard forme ses conseillers à l’écoute, et chaque stagiaire répète les appels difficiles avec un tuteur."


def test_short_values_are_shown_one_after_the_other():
    assert compared("Un titer", "Un titre") == "<del>Un titer</del> <ins>Un titre</ins>"


def test_what_was_empty_only_comes():
    assert compared("", "Deux") == "<ins>Deux</ins>"
    assert compared("Un", "") == "<del>Un</del>"


def test_in_a_long_text_only_the_changed_words_are_marked():
    assert "<del> difficiles</del><ins> délicats</ins> avec un tuteur." in compared(
        LONG, LONG.replace("difficiles", "délicats")
    )


def test_what_stayed_far_from_a_change_is_left_out():
    text = " ".join(f"mot{n}" for n in range(200))
    shown = compared(text, text.replace("mot100 ", "autre "))
    assert (
        "mot99" in shown
        and "mot101" in shown
        and "mot5 " not in shown
        and "mot150" not in shown
        and "…" in shown
    )


def test_a_text_that_came_whole_is_shown_by_its_beginning():
    assert len(compared("", LONG * 50)) < 500


def test_markup_is_shown_as_it_is_written():
    shown = compared(f"<p>{LONG}</p>", f"<p><em>{LONG}</em></p>")
    assert "<em>" not in shown and "&lt;em&gt;" in shown


def test_texts_of_any_length_are_compared_in_bounded_time():
    assert compared("un deux " * 50_000, "deux un " * 50_000)
