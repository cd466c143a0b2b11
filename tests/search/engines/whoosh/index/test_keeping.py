"""What is kept of a snapshot, up to a bound."""

from archive.search.engines.whoosh.index.keeping import Keeping


def derived(keeping, name, thing):
    """Return how often a thing was derived when it is asked for: once, or not at all."""
    made = []

    def derive():
        made.append(name)
        return thing

    assert keeping.once((name,), derive) is thing
    return len(made)


def test_what_is_asked_for_stays_and_what_is_not_goes():
    keeping = Keeping(most=16)
    for number in range(100):
        derived(keeping, number, f"thing {number}")
        assert derived(keeping, "asked for", keeping) == (number == 0)
    assert derived(keeping, 0, "thing 0") == 1


def test_what_weighs_much_is_kept_for_less_long_and_not_at_all_beyond_a_bound():
    keeping = Keeping(most=100, weigh=len)
    assert derived(keeping, "light", "a") == 1
    assert derived(keeping, "light", "a") == 0
    for letter in "bcdefghijklm":
        derived(keeping, letter, letter * 12)
    assert derived(keeping, "light", "a") == 1
    heavy = "a" * 13
    assert derived(keeping, "heavy", heavy) == derived(keeping, "heavy", heavy) == 1
