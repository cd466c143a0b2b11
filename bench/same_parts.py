"""What `same.py` records of a checkout, a part a process: each fills an archive of its own and
writes down what it says."""

import json
import tarfile
from functools import partial
from itertools import product
from pathlib import Path

import same_desk
import same_questions
from same_archive import SAMPLE, Part
from same_pages import transcript

SHEETS = 3000  # documents of the corpus
ASKED_ALSO = 250  # questions of the database, which answers without an index
WORDS = [
    "appel centre",
    "téléphon",
    "qualité de serv",
    "la relation",
    "congé éco",
    "l’indemnité de",
]
PAGES, FEW_PAGES = 40, 8  # of a kind
SITES = ["wxr", "feeds", "warc", "markdown", "blogger", "medium"]
BLOG = "imports/wxr/real-fr"
MACHINES = [
    *("/", "/feeds/", "/sitemap.xml", "/robots.txt", "/favicon.ico", "/opensearch.xml", "/healthz"),
    *("/api/v1/", "/api/v1/openapi.json", "/api/v1/nothing", "/api/v1/editorials/99999"),
    *("/api/v1/search?page=x", "/api/v1/search?q=%00", "/nowhere/", "/undated/", "/calendar/"),
    *("/search/help/", "/search/", "/search/?q=client&from=hier", "/?lang=fr", "/login/"),
    *("/authors/?like=ab", "/authors/?letter=a", "/tags/?like=for", "/tags/?letter=z"),
    *("/editorials/1/", "/editorials/99999/", "/editorials/x/", "/theme/", "/language/"),
    *("/1066/", "/1066/une-page/", "/calendar/02/29/", "/editorials/1/autre/"),
    *("/sitemaps/periods-0.xml", "/sitemaps/editorials-0.xml", "/sitemaps/authors-0.xml"),
    *("/sitemaps/publications-0.xml", "/sitemaps/tags-0.xml", "/sitemaps/tags-9.xml"),
    *("/sitemaps/nothing-0.xml", "/feeds/operations/", "/editorials/99999/card.png"),
    *("/search/?q=client&bars=share", "/search/?q=client&facet=tag&like=a"),
    *("/search/?q=client&facet=tag", "/search/?q=client&facet=year"),
]
STAFF = [
    *("/desk/", "/admin/", "/desk/date?q=12 fév 2001", "/desk/date?q=hier", "/desk/nowhere/"),
    *("/desk/tagging/complete?q=for", "/desk/tagging/complete?q=", "/desk/vocabulary.csv"),
    *("/desk/vocabulary.rdf", "/desk/vocabulary.txt", "/desk/vocabulary/import/"),
    *("/desk/selection/", "/desk/selection/?q=client&set-add=Essai&preview=1", "/desk/searches/"),
    *("/desk/selection/?q=client", "/desk/todo/nothing/", "/desk/tags/?like=rel", "/logout/"),
    *("/admin/archive/", "/admin/jsi18n/", "/admin/password_change/", "/admin/nowhere/"),
    *("/admin/autocomplete/?app_label=archive&model_name=byline&field_name=author&term=ab",),
    *("/desk/doubts/", "/admin/archive/capture/add/", "/admin/archive/author/1/"),
    *("/desk/selection/?tag=crm&set-state=withdrawn&preview=1", "/desk/tags/?unused"),
    "/desk/tagging/",
]
STAFF_OF_TAG = ["", "missing/", "merge/?into=Formation", "merge/?into=Rien", "split/", "delete/"]
STAFF_OF_EDITORIAL = ["history/", "provenance/", "provenance/?again=1"]


