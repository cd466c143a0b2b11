"""What the editor of a browser has the site clean."""

from io import BytesIO

PASTE = "/desk/editorials/paste"


def pasted(client, **files):
    sent = {name: BytesIO(words.encode()) for name, words in files.items() if name != "notes"}
    return client.post(PASTE, sent | {"notes": files.get("notes", "0")})


def test_html_comes_back_clean_with_what_was_left(editor_client):
    answer = pasted(editor_client, html="<p onclick=x()>Un <i>mot</i>.<img src=x></p>").json()
    assert answer["html"] == "<p>Un <em>mot</em>.</p>"
    assert answer["told"] == ["1 image laissée : ajoutez-la depuis cette page."]


def test_notes_go_on_after_those_that_the_text_has(editor_client):
    answer = pasted(editor_client, text="Un[1].\n\n[1] Note.", notes="7").json()
    assert answer["html"] == '<p>Un<sup>8</sup>.</p>\n<p class="note">8. Note.</p>'


def test_a_passage_that_is_moved_within_its_text_calls_the_same_notes(editor_client):
    answer = pasted(editor_client, html="<p>Un<sup>2</sup>.</p>", notes="7").json()
    assert answer["html"] == "<p>Un<sup>2</sup>.</p>"


def test_nothing_and_too_much_are_told_in_words(editor_client, monkeypatch):
    assert editor_client.post(PASTE).json() == {"told": ["Rien n’a été collé."]}
    monkeypatch.setattr("archive.views.desk.pasting.LARGEST", 1 << 20)
    answer = pasted(editor_client, html="x" * (2 << 20))
    assert answer.status_code == 413 and answer.json()["told"][0].startswith("C’est trop")
