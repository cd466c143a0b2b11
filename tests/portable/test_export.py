"""The archive as static files: what is in them, what never is, and what is refused."""

import hashlib
import os
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import Image

from archive import pictures
from archive.models import Capture, Editorial, FormerAddress, Issue, Selection, Withholding
from archive.portable.places import LONGEST

needs_zim_tools = pytest.mark.skipif(
    not (shutil.which("zimwriterfs") and shutil.which("zimcheck")), reason="needs zim-tools"
)
LED_TO = re.compile(r'<(?:a|link|script|form|img)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
IN_SIZES = re.compile(r'srcset="([^"]*)"')


@pytest.fixture
def archive(make_editorial):
    """Two editorials, one kept from search engines; a draft, and one that was withdrawn."""
    make_editorial(
        "La voix <du> client",
        "<p>Allô, dit-elle au « client ».</p>",
        publication="En ligne",
        authors=["Claire Abgrall"],
        tags=["écoute"],
        date="2001-02-12",
    )
    withheld = make_editorial(
        "Le casque", "<p>Un casque léger.</p>", publication="En ligne", date="2004-05"
    )
    Withholding.objects.create(editorial=withheld, original={"body": "<p>Zéphyr.</p>"})
    make_editorial("Un brouillon", "<p>Zibeline.</p>", state=Editorial.State.DRAFT)
    make_editorial("Un retrait", "<p>Zinnia.</p>", state=Editorial.State.WITHDRAWN)


def export(folder: Path, *arguments: str) -> Path:
    call_command("export_site", str(folder), *arguments, verbosity=0)
    return folder


def texts(folder: Path) -> dict[str, str]:
    """What each file holds, by its path; pictures and fonts aside."""
    files = {}
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix not in (".woff2", ".jpg"):
            files[file.relative_to(folder).as_posix()] = file.read_text(encoding="utf-8")
    return files


def broken_links(pages: list[Path]) -> list[str]:
    broken = []
    for page in pages:
        written = page.read_text(encoding="utf-8")
        sizes = ", ".join(IN_SIZES.findall(written)).split(", ")
        addresses = [size.partition(" ")[0] for size in sizes if size]
        for address in LED_TO.findall(written) + addresses:
            path, _hash, anchor = address.partition("#")
            target = (page.parent / path).resolve() if path else page
            if "://" in address or address.startswith("mailto:"):
                continue
            if not target.is_file() or (
                anchor and f'id="{anchor}"' not in target.read_text(encoding="utf-8")
            ):
                broken.append(f"{page.name}: {address}")
    return broken


def test_each_page_has_a_title_of_its_own(archive, tmp_path):
    pages = texts(export(tmp_path / "copy"))
    titles = re.findall("<title>(.*?)</title>", "".join(pages.values()))
    assert "L’Éditothèque" in titles
    assert not [title for title in titles if title.startswith(" ") or title.startswith("—")]


def test_what_its_search_shows_is_set_as_on_the_site(make_editorial, tmp_path):
    make_editorial("L'appel : oui", "<p>Qui est à l'accueil & au bout du fil ?</p>")
    [shown] = [
        words for path, words in texts(export(tmp_path / "copy")).items() if "shown/" in path
    ]
    assert "L’appel\u00a0: oui" in shown
    assert "Qui est à l’accueil & au bout du fil\u202f?" in shown


def test_it_holds_what_is_published_escaped_and_its_links_lead_somewhere(archive, tmp_path):
    folder = export(tmp_path / "copy", "--address", "https://archive.example")
    pages = list(folder.rglob("*.html"))
    assert not broken_links(pages) and len(pages) == 16
    whole = "".join(texts(folder).values())
    assert "casque" in whole
    for word in ("zibeline", "Zibeline", "brouillon", "Zinnia", "zinnia", "retrait", "Zéphyr"):
        assert word not in whole
    [article] = folder.glob("articles/*/*-la-voix-du-client.html")
    page = article.read_text(encoding="utf-8")
    [withheld] = folder.glob("articles/*/*-le-casque.html")
    assert "noindex" in withheld.read_text(encoding="utf-8") and "noindex" not in page
    assert "La voix &lt;du&gt; client" in page and "<du>" not in page
    number = article.name.partition("-")[0]
    address = f"https://archive.example/editorials/{number}/la-voix-du-client/"
    assert f"= {{{address}}}" in page and f"UR  - {address}" in page
    assert "ABGRALL, Claire" in page
    assert 'href="../../auteurs/claire-abgrall.html"' in page
    assert "@article{" in (folder / "citations.bib").read_text(encoding="utf-8")


def with_picture(editorial, size) -> Capture:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "PNG")
    sha256 = hashlib.sha256(written.getvalue()).hexdigest()
    capture = Capture(editorial=editorial, sha256=sha256, size=1, media_type="image/png")
    capture.content.save("", ContentFile(written.getvalue()))
    editorial.body += pictures.figure(sha256, size, "Un standard", "Le standard")
    editorial.save()
    return capture


