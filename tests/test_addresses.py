"""One form for all the addresses of one page."""

import pytest

from archive.addresses import LONGEST, canonical

PAGE = "exemple.fr/editos/12"


@pytest.mark.parametrize(
    "url",
    [
        "https://exemple.fr/editos/12",
        "http://www.exemple.fr/editos/12/",
        "HTTP://WWW.Exemple.FR:80/editos//12",
        "https://m.exemple.fr/editos/12#haut",
        "https://amp.exemple.fr/editos/12",
        "https://exemple.fr/editos/12/amp/",
        "https://exemple.fr/editos/12?amp=1",
        "https://exemple.fr/editos/12/print",
        "https://exemple.fr/editos/12?page=imprimer",
        "https://exemple.fr/editos/12/index.html",
        "https://exemple.fr/editos/12?utm_source=lettre&utm_medium=email&fbclid=x#xtor=RSS-1",
        "https://exemple.fr/editos/12;jsessionid=A1B2?xtor=RSS-1",
        " https://exemple.fr/%65ditos/12 ",
    ],
)
def test_variants_of_one_address_are_one(url):
    assert canonical(url) == PAGE


@pytest.mark.parametrize(
    "one, other",
    [
        ("https://exemple.fr/article?id=1", "https://exemple.fr/article?id=2"),
        ("https://exemple.fr/Article", "https://exemple.fr/article"),
        ("https://exemple.fr/print-est-mort", "https://exemple.fr/est-mort"),
        ("https://exemple.fr/#!/1", "https://exemple.fr/#!/2"),
        ("https://exemple.fr:8080/1", "https://exemple.fr/1"),
        ("https://blog.exemple.fr/1", "https://exemple.fr/1"),
        ("https://exemple.fr/l?page=2", "https://exemple.fr/l?page=3"),
    ],
)
def test_addresses_of_two_pages_are_two(one, other):
    assert canonical(one) != canonical(other)


def test_the_order_of_parameters_does_not_matter():
    assert canonical("http://a.fr/?b=2&a=1") == canonical("https://a.fr?a=1&b=2") == "a.fr?a=1&b=2"


@pytest.mark.parametrize(
    "url",
    ["", "mailto:a@b.fr", "javascript:alert(1)", "http://", "http://[::1", "https://a.fr:x/", "/1"],
)
def test_what_is_no_address_of_the_web_is_none(url):
    assert canonical(url) == ""


@pytest.mark.parametrize(
    "host, kept", [("m.fr", "m.fr"), ("www.fr", "www.fr"), ("www.m.exemple.fr", "exemple.fr")]
)
def test_a_host_keeps_its_own_name(host, kept):
    assert canonical(f"http://{host}/") == kept


def test_accents_are_one_however_they_are_written():
    assert (
        canonical("http://a.fr/été")
        == canonical("http://a.fr/%C3%A9t%c3%a9")
        == "a.fr/%C3%A9t%C3%A9"
    )


def test_a_very_long_address_stays_one_of_its_own():
    one, other = (canonical(f"http://a.fr/{'é' * 900}{end}") for end in "ab")
    assert len(one) == len(other) == LONGEST and one != other
