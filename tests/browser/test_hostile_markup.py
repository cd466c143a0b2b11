"""Markup that means harm, in a real browser without the site’s policy; `bench/attack.py` tries all of it."""

import sys
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
BENCH = str(Path(__file__).parents[2] / "bench")
sys.path.append(BENCH)
from attack import DANGERS  # noqa: E402
from vectors import made  # noqa: E402

sys.path.remove(BENCH)
EACH = 40  # vectors: of the 882 every twentieth and a bit


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def test_as_they_are_they_would_run(page):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.set_content("<svg onload=alert(1)></svg><img src=data:, onerror=alert(2)>")
    page.wait_for_timeout(200)
    assert dialogs and page.evaluate(DANGERS) == ["onload", "onerror"]


def test_brought_into_an_editorial_they_are_text_or_nothing(
    page, make_editorial, live_server, transactional_db
):
    seen, vectors = [], made()
    with transaction.atomic():
        for place, vector in enumerate(vectors[:: len(vectors) // EACH]):
            name = f"{vector} {place}"[:180]
            make_editorial(
                name,
                f"<p>Le standard a sonné.</p>{vector}<p>Personne n’a répondu.</p>",
                publication=name,
                authors=[name],
                tags=[name[:90]],
                date="2001-02",
                standfirst=vector,
            )
    page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: seen.append(request.url))
    addresses = ["/", "/2001/02/", "/tags/", "/authors/", "/publications/", "/search/?q=standard"]
    addresses += [f"/editorials/{number}/" for number in range(1, EACH + 1)]
    for address in addresses:
        page.goto(live_server.url + address)
        assert page.evaluate(DANGERS) == [], address
    ours = (live_server.url, "data:image/")
    assert [told for told in seen if not told.startswith(ours)] == []