def demonstration(part: Part) -> None:
    """The demonstration archive, the seeds and a blog: asked, looked at, worked on for a day."""
    part.command("migrate", verbosity=0)
    part.command("load_demo")
    odd = part.scratch / "odd.jsonl"
    odd.write_text(same_desk.lines_of(same_desk.ODD + _reprints(), "odd"), encoding="utf-8")
    part.import_all("odd", odd)
    seeds = part.shared / "seeds"
    part.import_all("seeds, tried", seeds, dry_run=True)
    part.import_all("seeds", seeds)
    part.import_all("hand", part.shared / "data/dumps/hand", format="text", publication="À la main")
    part.import_all("blog", part.material / BLOG)
    part.command("find_likenesses", all=True)
    part.command("rebuild_index", interactive=False)
    addresses = same_questions.questions(part.shared)
    part.ask_all(addresses)
    part.complete_all(same_questions.beginnings(_words(part), SAMPLE))
    part.relate_all()
    part.look("page {}", part.client(), _for_visitors(addresses, PAGES // 2), lambda address: PAGES)
    _in_english(part, addresses[7:])
    _at_the_desk(part, sorted(seeds.glob("*.txt")))
    part.command("check_index")
    part.ask_all(f"{address}&page_size=30" for address in addresses[::20])


def _reprints() -> list[dict]:
    """Texts of the demonstration under other titles, each without its last paragraph."""
    with open("fixtures/demo/decroche.jsonl", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    reprints = []
    for record in records[:4]:
        shorter, _tag, _paragraph = record["html"].rpartition("<p>")
        reprints.append({"title": f"Reprise : {record['title']}", "html": shorter})
    return reprints


def _in_english(part: Part, addresses: list[str]) -> None:
    english = part.client()
    english.cookies["django_language"] = "en"
    starts = _for_visitors(addresses, FEW_PAGES)
    part.look("pages in English", english, starts, lambda address: FEW_PAGES)
    asking_for_it = ["/?lang=en", "/search/?q=client&lang=en"]
    part.look("pages in English", part.client(), asking_for_it, lambda address: 0)


def _words(part: Part) -> list[str]:
    """Titles and names of the archive, which can be completed, and what visitors type."""
    from archive.models import Author, Editorial, Publication, Tag

    titles = Editorial.objects.published().order_by("pk").values_list("title", flat=True)
    words = list(titles[:60:3])
    for model in (Author, Publication, Tag):
        words += model.objects.order_by("pk").values_list("name", flat=True)[:20]
    return words + WORDS


def _for_visitors(addresses: list[str], most: int) -> list[str]:
    """Where visitors and machines begin: pages that no link leads to, and questions."""
    starts = MACHINES + [f"/api/v1/editorials?{more}" for more in ("page=2", "tag=crm", "year=x")]
    for number in range(1, most + 1):
        starts += [f"/api/v1/editorials/{number}", f"/editorials/{number}/card.png"]
    for address in addresses[:: len(addresses) // most]:
        starts += [f"/search/?{address}", f"/search/feed/?{address}", f"/search/complete?{address}"]
        starts += [f"/search/results.csv?{address}", f"/api/v1/search?{address}"]
    return starts


def _at_the_desk(part: Part, seeds: list[Path]) -> None:
    editor = part.client("chef")
    contributor = part.client("pigiste", group="contributeur")

    def most(address: str) -> int:
        of_the_desk = address.startswith(("/desk/", "/feeds/operations/"))
        return PAGES if of_the_desk else FEW_PAGES if address.startswith("/admin/") else 3

    starts = STAFF + _staff_addresses(part)
    part.look("desk {}", editor, starts, most)
    part.look("desk of a contributor", contributor, starts[::2], lambda address: FEW_PAGES // 2)
    part.look("desk of nobody", part.client(), starts[::6], lambda address: 0)
    sitting = partial(same_desk.Sitting, write=part.notes.write, next_minute=part.clock.next_minute)
    same_desk.day(sitting(editor), sitting(contributor), part.command, seeds)
    part.look("desk, later", editor, starts, most)
    part.read_all()
    for choice in ("language", "theme"):
        fields = {"language": "en", "theme": "dark", "next": "/2001/"}
        part.notes.write("chosen", choice, transcript(part.client().post(f"/{choice}/", fields)))


def _staff_addresses(part: Part) -> list[str]:
    from archive.models import Editorial, Tag

    slugs = Tag.objects.order_by("pk").values_list("slug", flat=True)[:12:2]
    numbers = Editorial.objects.order_by("pk").values_list("pk", flat=True)[:: PAGES // 2]
    of_tags = [f"/desk/tags/{slug}/{page}" for slug, page in product(slugs, STAFF_OF_TAG)]
    pages = product(numbers, STAFF_OF_EDITORIAL)
    return of_tags + [f"/desk/editorials/{number}/{page}" for number, page in pages]


def database(part: Part) -> None:
    """The demonstration after its day, without an index."""
    addresses = same_questions.questions(part.shared)
    part.ask_all(addresses[:: len(addresses) // ASKED_ALSO])
    part.complete_all(["ap", "client"])
    part.look("pages", part.client(), _for_visitors(addresses, FEW_PAGES), lambda address: 2)


def sheets(part: Part) -> None:
    """Dated documents of the corpus: larger lists, facets and years."""
    import archives

    archives.fill(lambda: archives.corpus(SHEETS))
    part.command("rebuild_index", interactive=False)
    addresses = same_questions.questions(part.shared)
    part.ask_all(addresses)
    part.complete_all(same_questions.beginnings(_words(part), SAMPLE))
    part.relate_all()
    starts = _for_visitors(addresses[3:], FEW_PAGES)
    part.look("page {}", part.client(), starts, lambda address: FEW_PAGES)
    part.command("check_index")


def texts(part: Part) -> None:
    """Saved pages, text dumps and the seeds, imported twice."""
    part.command("migrate", verbosity=0)
    dumps, pages = part.material / "text", part.material / "html"
    part.import_all("hand", part.shared / "data/dumps/hand")
    part.import_all("seeds", part.shared / "seeds")
    part.import_all("pages", pages)
    part.import_all("dumps", dumps, publication="Une revue")
    part.import_all("seeds, again", part.shared / "seeds")
    part.import_all("dumps, again", dumps, publication="Une autre revue")
    part.command("find_likenesses")
    part.command("check_index")
    part.read_all()


def sites(part: Part) -> None:
    """Exports, feeds and captures of whole sites; what is in several of them is met again."""
    part.command("migrate", verbosity=0)
    for name in SITES:
        part.import_all(name, part.material / "imports" / name)
    part.import_all("blog, again", part.material / BLOG)
    part.command("find_likenesses")
    part.command("check_index")
    part.read_all()


PARTS = {work.__name__: work for work in (demonstration, database, sheets, texts, sites)}


def unpack(shared: Path, material: Path) -> None:
    """The archives of real material, each in a folder that `PARTS` look for."""
    into = {"imports/imports": "imports", "pages/html": ".", "dumps/dumps": "."}
    for name, folder in into.items():
        with tarfile.open(shared / f"data/{name}.tar.xz") as packed:
            packed.extractall(material / folder, filter="data")
