"""What is done to every request before a view is asked."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/search/?q=%00", "/feeds/?tag=%00x", "/tags/?letter=%00"])
def test_nul_in_an_address_is_left_out(client, address):
    assert client.get(address, follow=True).status_code < 500


def test_what_stands_beside_nul_is_asked(client, make_editorial):
    make_editorial("Le casque", "<p>Un casque.</p>")
    assert client.get("/search/?q=%00casque").wsgi_request.GET["q"] == "casque"
