"""Pages of scans and PDFs beside the text that is written, and their text read off them."""

import hashlib
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from archive.models import Capture, Editorial, Manuscript, Operation, capture_files

SAMPLES = Path(__file__).parents[2] / "data" / "documents"
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
WITH_TESSERACT = pytest.mark.skipif(
    not shutil.which("tesseract") or not FONT.exists(), reason="needs tesseract, and a typeface"
)


def keep_scan(
    editorial, content: bytes, origin="numero.pdf", media_type="application/pdf"
) -> Capture:
    sha256 = hashlib.sha256(content).hexdigest()
    capture = Capture(
        editorial=editorial, sha256=sha256, size=len(content), origin=origin, media_type=media_type
    )
    capture_files.keep(capture, content)
    capture.save()
    return capture


@pytest.fixture
def editorial(make_editorial):
    return make_editorial("Un", "<p>Déjà là.</p>", state="draft")


def press(client, editorial, do, content=None, name="scan.pdf", **more):
    fields = {
        "do": do,
        "title": editorial.title,
        "body": "Déjà là.",
        "version": str(Editorial.objects.get(pk=editorial.pk).version),
        "state": "draft",
        "language": "fr",
    }
    if content is not None:
        fields["scan_file"] = SimpleUploadedFile(name, content)
    return client.post(reverse("rewrite", args=[editorial.pk]), fields | more)


def printed_page(words: str) -> bytes:
    page = Image.new("L", (1400, 500), "white")
    font = ImageFont.truetype(str(FONT), 40)
    ImageDraw.Draw(page).multiline_text((60, 60), words, fill="black", font=font, spacing=16)
    written = BytesIO()
    page.save(written, "PNG")
    return written.getvalue()


def blank_pdf(pages: int) -> bytes:
    written = BytesIO()
    sheets = [Image.new("L", (60, 80), "white") for _page in range(pages)]
    sheets[0].save(written, "PDF", save_all=True, append_images=sheets[1:])
    return written.getvalue()


def pdf_of(title: str, lines: list[str]) -> bytes:
    """A PDF of one page, its title in large type."""
    words = f"BT /F 28 Tf 60 760 Td ({title}) Tj ET "
    for number, line in enumerate(lines):
        words += f"BT /F 11 Tf 60 {700 - 16 * number} Td ({line}) Tj ET "
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(words)} >>\nstream\n{words}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written = "%PDF-1.4\n"
    for number, described in enumerate(objects, 1):
        written += f"{number} 0 obj\n{described}\nendobj\n"
    return f"{written}trailer << /Root 1 0 R >>\n".encode()


def test_a_pdf_is_kept_beside_the_text_and_its_pages_are_turned(editor_client, editorial):
    page = press(editor_client, editorial, "scan_file", blank_pdf(3)).content.decode()
    capture = Capture.objects.get()
    assert capture.media_type == "application/pdf" and "page 1 sur 3" in page
    assert f"/desk/captures/{capture.pk}/pages/1.jpg" in page
    later = press(editor_client, editorial, f"scan {capture.pk} 3").content.decode()
    assert "page 3 sur 3" in later and "Page suivante" not in later
    assert Manuscript.objects.get().fields["title"] == "Un"
    answer = editor_client.get(f"/desk/captures/{capture.pk}/pages/2.jpg")
    with Image.open(BytesIO(answer.content)) as image:
        assert image.width == 1600 and image.format == "JPEG"
    assert "private" in answer.headers["Cache-Control"]
    assert Client().get(f"/desk/captures/{capture.pk}/pages/2.jpg").status_code == 302
    Operation.objects.get().undo()
    assert not Capture.objects.exists()


def test_the_text_that_a_pdf_bears_comes_below_what_is_written(editor_client, editorial):
    press(editor_client, editorial, "scan_file", (SAMPLES / "typst.pdf").read_bytes())
    capture = Capture.objects.get()
    form = press(editor_client, editorial, f"read {capture.pk} 1").context["form"]
    assert form.html_body.startswith("<p>Déjà là.</p>\n") and len(form.html_body) > 500
    assert Editorial.objects.get().body == "<p>Déjà là.</p>"


@WITH_TESSERACT
def test_a_picture_of_a_page_is_read_with_its_words_in_doubt(editor_client, editorial):
    scan = printed_page("Le client appelle, et l’on décroche.\nVoilà toute l’affaire.")
    press(editor_client, editorial, "scan_file", scan, "page.png")
    form = press(editor_client, editorial, f"read {Capture.objects.get().pk} 1").context["form"]
    assert "Le client appelle" in form.html_body and "Voilà toute" in form.html_body


