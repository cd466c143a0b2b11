"""Texts at rest are read with the site's key, for their purpose, and not otherwise."""

import pytest

from archive import sealing


def test_a_sealed_text_is_read_again_and_does_not_show():
    sealed = sealing.seal("JBSWY3DP", "second factor")
    assert "JBSWY3DP" not in sealed and sealing.unsealed(sealed, "second factor") == "JBSWY3DP"


def test_the_same_text_is_sealed_otherwise_each_time():
    assert sealing.seal("a", "second factor") != sealing.seal("a", "second factor")


def test_a_seal_of_another_purpose_is_not_read():
    with pytest.raises(sealing.Unreadable):
        sealing.unsealed(sealing.seal("a", "address"), "second factor")


def test_nothing_is_read_under_another_secret_key(settings):
    sealed = sealing.seal("a", "second factor")
    settings.SECRET_KEY = "x" * 50
    with pytest.raises(sealing.Unreadable):
        sealing.unsealed(sealed, "second factor")


@pytest.mark.parametrize("sealed", ["", "é", "gAAAA", "\0"])
def test_what_was_never_sealed_is_not_read(sealed):
    with pytest.raises(sealing.Unreadable):
        sealing.unsealed(sealed, "second factor")