@pytest.fixture
def illustrated(archive, make_editorial):
    """An issue with a cover and two editorials; one has a picture, one that lost its own."""
    common = {"publication": "Décroché", "issue": "n° 36", "date": "2004-05-12"}
    first = make_editorial("Zèle", page="3", **common)
    with_picture(first, (1200, 800))
    later = make_editorial("Accueil", page="12", **common)
    lost = with_picture(later, (500, 300))
    Capture.objects.filter(pk=lost.pk).update(lost_at=timezone.now())
    make_editorial("Suite", publication="Décroché", issue="37", date="2004-06")
    issue = Issue.objects.get(slug="36")
    issue.cover = Capture.objects.get(editorial=first)
    issue.save()
    with_picture(Editorial.objects.get(title="Le casque"), (700, 300))
    return first


def test_it_holds_pictures_in_the_sizes_that_readers_see(illustrated, tmp_path):
    folder = export(tmp_path / "copy")
    assert not broken_links(list(folder.rglob("*.html")))
    [sha256] = pictures.named(Editorial.objects.get(pk=illustrated.pk).body)
    made = {}
    for file in folder.rglob("*.jpg"):
        with Image.open(file) as picture:
            made[file.relative_to(folder).as_posix()] = picture.size
    assert made == {
        "numeros/decroche/36.jpg": (640, 427),
        f"articles/0/images/{sha256}-480.jpg": (480, 320),
        f"articles/0/images/{sha256}-960.jpg": (960, 640),
    }
    [later] = folder.glob("articles/*/*-accueil.html")
    page = later.read_text(encoding="utf-8")
    assert "<img" not in page and "Le standard" in page


def test_a_cover_of_what_is_no_longer_published_is_not_in_it(illustrated, tmp_path):
    Editorial.objects.filter(pk=illustrated.pk).update(state=Editorial.State.TRASHED)
    folder = export(tmp_path / "copy")
    assert not list(folder.rglob("*.jpg"))
    assert "<img" not in (folder / "numeros/decroche/36.html").read_text(encoding="utf-8")


def test_long_names_that_begin_alike_have_a_page_each(make_editorial, tmp_path):
    tags = [f"{'x' * LONGEST}{end}" for end in ("bdb", "cbc")]
    make_editorial("Un", tags=tags)
    folder = export(tmp_path / "copy")
    pages = [page.read_text(encoding="utf-8") for page in folder.glob("mots-cles/*.html")]
    assert len(pages) == 2 and all(any(tag in page for page in pages) for tag in tags)


def test_it_has_pages_of_issues_and_months(illustrated, tmp_path):
    folder = export(tmp_path / "copy")
    issue = (folder / "numeros/decroche/36.html").read_text(encoding="utf-8")
    assert issue.index("Zèle") < issue.index("Accueil") and "Suite" not in issue
    assert 'src="../../numeros/decroche/36.jpg"' in issue
    assert 'href="../../numeros/decroche/37.html" rel="next"' in issue
    month = (folder / "annees/2004-05.html").read_text(encoding="utf-8")
    assert "mai 2004" in month and "Zèle" in month and "Le casque" in month and "Suite" not in month
    assert 'href="../annees/2004-06.html" rel="next"' in month
    leading = {
        "annees/2004.html": "../annees/2004-05.html",
        "revues/decroche.html": "../numeros/decroche/36.html",
        next(folder.glob("articles/*/*-zele.html")): "../../numeros/decroche/36.html",
    }
    for page, address in leading.items():
        assert f'href="{address}"' in (folder / page).read_text(encoding="utf-8")


def test_a_year_before_1000_has_pages_as_others_have(make_editorial, tmp_path):
    make_editorial("Un cartulaire", date="0987-02-03")
    folder = export(tmp_path / "copy")
    assert not broken_links(list(folder.rglob("*.html")))
    assert "Un cartulaire" in (folder / "annees/0987-02.html").read_text(encoding="utf-8")


def test_the_same_archive_gives_the_same_bytes_in_the_place_of_an_older_copy(archive, tmp_path):
    (tmp_path / "copy").mkdir()
    first = texts(export(tmp_path / "copy"))
    (tmp_path / "copy/stray.txt").write_text("Ce qui y fut ajouté")
    assert texts(export(tmp_path / "copy")) == first
    assert [path.name for path in tmp_path.iterdir() if "copy" in path.name] == ["copy"]