def test_what_a_reading_doubts_is_asked_once_it_is_saved(editor_client, editorial):
    doubts = '[["scanned", "affairc"], ["unheard-of", "x"]]'
    press(editor_client, editorial, "save", body="L’affairc.", read_doubts=doubts)
    assert Editorial.objects.get().doubts == [
        {"field": "text", "code": "scanned", "value": "affairc"}
    ]
    press(editor_client, editorial, "save", body="L’affaire.", read_doubts="{nonsense")
    assert Editorial.objects.get().doubts == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n" + bytes(2000), "PDF abîmé ou coupé"),
        (b"plain text", "Ce n’est ni un PDF ni une image"),
        (None, "Choisissez d’abord un fichier."),
    ],
)
def test_what_cannot_be_shown_says_why_and_the_text_stays(
    editor_client, editorial, content, reason
):
    page = press(editor_client, editorial, "scan_file", content, title="Mon titre").content.decode()
    assert reason in page and "Mon titre" in page


def test_odd_pages_are_told_in_words(editor_client, editorial):
    press(editor_client, editorial, "scan_file", blank_pdf(1))
    number = Capture.objects.get().pk
    for page in ("0", "2", "9" * 40):
        answer = editor_client.get(f"/desk/captures/{number}/pages/{page}.jpg")
        assert answer.status_code == 422 and answer.content.decode()
    for words in ("scan", "scan x y", f"scan {number}", "scan 4711 1", f"read {number} 77"):
        assert press(editor_client, editorial, words).status_code in (200, 422)


def test_four_hundred_pages_cost_one_at_a_time(editor_client, editorial):
    page = press(editor_client, editorial, "scan_file", blank_pdf(400)).content.decode()
    assert "page 1 sur 400" in page and page.count("/pages/") == 1


def test_a_title_of_a_page_is_words_whatever_signs_it_has(editor_client, editorial):
    page = pdf_of("La voix <b> & le fil", ["Un texte qui parle de la voix du client."] * 9)
    press(editor_client, editorial, "scan_file", page)
    form = press(editor_client, editorial, f"read {Capture.objects.get().pk} 1").context["form"]
    assert "<h2>La voix &lt;b&gt; &amp; le fil</h2>" in form.html_body


# Beside what is read: provenance and doubts


def test_a_scan_is_seen_in_provenance_page_by_page(editor_client, editorial):
    capture = keep_scan(editorial, blank_pdf(3))
    address = reverse("provenance", args=[editorial.pk])
    page = editor_client.get(address)
    assert reverse("capture_page", args=[capture.pk, 1]) in page.content.decode()
    page = editor_client.get(
        address, {"capture": capture.pk, "scan": f"{capture.pk} 3"}
    ).content.decode()
    assert reverse("capture_page", args=[capture.pk, 3]) in page
    assert f"?capture={capture.pk}&amp;scan={capture.pk}+2#of-scan" in page


def test_the_scan_of_the_issue_stands_beside_a_doubt(editor_client, make_editorial):
    doubts = [{"field": "date", "code": "unknown", "value": ""}]
    doubtful = make_editorial("Un", publication="La Revue du fil", issue="n° 12", doubts=doubts)
    of_issue = make_editorial("Deux", publication="La Revue du fil", issue="12")
    elsewhere = make_editorial("Trois", publication="La Revue du fil", issue="13")
    capture, other = keep_scan(of_issue, blank_pdf(2)), keep_scan(elsewhere, blank_pdf(1))
    address = reverse("doubts", args=[doubtful.pk])
    page = editor_client.get(address)
    assert page.context["scans"] == [capture] and page.context["scan"] is None
    page = editor_client.get(address, {"scan": f"{capture.pk} 2"}).content.decode()
    assert reverse("capture_page", args=[capture.pk, 2]) in page
    assert editor_client.get(address, {"scan": f"{other.pk} 1"}).context["scan"] is None


@pytest.mark.parametrize("odd", ["x", "1", "² ²", "-1 1", "9 9 9", f"{'9' * 40} 1"])
def test_an_odd_scan_is_none(editor_client, editorial, odd):
    keep_scan(editorial, blank_pdf(1))
    address = reverse("doubts", args=[editorial.pk])
    assert editor_client.get(address, {"scan": odd}).context["scan"] is None
