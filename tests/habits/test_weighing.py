"""What each sign weighs, and from where on tags are sure."""

from archive.habits.weighing import NEVER, sure_from, weighed

ALWAYS = {"always": 1.0}


def test_what_speaks_for_right_tags_weighs_more_than_what_does_not():
    rows = [ALWAYS | {"title": float(number % 2), "late": number % 3 / 2} for number in range(600)]
    weights = weighed(rows, [number % 2 == 1 for number in range(600)], {})
    assert weights["title"] > 10 * abs(weights["late"])


def test_a_sign_that_is_never_there_weighs_what_it_did():
    weights = weighed([ALWAYS] * 20, [True, False] * 10, {"title": 1.5})
    assert weights["title"] == 1.5 and abs(weights["always"]) < 0.01


def test_a_few_rows_move_the_weights_little():
    rows = [ALWAYS | {"title": 1.0}, ALWAYS | {"title": 0.0}]
    assert 1.5 <= weighed(rows, [True, False], {"title": 1.5})["title"] < 2


def test_nine_in_ten_of_what_is_sure_are_right():
    right = [(0.9, True)] * 40
    unsure = [(0.8, True), (0.8, False)] * 20
    assert 0.8 < sure_from(right + unsure) <= 0.9
    assert 0.7 <= sure_from([*right, (0.8, True), (0.1, False)]) <= 0.8


def test_of_few_nothing_is_sure():
    assert sure_from([(0.99, True)] * 10) == NEVER and sure_from([]) == NEVER
