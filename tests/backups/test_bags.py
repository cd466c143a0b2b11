"""BagIt: what is a whole bag, and what is refused."""

import hashlib
import os

import bagit
import pytest

from archive.backups import Refused, bags

FILES = {"a.txt": b"un", "dossier/b.txt": b"deux", "odd \n name": b"trois"}


@pytest.fixture
def bag(tmp_path):
    return bag_of(tmp_path / "sac", FILES)


def bag_of(folder, files):
    hashes = {}
    for name, content in files.items():
        path = folder / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        hashes[f"data/{name}"] = hashlib.sha256(content).hexdigest()
    bags.finish(folder, hashes, {"Payload-Oxum": "11.3"})
    return folder


def resealed(bag, lines):
    """Write other lines into the manifest, with all that proves it."""
    (bag / bags.MANIFEST).write_text(lines)
    tags = {
        name: (bag / name).read_bytes() for name in (bags.MANIFEST, bags.INFO, bags.DECLARATION)
    }
    (bag / bags.TAG_MANIFEST).write_text(
        "".join(
            f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in tags.items()
        )
    )


def test_a_whole_bag_is_what_it_lists(bag):
    assert bags.check(bag) == {
        f"data/{name}": hashlib.sha256(content).hexdigest() for name, content in FILES.items()
    }


def test_another_program_finds_it_valid(bag):
    assert bagit.Bag(str(bag)).validate()


def test_signs_that_a_manifest_cannot_hold_are_escaped(tmp_path):
    folder = bag_of(tmp_path / "sac", {"100 % ou %0A\r": b"oui"})
    assert "data/100 %25 ou %250A%0D" in (folder / bags.MANIFEST).read_text()
    assert list(bags.check(folder)) == ["data/100 % ou %0A\r"]


def test_its_tag_files_are_for_their_owner_alone(bag):
    assert {path.stat().st_mode & 0o777 for path in bag.glob("*.txt")} == {0o600}


def test_a_changed_file_is_named(bag):
    (bag / "data" / "a.txt").write_bytes(b"une")
    with pytest.raises(Refused, match=r"data/a.txt a été modifié"):
        bags.check(bag)


def test_a_missing_file_is_named(bag):
    (bag / "data" / "a.txt").unlink()
    with pytest.raises(Refused, match=r"data/a.txt manque"):
        bags.check(bag)


def test_a_file_too_many_is_named(bag):
    (bag / "data" / "c.txt").touch()
    with pytest.raises(Refused, match=r"data/c.txt n’est pas du sac"):
        bags.check(bag)


@pytest.mark.parametrize("name", [bags.MANIFEST, bags.TAG_MANIFEST, bags.INFO])
def test_a_lost_tag_file_is_named(bag, name):
    (bag / name).unlink()
    with pytest.raises(Refused, match=f"{name} manque"):
        bags.check(bag)


@pytest.mark.parametrize("name", [bags.MANIFEST, bags.INFO])
def test_a_changed_tag_file_is_named(bag, name):
    (bag / name).write_text("autre chose")
    with pytest.raises(Refused, match=f"{name} a été modifié"):
        bags.check(bag)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "data/../../passwd",
        "../passwd",
        "data//a.txt",
        "data/./a.txt",
        "bagit.txt",
        "data/x\0",
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(bag, path):
    resealed(bag, f"{'0' * 64}  {path}\n")
    with pytest.raises(Refused, match="mène hors du sac"):
        bags.check(bag)


def test_a_path_that_is_listed_twice_is_refused(bag):
    line = f"{hashlib.sha256(b'un').hexdigest()}  data/a.txt\n"
    resealed(bag, line + line)
    with pytest.raises(Refused, match="se répète"):
        bags.check(bag)


@pytest.mark.parametrize("lines", ["no hash\n", "abc  data/a.txt\n", f"{'0' * 64}\n"])
def test_a_manifest_that_cannot_be_read_is_refused(bag, lines):
    resealed(bag, lines)
    with pytest.raises(Refused, match="illisible"):
        bags.check(bag)


@pytest.mark.parametrize("target", ["data/dossier/b.txt", "/etc/passwd", "nowhere"])
def test_a_link_is_refused(bag, target):
    (bag / "data" / "a.txt").unlink()
    (bag / "data" / "a.txt").symlink_to(target)
    with pytest.raises(Refused, match=r"data/a.txt est un lien"):
        bags.check(bag)


def test_a_linked_folder_is_refused(bag, tmp_path):
    (bag / "data").rename(tmp_path / "elsewhere")
    (bag / "data").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused, match="data est un lien"):
        bags.check(bag)


def test_a_pipe_does_not_hold_it_up(bag):
    os.mkfifo(bag / "data" / "tube")
    with pytest.raises(Refused, match="data/tube est un lien"):
        bags.check(bag)


@pytest.mark.parametrize(
    "declared",
    [
        "",
        "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        "BagIt-Version: 1.0\n",
        "\xff",
    ],
)
def test_another_version_is_refused(bag, declared):
    (bag / "bagit.txt").write_bytes(declared.encode("latin-1"))
    with pytest.raises(Refused, match=r"BagIt 1.0|illisible"):
        bags.check(bag)


def test_a_bag_whose_files_are_elsewhere_is_refused(bag):
    (bag / "fetch.txt").write_text("https://x.invalid/a 2 data/a.txt\n")
    with pytest.raises(Refused, match="ailleurs"):
        bags.check(bag)


def test_a_folder_is_no_bag_and_a_file_no_folder(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(Refused, match="n’est pas un sac"):
        bags.check(tmp_path)
    with pytest.raises(Refused, match="n’est pas un dossier"):
        bags.check(tmp_path / "file")
    with pytest.raises(Refused, match="n’est pas un dossier"):
        bags.check(tmp_path / "nowhere")
