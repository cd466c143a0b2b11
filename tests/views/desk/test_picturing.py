"""Pictures of editorials: put in at the desk, shown to readers small and without what cameras add."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from archive import pictures, text
from archive.models import Editorial, Operation


def photograph(size=(1200, 800), form="JPEG", **options) -> bytes:
    written = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Camera of Ada"
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", size, "teal").save(written, form, exif=exif, **options)
    return written.getvalue()


@pytest.fixture
def draft(make_editorial):
    body = '<p>Un.</p><p>Deux<sup>1</sup>.</p><p class="note">1. Note.</p>'
    return make_editorial("Un", body, state="draft")


def sent_to(client, editorial, content, name="photo.jpg", **more):
    page = reverse("rewrite", args=[editorial.pk])
    fields = {
        "do": "picture",
        "title": editorial.title,
        "body": editorial.body,
        "format": "html",
        "version": str(Editorial.objects.get(pk=editorial.pk).version),
        "state": editorial.state,
        "language": "fr",
        "alternative": "Un standard vide",
        "caption": "Le standard, en 2001",
    }
    if content is not None:
        fields["picture"] = SimpleUploadedFile(name, content)
    return client.post(page, fields | more)


def saved_with_picture(client, editorial):
    """Put a picture in, save what the form then holds, and return where the picture is."""
    form = sent_to(client, editorial, photograph()).context["form"]
    values = {name: form[name].value() for name in form.fields}
    posted = {name: value for name, value in values.items() if value not in (None, False)}
    client.post(reverse("rewrite", args=[editorial.pk]), posted | {"do": "save"})
    [sha256] = pictures.named(Editorial.objects.get().body)
    return reverse("picture", args=[editorial.pk, sha256, 480])


def test_a_picture_is_kept_as_a_capture_and_stands_before_the_notes(editor_client, draft):
    saved_with_picture(editor_client, draft)
    editorial = Editorial.objects.get()
    assert editorial.captures.get().origin == "photo.jpg"
    assert (
        '<figure><img src="picture:' in editorial.body
        and 'width="800" height="1200"' in editorial.body
    )
    assert editorial.body.index("<figcaption>") < editorial.body.index('class="note"')
    assert "Le standard, en 2001" in editorial.text
    Operation.objects.last().undo()
    assert not editorial.captures.exists()


def test_readers_get_it_small_turned_and_without_what_the_camera_wrote(editor_client, draft):
    address = saved_with_picture(editor_client, draft)
    Editorial.objects.update(state="published")
    answer = Client().get(address)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"
    with Image.open(BytesIO(answer.content)) as image:
        assert image.size == (480, 720) and not dict(image.getexif())
    assert b"Camera of Ada" not in answer.content
    page = Client().get(Editorial.objects.get().get_absolute_url()).content.decode()
    assert f"{address} 480w" in page and 'alt="Un standard vide"' in page and "picture:" not in page


def test_a_draft_s_pictures_are_seen_by_editors_alone_and_a_withdrawn_one_s_too(
    editor_client, draft
):
    address = saved_with_picture(editor_client, draft)
    assert Client().get(address).status_code == 404
    mine = editor_client.get(address)
    assert mine.status_code == 200 and mine.headers["Cache-Control"] == "private, no-store"
    Editorial.objects.update(state="withdrawn")
    assert Client().get(address).status_code == 410


def test_a_capture_that_the_text_does_not_show_is_for_nobody(editor_client, draft):
    address = saved_with_picture(editor_client, draft)
    Editorial.objects.update(state="published", body="<p>Sans.</p>")
    assert Client().get(address).status_code == 404
    assert Client().get(address.replace("-480", "-4800")).status_code == 404
    assert Client().get(address.replace("-480", "-" + "9" * 30)).status_code == 404


@pytest.mark.parametrize(
    "content, name, told",
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "x.svg", "Ce n’est pas une image"),
        (b"GIF89a", "x.gif", "Ce n’est pas une image"),
        (photograph()[:2000], "x.jpg", "abîmée"),
        (None, "", "Choisissez d’abord une image."),
    ],
)
def test_what_is_no_picture_is_refused_in_words_and_the_text_kept(
    editor_client, draft, content, name, told
):
    answer = sent_to(editor_client, draft, content, name, title="Mon titre")
    assert answer.status_code == 422 and told in answer.content.decode()
    assert "Mon titre" in answer.content.decode() and not Operation.objects.exists()


def test_a_picture_of_sixty_megabytes_is_refused_in_words(editor_client, draft):
    answer = sent_to(editor_client, draft, b"\xff\xd8" + bytes(60 << 20))
    assert answer.status_code == 422
    assert "Cette image est trop lourde : 60 Mo, pour 20 Mo au plus." in answer.content.decode()


def test_a_picture_without_words_for_who_does_not_see_it_is_asked_for_them(editor_client, draft):
    answer = sent_to(editor_client, draft, photograph(), alternative=" ")
    assert answer.status_code == 422 and "Décrivez l’image" in answer.content.decode()


def test_what_is_transparent_is_white(editor_client, draft):
    written = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    answer = sent_to(editor_client, draft, written.getvalue(), "x.png")
    [sha256] = pictures.named(answer.context["form"].html_body)
    content = editor_client.get(reverse("picture", args=[draft.pk, sha256, 480])).content
    with Image.open(BytesIO(content)) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


OWN = f'<img src="picture:{"a" * 64}" alt="Vu">'


def test_a_body_shows_no_picture_but_the_archive_s_own():
    clean = text.clean_html(f'<p>{OWN}<img src="https://x.fr/a.png"><img src="picture:x"></p>')
    assert clean == f"<p>{OWN}</p>"
    assert "href" not in text.clean_html(f'<a href="picture:{"a" * 64}">x</a>')


def test_a_picture_that_is_moved_in_the_editor_is_the_same():
    placed = pictures.placed(f"<figure>{OWN}</figure>", "/editorials/12/pictures/")
    assert 'src="/editorials/12/pictures/aaa' in placed
    again = text.clean_html(pictures.named_by_hash(placed))
    assert pictures.named(again) == ["a" * 64]


def test_a_picture_pasted_from_another_editorial_becomes_one_of_this(
    editor_client, draft, make_editorial
):
    address = saved_with_picture(editor_client, draft)
    other = make_editorial("Deux", "<p>Deux.</p>", state="published")
    body = f'<p>Deux.</p><figure><img src="{address}" alt="Vu"></figure>'
    body += f"<figure>{OWN}</figure><p>Fin.</p>"
    answer = sent_to(editor_client, other, None, body=body, do="save")
    other.refresh_from_db()
    [sha256] = pictures.named(other.body)
    assert other.body.count("<figure>") == 1 and "Fin." in other.body
    told = [str(message) for message in get_messages(answer.wsgi_request)]
    assert told[-1:] == ["C’est enregistré. 1 image laissée : l’archive ne l’a pas."]
    assert other.captures.get().content == draft.captures.get().content
    assert Client().get(reverse("picture", args=[other.pk, sha256, 480])).status_code == 200
    Operation.objects.latest("pk").undo()
    assert not other.captures.exists()


def test_a_new_text_may_show_a_picture_of_another(editor_client, draft):
    address = saved_with_picture(editor_client, draft)
    posted = {"do": "save", "title": "Neuf", "format": "html", "language": "fr", "state": "draft"}
    posted["version"] = "1"
    posted["body"] = f'<p>Neuf.</p><figure><img src="{address}" alt="Vu"></figure>'
    editor_client.post(reverse("write"), posted)
    fresh = Editorial.objects.get(title="Neuf")
    assert pictures.named(fresh.body) == [fresh.captures.get().sha256]


def test_what_cannot_show_pictures_has_no_empty_figures():
    shown = f"<p>Un.</p><figure>{OWN}</figure><figure>{OWN}<figcaption>Bas</figcaption></figure>"
    assert pictures.without(shown) == "<p>Un.</p><figure><figcaption>Bas</figcaption></figure>"


def test_feeds_and_programs_are_told_where_pictures_are(editor_client, client, draft):
    address = saved_with_picture(editor_client, draft)
    Editorial.objects.update(state="published")
    record = client.get(f"/api/v1/editorials/{draft.pk}").json()
    assert f"http://testserver{address} 480w" in record["html"]
