"""Pictures of issues and editorials for the viewers of libraries: IIIF Presentation 3, Image 3 level 0."""

import hashlib
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from archive import pictures
from archive.models import Capture, Editorial, Issue, trash
from archive.models.bulk import Bulk
from archive.models.withholding import Withholding

pytestmark = pytest.mark.django_db
OF_ISSUE = "/publications/decroche/36/manifest.json"


def add_picture(editorial, size, alternative="Un standard", **options):
    """Have an editorial show a picture of that size, and return the picture's hash."""
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, "JPEG", **options)
    content = written.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    capture = Capture(
        editorial=editorial, sha256=sha256, size=len(content), media_type="image/jpeg"
    )
    capture.content.save("", ContentFile(content))
    editorial.body += pictures.figure(sha256, size, alternative, "")
    editorial.save()
    return sha256


@pytest.fixture
def illustrated(make_editorial):
    """Two editorials of an issue, the later page first, each with a picture."""
    common = {
        "publication": "Décroché",
        "issue": "36",
        "date": "2004-05-06",
        "authors": ["Ada Lovelace"],
    }
    later = make_editorial("Deux", page="9", **common)
    add_picture(later, (400, 300), "Deux & deux")
    first = make_editorial("Un", page="3", **common)
    add_picture(first, (2400, 1600), "")
    return first


