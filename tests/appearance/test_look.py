"""Logo, icon and accent, from files in the data folder."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from archive.appearance import colours
from archive.appearance.colours import DARK, LIGHT, contrast

pytestmark = pytest.mark.django_db
STYLE = Path(__file__).parents[2] / "static" / "css" / "archive.css"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">{}</svg>'
CIRCLE = '<circle cx="5" cy="5" r="4" fill="#123456"/>'


def picture(kind: str, width: int, height: int) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height), "red").save(content, kind)
    return content.getvalue()


def sheet(client) -> str:
    """The archive's own style sheet, "" where the home page leads to none."""
    match = re.search(r'href="(/look/look\.css\?v=\w+)"', client.get("/").content.decode())
    if not match:
        return ""
    response = client.get(match[1])
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    return response.content.decode()


def test_without_files_there_is_no_sheet_and_the_usual_icon(client):
    assert sheet(client) == ""
    assert 'href="/static/favicon.svg" type="image/svg+xml"' in client.get("/").content.decode()
    assert client.get("/favicon.ico").headers["Location"] == "/static/favicon.ico"
    assert client.get("/look/logo.svg").status_code == 404


@pytest.mark.parametrize(
    "name, content, ratio",
    [
        ("logo.svg", SVG.format(CIRCLE).encode(), 4),
        ("logo.png", picture("PNG", 90, 30), 3),
        ("logo.webp", picture("WEBP", 40, 20), 2),
    ],
)
def test_a_logo_stands_before_the_name_with_its_place_kept(client, put, name, content, ratio):
    assert sheet(client) == ""  # the page is kept without it
    put(f"look/{name}", content)
    rule = sheet(client)
    assert f"inline-size: {1.4 * ratio:.3f}em" in rule
    address = re.search(r'url\("([^"]+)"\)', rule)[1]
    response = client.get(address)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("image/")
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_drawing_keeps_its_shapes_and_loses_the_notes_of_programs(client, put):
    notes = (
        '<metadata><x xmlns="urn:y">z</x></metadata>'
        '<n:view xmlns:n="http://www.inkscape.org/namespaces/inkscape" n:zoom="2"/>'
        '<g style="fill:#123456;-inkscape-stroke:none" data-x="1"><path d="M0 0h9"/></g>'
    )
    put("look/logo.svg", SVG.format(notes))
    drawn = client.get("/look/logo.svg").content.decode()
    assert '<g fill="#123456">' in drawn.replace("ns0:", "") and 'd="M0 0h9"' in drawn
    assert "inkscape" not in drawn.replace("http://www.inkscape.org", "") and "data-x" not in drawn
    assert "metadata" not in drawn


@pytest.mark.parametrize(
    "name, content, why",
    [
        ("logo.svg", b"x" * 40_000_000, "40 000 ko"),
        ("logo.png", b"x" * 40_000_000, "40 000 ko"),
        ("logo.svg", SVG.format("<script>alert(1)</script>"), "<script>"),
        ("logo.svg", SVG.format('<path d="M0 0" onload="alert(1)"/>'), "onload"),
        ("logo.svg", SVG.format("<style>*{fill:red}</style>"), "<style>"),
        ("logo.svg", SVG.format("<foreignObject/>"), "<foreignObject>"),
        ("logo.svg", SVG.format('<use href="https://x.example/#a"/>'), "hors de lui-même"),
        ("logo.svg", SVG.format('<path fill="url(https://x.example/a)"/>'), "hors de lui-même"),
        ("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>', "dimensions"),
        ("logo.svg", "<svg", "pas un dessin SVG"),
        ("logo.svg", "", "pas un dessin SVG"),
        ("logo.svg", '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<g>&a;</g>"), "entités"),
        ("logo.svg", SVG.format("<g/>" * 6000), "plus de"),
        ("logo.png", SVG.format(CIRCLE), "pas une image PNG"),
        ("logo.png", picture("PNG", 90, 30)[:60], "pas une image PNG"),
        ("logo.webp", picture("PNG", 90, 30), "pas une image WEBP"),
        ("logo.png", picture("PNG", 5000, 2), "points de côté"),
        ("icon.png", picture("PNG", 90, 30), "carrée"),
        ("colours.toml", 'accent = "#eeeeee"', "peu lisible sur #fcfaf5"),
        ("colours.toml", 'accent = "#1d4e89"\naccent_dark = "#222222"', "peu lisible sur #191613"),
        ("colours.toml", 'accent = "red"', "pas une couleur"),
        ("colours.toml", 'accent = "#1d4e89;} body {display:none"', "pas une couleur"),
        ("colours.toml", "accent = 12", "pas une couleur"),
        ("colours.toml", 'paper = "#ffffff"', "pas un réglage"),
        ("colours.toml", "", "pas d’accent"),
        ("colours.toml", "accent", "TOML"),
        ("colours.toml", b"\xff\xfe", "UTF-8"),
    ],
)
def test_what_is_of_no_use_is_told_once_and_the_site_is_as_before(
    client, put, caplog, capsys, name, content, why
):
    put(f"look/{name}", content)
    assert sheet(client) == "" and client.get(f"/look/{name}").status_code == 404
    client.get("/search/")
    lines = [record for record in caplog.records if record.name.startswith("archive.appearance")]
    assert [record.getMessage().startswith(f"look/{name}") for record in lines] == [True]
    call_command("check")
    warned = capsys.readouterr().err.replace("\u202f", " ").replace("\xa0", " ")
    assert f"look/{name}" in warned and why in warned


def test_an_accent_colours_light_and_dark_pages(client, put):
    put("look/colours.toml", 'accent = "#1D4E89"\naccent_dark = "#8db4e2"')
    assert "--accent: light-dark(#1d4e89, #8db4e2)" in sheet(client)
    put("look/colours.toml", 'accent = "#1d4e89"')
    light, dark = re.search(r"light-dark\((#\w+), (#\w+)\)", sheet(client)).groups()
    assert light == "#1d4e89" and contrast(dark, DARK) >= 7


@pytest.mark.parametrize("colour", ["#000000", "#9b1c1c", "#00007f", "#1a1a2e"])
def test_what_is_made_for_dark_paper_is_legible_there(colour):
    assert contrast(colours.lightened(colour), DARK) >= 4.5


def test_contrast_is_as_the_guidelines_have_it():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#abcdef", "#abcdef") == 1


def test_colours_are_checked_against_the_paper_that_pages_have():
    assert f"--paper: light-dark({LIGHT}, {DARK});" in STYLE.read_text()


def test_a_browser_is_told_what_to_install(client, put, settings):
    settings.SITE_NAME = "Les Éditos d’Aline"
    response = client.get("/manifest.webmanifest")
    assert response.headers["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(response.content)
    assert manifest["name"] == manifest["short_name"] == "Les Éditos d’Aline"
    assert manifest["lang"] == "fr" and manifest["start_url"] == "/"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").content.decode()


def test_an_icon_of_ones_own_is_everywhere(client, put):
    put("look/icon.png", picture("PNG", 256, 256))
    page = client.get("/").content.decode()
    address = re.search(
        r'<link rel="icon" href="(/look/icon\.png\?v=\w+)" type="image/png">', page
    )[1]
    assert client.get("/favicon.ico").headers["Location"] == address
    [icon] = json.loads(client.get("/manifest.webmanifest").content)["icons"]
    assert icon == {"src": address, "type": "image/png", "sizes": "256x256"}
    shown = client.get(address)
    assert shown.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
