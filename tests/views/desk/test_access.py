"""Who may do what at the desk: the matrix of docs/editing.md, tried with every role."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from archive import urls
from archive.models import (
    Capture,
    Change,
    Import,
    Letter,
    Likeness,
    Operation,
    OperationKind,
    Proposal,
    SavedList,
    Selection,
    Sheet,
    Tag,
    Upload,
)
from archive.models.roles import CHIEF, EDITOR, ROLES

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[3] / "docs" / "editing.md"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def matrix() -> dict[str, dict[str, bool]]:
    """{route: {role: whether it may}}, as the docs tell editors."""
    rows = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in DOCS.open()
        if line.startswith("| ")
    ]
    head = next(row for row in rows if row[-1] == "rédacteur en chef")
    return {
        row[0].strip("`/"): dict(zip(head[1:], (cell == "✓" for cell in row[1:]), strict=True))
        for row in rows[1:]
    }


def routes() -> dict[str, str]:
    """{route: name} of every address of the desk."""
    return {
        str(one.pattern).strip("/"): one.name
        for one in urls.editing
        if str(one.pattern).startswith("desk/")
    }


def user_of(role: str, users):
    user = users.objects.create_user(
        role, is_staff=role == "staff", is_superuser=role == "superuser"
    )
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def sign_in(client, django_user_model):
    def sign_in(role):
        if role != "signed out":
            client.force_login(user_of(role, django_user_model), backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def addresses(make_editorial, sign_in, admin_user):
    """Gives {route: an address of that kind which there is}."""
    one = make_editorial("Un", tags=["Accueil"], publication="Accueil", authors=["Accueil"])
    other = make_editorial("Deux")
    with Operation.objects.recording(OperationKind.EDIT, by=admin_user) as operation:
        make_editorial("Trois")
    Selection.objects.create(name="Accueil")
    Sheet.objects.create(name="Accueil", kind="firm")
    content = ContentFile(b"x", "a")
    capture = Capture.objects.create(editorial=one, content=content, sha256="a", size=1).pk
    numbers = {
        "operation": operation.pk,
        "likeness": Likeness.objects.create(earlier=one, later=other, shared=1, covered=1).pk,
        "saved_list": SavedList.objects.create(name="Accueil", address="list=untagged").pk,
        "proposal": Proposal.objects.create(editorial=one, version=1, add=["x"]).pk,
        "import": Import.objects.begin(["a.csv"]).pk,
        "capture": capture,
        "capture_page": capture,
        "account_of": admin_user.pk,
        "desk_letter": Letter.objects.create(editorial=one, name="Ada", text="Bravo.").pk,
    }

    def find(user=None):
        upload = Upload.objects.create(key="k", names=["a.csv"], size=1, by=user)
        Upload.objects.filter(pk=upload.pk).update(tables={"a": {"names": ["a"], "keys": [""]}})
        # Of the same number as the upload: an address gets one number, wherever it wants one.
        upload.items.create(number=upload.pk, source="a.csv:1", outcome="created")
        of_user = dict.fromkeys(("upload", "upload_item", "columns"), upload.pk) | numbers
        return {
            route: "/"
            + re.sub("<int:[a-z]+>", str(of_user.get(name, one.pk)), route)
            .replace("<slug:name>", "untagged")
            .replace("<slug:slug>", "accueil")
            .replace("<slug:ending>", "csv")
            + ("" if route in SLASHLESS else "/")
            for route, name in routes().items()
        }

    return find


SLASHLESS = {str(one.pattern) for one in urls.editing if not str(one.pattern).endswith("/")}


def test_the_matrix_has_a_row_for_every_address_of_the_desk():
    assert set(matrix()) == set(routes())


@pytest.mark.parametrize("role", [*ROLES, "staff", "superuser"])
def test_each_role_reaches_what_the_matrix_says_and_no_more(
    role, sign_in, addresses, django_user_model
):
    client = sign_in(role)
    like = {"staff": "éditeur", "superuser": "rédacteur en chef"}.get(role, role)
    for route, address in addresses(django_user_model.objects.get(username=role)).items():
        status = client.get(address).status_code
        assert status != 404 and (status != 403) == matrix()[route][like], (
            f"{address} ({role}): {status}"
        )


FORM = "application/x-www-form-urlencoded"
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
HARMFUL = {"do": "delete", "delete": "1", "name": "Volé", "title": "Volé", "add": "volé", "into": "Deux", "confirm": "1"}  # fmt: skip


@pytest.mark.parametrize("role", ["lectrice", *ROLES])
def test_what_a_role_may_not_read_it_may_not_do_by_any_method(
    role, sign_in, addresses, django_user_model
):
    client = sign_in(role)
    every = addresses(django_user_model.objects.get(username=role))
    before, refused = Operation.objects.count(), 0
    for route, address in every.items():
        if matrix()[route].get(role, address.startswith(OWN)):
            continue
        for method in METHODS:
            response = client.generic(method, address, "do=delete", FORM)
            assert response.status_code == 403, f"{method} {address} ({role})"
            refused += 1
        assert client.post(address, HARMFUL).status_code == 403
    assert bool(refused) == (role != "rédacteur en chef")
    assert (
        Operation.objects.count() == before and not Tag.objects.filter(name__iexact="volé").exists()
    )


def test_no_method_at_all_passes_by_the_login(client, addresses):
    every = addresses().values()
    before = Operation.objects.count()
    for address in every:
        for method in METHODS:
            response = client.generic(method, address, "do=delete", FORM)
            if response.status_code == 403:  # given back, to be asked again after the login
                assert method == "POST" and "Reconnectez-vous" in response.text, address
                continue
            assert response.status_code == 302, f"{method} {address}"
            assert response.headers["Location"].startswith("/login/?next=/desk/")
        client.post(address, HARMFUL)
    assert Operation.objects.count() == before


def test_nothing_at_the_desk_is_done_by_a_form_of_another_site(addresses, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user, backend=BACKEND)
    every = addresses(admin_user).values()
    before = Operation.objects.count()
    for address in every:
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            response = client.generic(method, address, "do=delete", FORM)
            assert response.status_code in (403, 405), f"{method} {address}"
    assert Operation.objects.count() == before


def test_who_is_signed_out_is_asked_to_log_in_everywhere(client, addresses):
    for address in addresses().values():
        assert client.get(address).url.startswith("/login/?next=/desk/"), address


OWN = "/desk/account/"  # which everybody has who can log in
WRITING = "/desk/account/tokens/"  # by which programs write in an editor's name


def test_a_reader_with_an_account_is_refused_everywhere_but_there(sign_in, addresses):
    client = sign_in("lectrice")
    for address in addresses().values():
        is_refused = client.get(address).status_code == 403
        is_own = address.startswith(OWN) and not address.startswith(WRITING)
        assert is_refused != is_own, address


def test_the_migration_gives_the_groups_what_the_code_says():
    for name, granted in ROLES.items():
        held = Permission.objects.filter(group__name=name, content_type__model="operation")
        assert set(held.values_list("codename", flat=True)) - {"view_operation"} == set(granted)


def test_the_team_of_an_archive_without_groups_may_what_editors_may(django_user_model):
    user = user_of("staff", django_user_model)
    assert all(user.has_perm(f"archive.{name}") for name in EDITOR) and not user.has_perm(
        "archive.merge"
    )


def test_who_of_the_team_has_a_group_may_what_the_group_may(django_user_model):
    user = user_of("staff", django_user_model)
    user.groups.add(Group.objects.get(name="contributeur"))
    assert user.has_perm("archive.propose") and not user.has_perm("archive.edit")


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_who_has_left_the_team_may_nothing(django_user_model, change):
    user_of("staff", django_user_model)
    django_user_model.objects.update(**change)
    user = django_user_model.objects.get()
    assert not any(user.has_perm(f"archive.{name}") for name in CHIEF)


# Undoing


@pytest.mark.parametrize("role, own, status", [
    ("contributeur", False, 403),
    ("éditeur", True, 302),
    ("éditeur", False, 403),
    ("rédacteur en chef", False, 302),
])  # fmt: skip
def test_editors_undo_their_own_work_and_the_chief_that_of_others(
    sign_in, make_editorial, django_user_model, admin_user, role, own, status
):
    client = sign_in(role)
    by = django_user_model.objects.get(username=role) if own else admin_user
    with Operation.objects.recording(OperationKind.EDIT, by=by) as operation:
        Tag.objects.named("accueil")
    assert client.post(reverse("operation", args=[operation.pk])).status_code == status
    assert Tag.objects.exists() == (status == 403)


def test_the_button_to_undo_is_shown_to_those_who_may(sign_in, admin_user):
    with Operation.objects.recording(OperationKind.EDIT, by=admin_user) as operation:
        Tag.objects.named("accueil")
    page = sign_in("éditeur").get(reverse("operation", args=[operation.pk])).content.decode()
    assert "Annuler cette opération" not in page and Change.objects.count() == 1


# Drafts


@pytest.mark.parametrize("address", ["/desk/tagging/{}/", "/desk/editorials/{}/"])
def test_a_contributor_does_not_reach_the_draft_of_another(sign_in, make_editorial, address):
    draft, client = make_editorial("Secret", state="draft"), sign_in("contributeur")
    for response in (
        client.get(address.format(draft.pk)),
        client.post(address.format(draft.pk), {"add": "x"}),
    ):
        assert response.status_code == 404 and "Secret" not in response.content.decode()
    assert not Proposal.objects.exists()


def test_no_list_shows_drafts_to_contributors(sign_in, make_editorial):
    make_editorial("Secret", state="draft")
    client = sign_in("contributeur")
    pages = [
        client.get(address).content.decode()
        for address in ("/desk/", "/desk/todo/untagged/", "/desk/todo/drafts/")
    ]
    assert not any("Secret" in page for page in pages)


def test_readers_pages_show_drafts_to_editors_of_any_kind(sign_in, make_editorial):
    draft = make_editorial("Secret", state="draft")
    assert sign_in("éditeur").get(draft.get_absolute_url()).status_code == 200
    assert sign_in("contributeur").get(draft.get_absolute_url()).status_code == 404
