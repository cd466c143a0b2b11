"""Does markup that means harm run in a reader's or an editor's browser?

    python bench/attack.py [--most 100] [--seed 1]

Each vector of `vectors.py` is brought in as title, standfirst, text, author, tag, magazine, section and address of an editorial
(as lines, saved page, feed, Markdown and WordPress export in turn), and the pages that show it are opened in Chromium with the
site's Content-Security-Policy switched off: what is held back, is held back by the archive's own cleaning and escaping.
Counted for each kind of page: dialogs, requests to elsewhere, and what stands in the browser's own tree (handlers,
scripts that are not the site's, addresses that run, frames). Exit status 1 where there is any.
"""

import argparse
import html
import json
import os
import random
import re
import shutil
import sys
from collections import Counter
from urllib.parse import quote

import archives
import vectors
from served import serving
from speed import row, table

CHROMIUM = "/usr/bin/chromium"
TEXT = "<p>Le standard a sonné toute la nuit et personne ne s’est levé pour répondre.</p>" * 3
WAYS = ("jsonl", "html", "feed", "markdown", "wxr")
# What of a page's tree could run, as the browser itself understood it.
DANGERS = """() => {
  const dangers = [];
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName.split(':').pop();
    if (/^(iframe|frame|frameset|object|embed|base|applet)$/.test(name)) dangers.push(`<${name}>`);
    if (name === 'meta' && /refresh/i.test(element.httpEquiv)) dangers.push('<meta refresh>');
    if (name === 'script' && element.type !== 'application/ld+json' && new URL(element.src || 'x:', location).origin !== location.origin)
      dangers.push('<script>');
    if (name === 'style' && document.contentType === 'text/html') dangers.push('<style>');
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) dangers.push(name);
      if (/^(href|src|action|formaction|data|xlink:href|cite|poster)$/i.test(name)
        && /^[\\u0000-\\u0020]*(j[\\s]*a[\\s]*v[\\s]*a|vb)script:|^\\s*data:text/i.test(value.replace(/[\\t\\r\\n]/g, '')))
        dangers.push(`${name}=${value.slice(0, 30)}`);
    }
  }
  return dangers;
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--most", type=int, default=0, help="vectors, drawn evenly; 0: all")
    options = parser.parse_args()
    folder = archives.FOLDER / "attack"
    shutil.rmtree(folder, ignore_errors=True)
    numbers, cookie, counts = archives.apart(bring_in, chosen(options.most))
    print(f"{len(chosen(options.most)):,} vectors brought in: {counts}")
    with serving(folder) as address:
        sys.exit(bool(walk(address, numbers, cookie, chosen(options.most))))


def chosen(most: int) -> list[str]:
    every = list(dict.fromkeys([*vectors.made(), *vectors.of_feeds()]))
    step = max(1, len(every) // most) if most else 1
    return every[::step]


# What brings them in


def bring_in(bad: list[str]) -> tuple[list[int], str, str]:
    """Import a document for each vector; return the editorials' numbers, a chief's session and the outcomes."""
    folder = archives.open_archive("attack")
    from django.core.management import call_command
    from django.test import Client

    from archive.ingest import running
    from archive.models import Editorial
    from archive.search.upkeep import freshness

    call_command("migrate", verbosity=0)
    sent = folder / "sent"
    sent.mkdir()
    for number, vector in enumerate(bad):
        way = WAYS[number % len(WAYS)]
        (sent / f"{number}.{way}").write_text(document(way, number, vector), "utf-8", "replace")
    with freshness.deferred():
        counts = Counter(outcome.outcome for outcome in running.run(running.begun([str(sent)])))
    from django.contrib.auth import get_user_model

    client, user = (
        Client(SERVER_NAME="127.0.0.1"),
        get_user_model().objects.create_superuser("chief"),
    )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    numbers = list(Editorial.objects.order_by("pk").values_list("pk", flat=True))
    return (
        numbers,
        client.cookies["sessionid"].value,
        ", ".join(f"{name} {count:,}" for name, count in counts.items()),
    )


def document(way: str, number: int, vector: str) -> str:
    """One document in which a vector stands wherever an outsider may write something."""
    name = f"{vector} {number}"
    if way == "jsonl":
        body = f"<p>{vector}</p>{TEXT}<p>{number}</p>"
        facts = {
            "id": f"v{number}",
            "title": name[:400],
            "standfirst": vector,
            "html": body,
            "url": f"https://x.example/{number}?{vector}",
        }
        facts |= {
            "authors": [name[:180]],
            "tags": [name[:90]],
            "publication": name[:180],
            "section": vector[:90],
            "date": "2001-02",
            "language": vector[:8],
        }
        return json.dumps(facts)
    escaped = html.escape(name)
    if way == "html":
        claims = json.dumps(
            {
                "@type": "NewsArticle",
                "headline": name,
                "author": {"name": name},
                "publisher": {"name": name},
                "keywords": [name],
            }
        )
        return (
            f'<!DOCTYPE html><html lang="fr"><head><title>{escaped}</title><meta name="author" content="{escaped}"><meta property="og:title" content="{escaped}">'
            f'<meta name="description" content="{escaped}"><script type="application/ld+json">{claims}</script></head>'
            f"<body><article><h1>{escaped}</h1>{TEXT}<p>{vector}</p>{TEXT}<p>{number}</p></article></body></html>"
        )
    if way == "feed":
        body = html.escape(f"{TEXT}<div>{vector}</div><p>{number}</p>")
        item = f"<title>{html.escape(escaped)}</title><guid>{number}</guid><author>{escaped}</author><category>{escaped}</category>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{escaped}</title><item>{item}<description>{body}</description></item></channel></rss>'
    if way == "markdown":
        facts = "\n".join(
            f"{key}: {json.dumps(name)}" for key in ("title", "author", "tags", "description")
        )
        return f"---\n{facts}\n---\n\n{vector}\n\n{html.unescape(re.sub('<.?p>', '', TEXT))}\n\n{vector} {number}\n"
    body = f"{TEXT}\n\n{vector}\n\n{number}".replace("]]>", "]]]]><![CDATA[>")
    return (
        '<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{escaped}</title><wp:wxr_version>1.2</wp:wxr_version><item><title>{escaped}</title><dc:creator>{escaped}</dc:creator>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded><wp:post_id>{number}</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
        f'<category domain="post_tag" nicename="x">{escaped}</category></item></channel></rss>'
    ).translate(dict.fromkeys(range(9)))


# Where they are looked for


def addresses(numbers: list[int], bad: list[str]) -> dict[str, list[str]]:
    """Pages by kind: every editorial and every vector as a question, a part of all that is slower to open."""
    chance = random.Random(1)
    few = chance.sample(numbers, min(len(numbers), 60))
    asked = [f"?q={quote(vector[:200], safe='', errors='replace')}" for vector in bad]
    some = chance.sample(asked, min(len(asked), 200))
    return {
        "article": [f"/editorials/{number}/" for number in numbers],
        "search": [f"/search/{query}" for query in some],
        "lists": ["/", "/2001/", "/2001/02/", "/undated/", "/authors/", "/tags/", "/publications/", "/search/?q=standard"]
        + [f"/search/?q=standard&page={page}" for page in range(2, 8)],
        "feeds": ["/feeds/", "/search/feed/?q=standard", *(f"/search/feed/{query}" for query in some[:10]), "/sitemap.xml", "/opensearch.xml"],
        "API": ["/api/v1/search?q=standard&page_size=100", *(f"/api/v1/editorials/{number}" for number in few[:20])],
        "desk": [f"/desk/{place}" for number in few for place in (f"editorials/{number}/", f"tagging/{number}/", f"editorials/{number}/history/", f"editorials/{number}/provenance/")]
        + ["/desk/", "/desk/imports/", "/desk/imports/1/", "/desk/tags/", "/desk/operations/", "/desk/operations/1/", "/desk/searches/", "/desk/todo/untagged/", "/desk/vocabulary.rdf"]
        + [f"/desk/captures/{number}/" for number in range(1, 20)],
        "admin": ["/admin/archive/editorial/", "/admin/archive/author/", "/admin/archive/tag/", *(f"/admin/archive/editorial/{number}/change/" for number in few[:20])],
    }  # fmt: skip


def walk(site: str, numbers: list[int], cookie: str, bad: list[str]) -> int:
    """Open everything; print what was seen of each kind and return how much ran or could have."""
    from playwright.sync_api import sync_playwright

    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    harm = 0
    seen: list[str] = []
    table("kind of page", "opened", "errors", "dialogs", "asked elsewhere", "dangers in the tree")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(bypass_csp=True)
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.on(
            "dialog", lambda dialog: (seen.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        page.on("request", lambda request: elsewhere(request.url, site, seen))
        for kind, paths in addresses(numbers, bad).items():
            errors, dangers = 0, Counter()
            seen.clear()
            for path in paths:
                before = len(seen)
                response = open_page(page, f"{site}{path}")
                errors += response is not None and response.status >= 500
                here = page.evaluate(DANGERS)
                dangers.update(here)
                if here or len(seen) > before:
                    print(f"{path}: {here} {seen[before:]}", file=sys.stderr, flush=True)
            dialogs = sum(told.startswith("dialog") for told in seen)
            harm += errors + len(seen) + dangers.total()
            row(kind, len(paths), errors, dialogs, len(seen) - dialogs, dangers.total())
        browser.close()
        control(driver, bad)
    return harm


def control(driver, bad: list[str]) -> None:
    """Show each vector as it is: what does nothing even then proves nothing."""
    from playwright.sync_api import Error

    seen: list[str] = []
    dangers, dangerous, ran, browser = Counter(), 0, 0, None
    for vector in bad:
        seen.clear()
        if browser is None:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            page.on("dialog", lambda dialog: (seen.append(dialog.message), dialog.dismiss()))
        try:
            page.set_content(f"<!DOCTYPE html><p>{vector}</p>", wait_until="commit", timeout=5000)
            page.wait_for_timeout(20)
            here = page.evaluate(DANGERS)
        except Error:  # it led the page away, or ended it, or the browser
            browser.close()
            here, browser = ["away"], None
        dangers.update(here)
        dangerous += bool(here or seen)
        ran += bool(seen)
    figures = ("", f"of {ran}", f"{dangerous} dangerous", dangers.total())
    row("(the vectors as they are)", len(bad), *figures)


def elsewhere(address: str, site: str, seen: list[str]) -> None:
    if not address.startswith((site, "data:image/", "about:", "blob:", "chrome")):
        seen.append(f"request {address[:100]}")


def open_page(page, address: str):
    """The answer; None where it is a file that the browser keeps rather than shows."""
    try:
        return page.goto(address, wait_until="load")
    except Exception as error:
        if "Download" not in str(error) and "ERR_ABORTED" not in str(error):
            raise
        return None


if __name__ == "__main__":
    main()