def test_a_folder_with_other_things_is_left_alone(archive, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Chère Anne")
    with pytest.raises(CommandError, match="n’est pas vide"):
        export(other)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]


def test_what_cannot_be_written_is_told_in_a_line(archive, tmp_path):
    file = tmp_path / "letter.txt"
    file.write_text("Chère Anne")
    with pytest.raises(CommandError, match=r"Rien ne peut être écrit dans .*letter\.txt"):
        export(file / "copy")
    with pytest.raises(CommandError, match="elsewhere n’est pas un dossier"):
        export(tmp_path / "copy", "--zim", str(tmp_path / "elsewhere" / "copy.zim"))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("address", ["archive.example", "ftp://archive.example", "https://a:99999"])
def test_citations_name_no_address_that_is_none(archive, tmp_path, address):
    with pytest.raises(CommandError, match="no address of a site"):
        export(tmp_path / "copy", "--address", address)
    assert not (tmp_path / "copy").exists()


def test_a_choice_of_nothing_is_refused(archive, tmp_path):
    call_command("rebuild_index", interactive=False, verbosity=0)
    with pytest.raises(CommandError, match="Aucun éditorial"):
        export(tmp_path / "copy", "--search", "q=anticonstitutionnellement")
    with pytest.raises(CommandError, match="Aucune sélection"):
        export(tmp_path / "copy", "--selection", "nulle-part")
    assert not (tmp_path / "copy").exists()


def test_a_slip_in_a_search_copies_nothing_instead_of_everything(archive, tmp_path):
    with pytest.raises(CommandError, match=r"yaer \(year.\?\)"):
        export(tmp_path / "copy", "--search", "yaer=2001")
    assert not (tmp_path / "copy").exists()


def test_a_search_by_a_former_name_copies_what_it_finds_by_that_of_today(archive, tmp_path):
    call_command("rebuild_index", interactive=False, verbosity=0)
    FormerAddress.objects.create(model="publication", slug="hors-ligne", now="en-ligne")
    folder = export(tmp_path / "copy", "--search", "publication=hors-ligne&tag=ecoute")
    assert "Claire Abgrall" in (folder / "index.html").read_text()
    with pytest.raises(CommandError, match="Aucun éditorial"):
        export(tmp_path / "without", "--search", "publication=-hors-ligne")


def test_all_users_and_web_servers_may_read_it(illustrated, tmp_path):
    before = os.umask(0o077)  # as `manage.py` has it
    try:
        folder = export(tmp_path / "copy")
    finally:
        os.umask(before)
    modes = {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()}
    assert modes == {0o644}
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o755}


def test_without_zim_tools_it_is_said_before_anything_is_written(archive, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="installez zim-tools"):
        export(tmp_path / "copy", "--zim", str(tmp_path / "copy.zim"))
    assert not (tmp_path / "copy").exists()


@needs_zim_tools
def test_kiwix_has_what_a_search_finds_as_one_file_that_zimcheck_passes(illustrated, tmp_path):
    call_command("rebuild_index", interactive=False, verbosity=0)
    file = tmp_path / "copy.zim"
    folder = export(tmp_path / "copy", "--search", "?q=zèle", "--zim", str(file))
    assert file.read_bytes()[:4] == b"ZIM\x04" and file.stat().st_mode & 0o777 == 0o644
    assert len(list(folder.glob("articles/*/*.html"))) == 1
    assert len(list(folder.rglob("*.jpg"))) == 3
    assert "q=z" in (folder / "a-propos.html").read_text(encoding="utf-8")


def test_a_selection_has_a_long_list_in_several_pages(make_editorial, tmp_path, monkeypatch):
    monkeypatch.setattr("archive.portable.pages.A_PAGE", 2)
    chosen = Selection.objects.create(name="À l’écoute", state="published")
    for number in range(6):
        editorial = make_editorial(f"Un titre {number}", publication="En ligne", date="2001")
        if number:
            chosen.entries.create(editorial=editorial, position=number)
    folder = export(tmp_path / "copy", "--selection", chosen.slug)
    lists = sorted(path.name for path in folder.glob("revues/*.html"))
    assert lists == ["en-ligne.2.html", "en-ligne.3.html", "en-ligne.html"]
    last = (folder / "revues/en-ligne.3.html").read_text(encoding="utf-8")
    assert last.count('class="entry') == 1 and 'href="../revues/en-ligne.html"' in last
    assert "À l’écoute" in (folder / "a-propos.html").read_text(encoding="utf-8")