def manifest(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"].startswith("application/ld+json;profile=")
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def resolve(client, address):
    """Return what a whole address gives; a fragment is of what stands before it."""
    response = client.get(address.partition("#")[0].removeprefix("http://testserver"))
    assert response.status_code == 200, address
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "no-cache"  # what is withdrawn goes at once
    again = client.get(response.wsgi_request.path, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304 and again["Access-Control-Allow-Origin"] == "*"
    return response


def check_label(label):
    assert label and all(isinstance(words, list) and words[0] for words in label.values())


def check_image(client, image):
    assert (image["type"], image["format"]) == ("Image", "image/jpeg")
    with Image.open(BytesIO(resolve(client, image["id"]).content)) as picture:
        assert picture.size == (image["width"], image["height"])
    for service in image.get("service", []):
        check_service(client, service)


def check_service(client, service):
    assert (service["type"], service["profile"]) == ("ImageService3", "level0")
    path = service["id"].removeprefix("http://testserver")
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (303, f"{service['id']}/info.json")
    info = resolve(client, f"{service['id']}/info.json").json()
    assert info["@context"] == "http://iiif.io/api/image/3/context.json"
    assert (info["id"], info["protocol"]) == (service["id"], "http://iiif.io/api/image")
    assert {"width": info["width"], "height": info["height"]} == info["sizes"][-1]
    for size in info["sizes"]:
        address = f"{service['id']}/full/{size['width']},{size['height']}/0/default.jpg"
        with Image.open(BytesIO(resolve(client, address).content)) as picture:
            assert picture.size == (size["width"], size["height"])


def check(client, shown):
    """Hold a manifest to the required properties of Presentation 3, and follow all that it names."""
    assert shown["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert shown["type"] == "Manifest" and shown["items"]
    check_label(shown["label"])
    assert resolve(client, shown["id"]).json() == shown
    for pair in shown.get("metadata", []):
        check_label(pair["label"])
        check_label(pair["value"])
    for page in shown["homepage"]:
        assert page["type"] == "Text" and page["format"] == "text/html"
        check_label(page["label"])
    addresses = [canvas["id"] for canvas in shown["items"]]
    assert len(set(addresses)) == len(addresses) and not any(
        "#" in address for address in addresses
    )
    for canvas in shown["items"]:
        check_canvas(client, canvas)


def check_canvas(client, canvas):
    assert canvas["type"] == "Canvas"
    check_label(canvas["label"])
    at_its_address = resolve(client, canvas["id"]).json()
    assert at_its_address.pop("@context") and at_its_address == canvas
    [page] = canvas["items"]
    [painting] = page["items"]
    assert (page["type"], painting["type"]) == ("AnnotationPage", "Annotation")
    assert painting["motivation"] == "painting" and painting["target"] == canvas["id"]
    assert {page["id"], painting["id"]} == {f"{canvas['id']}#page", f"{canvas['id']}#painting"}
    body = painting["body"]
    assert (body["width"], body["height"]) == (canvas["width"], canvas["height"])
    check_image(client, body)
    for thumbnail in canvas["thumbnail"]:
        check_image(client, thumbnail)


def test_an_issue_has_a_manifest_of_its_pictures_in_the_order_of_its_pages(client, illustrated):
    shown = manifest(client, OF_ISSUE)
    check(client, shown)
    assert shown["label"] == {"none": ["Décroché, n°\xa036"]}
    assert [canvas["label"]["fr"] for canvas in shown["items"]] == [["Un"], ["Deux & deux"]], shown
    sizes = [(canvas["width"], canvas["height"]) for canvas in shown["items"]]
    assert sizes == [(1920, 1280), (400, 300)]


@pytest.fixture
def cover(illustrated):
    """The cover of their issue, kept among the captures of the first of them."""
    issue = Issue.objects.get()
    issue.cover = Capture.objects.get(sha256=add_picture(illustrated, (900, 1200)))
    issue.save()
    return issue.cover


def test_its_cover_comes_first(client, cover):
    shown = manifest(client, OF_ISSUE)
    check(client, shown)
    canvas = shown["items"][0]
    assert canvas["id"].endswith("/publications/decroche/36/cover/canvas.json")
    assert (canvas["width"], canvas["height"]) == (640, 853)


def test_an_editorial_has_a_manifest_with_what_is_known_of_it(client, illustrated):
    illustrated.publication.licence = "CC-BY-4.0"
    illustrated.publication.save()
    shown = manifest(client, f"/editorials/{illustrated.pk}/manifest.json")
    check(client, shown)
    values = [pair["value"]["none"][0] for pair in shown["metadata"]]
    assert values == ["Ada Lovelace", "Décroché", "36", "6 mai 2004"]
    assert shown["navDate"] == "2004-05-06T00:00:00Z"
    assert shown["rights"] == "http://creativecommons.org/licenses/by/4.0/"
    assert "CC BY 4.0" in shown["requiredStatement"]["value"]["none"][0]


def test_a_picture_that_a_camera_turned_has_the_size_at_which_it_is_seen(client, make_editorial):
    editorial = make_editorial("Un")
    exif = Image.Exif()
    exif[0x0112] = 6
    add_picture(editorial, (1201, 801), exif=exif)
    shown = manifest(client, f"/editorials/{editorial.pk}/manifest.json")
    check(client, shown)
    assert (shown["items"][0]["width"], shown["items"][0]["height"]) == (801, 1201)


def test_a_strip_that_is_bound_by_its_height_is_had_in_the_sizes_that_are_told(
    client, make_editorial
):
    editorial = make_editorial("Un")
    add_picture(editorial, (60, 9000))
    check(client, manifest(client, f"/editorials/{editorial.pk}/manifest.json"))


def test_pages_and_signposting_lead_to_the_manifests(client, illustrated):
    kind = 'type="application/ld+json;profile=\\"http://iiif.io/api/presentation/3/context.json\\""'
    pages = {illustrated.get_absolute_url(): f"/editorials/{illustrated.pk}/manifest.json"}
    pages["/publications/decroche/36/"] = OF_ISSUE
    for page, address in pages.items():
        response = client.get(page)
        assert f'<http://testserver{address}>; rel="describedby"; {kind}' in response["Link"]
        assert response.content.decode().count(f'{address}"') == 2


@pytest.mark.parametrize(
    ("state", "status"), [("draft", 404), ("withdrawn", 410), ("trashed", 410)]
)
def test_what_is_not_published_has_none(client, illustrated, state, status):
    sha256 = pictures.named(illustrated.body)[0]
    Bulk(values={"state": state}).apply([illustrated.pk], why="à la demande de l’auteur")
    check_gone(client, illustrated, sha256, status)
    reader = Client(headers={"If-None-Match": "*"})
    assert reader.get(f"/editorials/{illustrated.pk}/pictures/{sha256}-960.jpg").status_code == (
        status
    )


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("withdrawn", 410)])
def test_an_issue_of_which_nothing_is_left_says_whether_it_was_withdrawn(
    client, illustrated, cover, state, status
):
    numbers = Editorial.objects.values_list("pk", flat=True)
    Bulk(values={"state": state}).apply(numbers, why="à la demande de l’éditeur")
    for end in ("", "manifest.json", "cover/canvas.json", "cover.jpg"):
        response = client.get(OF_ISSUE.removesuffix("manifest.json") + end)
        assert response.status_code == status, end
        if status == 410:
            assert response["Cache-Control"] == "no-cache"
            assert "a été retiré" in response.content.decode()


def test_an_issue_whose_draft_was_thrown_away_never_was_here(client, make_editorial):
    draft = make_editorial("Un", publication="Décroché", issue="36", state="draft")
    trash.put([draft.pk], None, "double")
    assert client.get("/publications/decroche/36/").status_code == 404


def test_another_spelling_of_an_issue_leads_to_its_manifest(client, illustrated):
    response = client.get("/publications/decroche/n° 36/manifest.json")
    assert (response.status_code, response["Location"]) == (301, OF_ISSUE)
    assert response["Access-Control-Allow-Origin"] == "*"


def test_what_is_withheld_has_none(client, illustrated):
    sha256 = pictures.named(illustrated.body)[0]
    Withholding.objects.create(editorial=illustrated)
    check_gone(client, illustrated, sha256, 404)
    response = client.get(illustrated.get_absolute_url())
    assert "manifest.json" not in response["Link"] + response.content.decode()


@pytest.mark.parametrize("state", ["draft", "withdrawn", "withheld"])
def test_a_cover_that_was_kept_among_its_captures_is_gone_too(client, illustrated, cover, state):
    if state == "withheld":
        Withholding.objects.create(editorial=illustrated)
    else:
        Editorial.objects.filter(pk=illustrated.pk).update(state=state)
    labels = [canvas["label"] for canvas in manifest(client, OF_ISSUE)["items"]]
    assert labels == [{"fr": ["Deux & deux"]}]
    of_issue = OF_ISSUE.removesuffix("manifest.json")
    status = 410 if state == "withdrawn" else 404
    assert client.get(f"{of_issue}cover/canvas.json").status_code == status
    assert client.get(f"{of_issue}cover.jpg").status_code == status
    assert "cover.jpg" not in client.get(of_issue).content.decode()


def check_gone(client, editorial, sha256, status):
    base = f"/editorials/{editorial.pk}"
    for path in (
        "manifest.json",
        *(f"pictures/{sha256}{end}" for end in ("", "/canvas.json", "/info.json")),
    ):
        assert client.get(f"{base}/{path}").status_code == status, path
    assert client.get(f"{base}/pictures/{sha256}/full/max/0/default.jpg").status_code == status
    shown = manifest(client, OF_ISSUE)
    assert [canvas["label"] for canvas in shown["items"]] == [{"fr": ["Deux & deux"]}]


def test_what_has_no_pictures_has_none_and_no_page_leads_there(client, make_editorial):
    editorial = make_editorial("Un", publication="Décroché", issue="36")
    for page, address in (
        (editorial.get_absolute_url(), f"/editorials/{editorial.pk}/manifest.json"),
        ("/publications/decroche/36/", OF_ISSUE),
    ):
        assert client.get(address).status_code == 404
        assert "manifest.json" not in client.get(page).content.decode()
    assert client.get("/publications/decroche/36/cover/canvas.json").status_code == 404
    assert client.get("/editorials/99999999999999999999/manifest.json").status_code == 404


def test_a_picture_whose_file_is_gone_is_left_out(client, illustrated):
    capture = Capture.objects.get(editorial=illustrated)
    Capture.objects.filter(pk=capture.pk).update(lost_at=timezone.now())
    shown = manifest(client, OF_ISSUE)
    assert [canvas["label"]["fr"] for canvas in shown["items"]] == [["Deux & deux"]]
    assert (
        client.get(f"/editorials/{illustrated.pk}/pictures/{capture.sha256}/info.json").status_code
        == 404
    )


def test_a_picture_whose_file_cannot_be_read_is_of_nothing(client, make_editorial):
    editorial = make_editorial("Un")
    sha256 = add_picture(editorial, (333, 222))
    capture = Capture.objects.get()
    capture.content.storage.delete(capture.content.name)
    for path in ("manifest.json", f"pictures/{sha256}/full/max/0/default.jpg"):
        assert client.get(f"/editorials/{editorial.pk}/{path}").status_code == 404


@pytest.mark.parametrize("asked", ["10,10", "pct:50", "^max", "960,", "x" * 300, "max,"])
def test_a_size_that_there_is_not_is_refused_with_those_that_there_are(client, illustrated, asked):
    [sha256] = pictures.named(illustrated.body)
    response = client.get(
        f"/editorials/{illustrated.pk}/pictures/{sha256}/full/{asked}/0/default.jpg"
    )
    assert response.status_code == 400
    assert "480,320 ; 960,640 ; 1920,1280 ; max" in response.content.decode()
