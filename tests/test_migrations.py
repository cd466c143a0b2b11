"""Archives of every age migrate whole, in SQLite files of their own: at each of the seven
migrations that the squashed one replaces, and new."""

import shutil
import sqlite3
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from archive.models import (
    Editorial,
    Equivalent,
    Import,
    ImportItem,
    Issue,
    Likeness,
    Proposal,
    Sheet,
    TalliedTag,
    Upload,
    UploadItem,
    steering,
    tallied,
)
from archive.models.doubts import Doubt
from archive.models.roles import ROLES

MIGRATIONS = Path(__file__).parents[1] / "archive" / "migrations"
SQUASHED = "0001_squashed_0007_spaces_of_help_texts"
SEVEN = [
    "0001_initial",
    "0002_operations",
    "0003_imports",
    "0004_uploads",
    "0005_vocabulary",
    "0006_wider_indexes",
    "0007_spaces_of_help_texts",
]
LATER = [  # that the squashed one does not replace
    "0008_plain_names_of_fields",
    "0009_steering",
    "0010_issues",
    "0011_trust",
    "0012_accounts",
    "0013_refused_by_the_index",
    "0014_trust_page",
    "0015_shown",
    "0016_tallied",
    "0017_leases",
    "0018_tallied_names",
    "0019_issue_pages",
    "0020_following",
    "0021_letters",
    "0022_selections",
    "0023_datestamps",
    "0024_tags_taught",
    "0025_distinctions",
    "0026_access_tokens",
    "0027_requests_and_previews",
    "0028_writing",
    "0029_cross_references",
    "0030_sheets",
    "0031_kinds_of_authors",
    "0032_authorities",
    "0033_team",
    "0034_imports_and_rules",
    "0035_former_addresses_undone",
    "0036_keys_of_sheets",
    "0037_fewer_indexes",
]
WITH_IMPORTS = SEVEN[2:]
WITH_UPLOADS = SEVEN[3:]
BYLINE_UNKNOWN = {"field": "byline", "code": "unknown", "value": ""}


@contextmanager
def archive_in(path):
    """Make the SQLite file at `path` the database, for as long as the block lasts."""
    usual, usual_settings = connections["default"], connections.databases["default"]
    whole = connections.configure_settings({"default": settings.DATABASE_OF(f"sqlite:///{path}")})
    # No crash is tested: nothing waits for the disk.
    whole["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF"
    connections.databases["default"] = whole["default"]
    connections["default"] = connection = connections.create_connection("default")
    try:
        yield connection
    finally:
        connection.close()
        connections["default"], connections.databases["default"] = usual, usual_settings


def migrate_by_the_seven(connection, name):
    """Apply the migrations up to `name`, and all of other apps, as they were applied before there
    was a squashed one. Return the models of that time."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.loader.replacements = {}  # else the last of the seven has the squashed one recorded
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "archive"]
    state = executor.migrate([*others, ("archive", name)])
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default", apps=state.apps)
    return state.apps


def write_an_editorial(apps):
    publications = apps.get_model("archive", "Publication").objects
    tags = apps.get_model("archive", "Tag").objects
    editorial = apps.get_model("archive", "Editorial").objects.create(
        title="La rentrée",
        slug="la-rentree",
        body="<p>Les cartables sont prêts.</p>",
        text="Les cartables sont prêts.",
        date="2001-09",
        earliest=date(2001, 9, 1),
        latest=date(2001, 9, 30),
        source_url="https://www.exemple.fr/rentree/?utm_source=lettre",
        doubts=[BYLINE_UNKNOWN],
        publication=publications.create(name="La Lettre", slug="la-lettre", key="lettre"),
        issue="n° 036",
    )
    tag = tags.create(name="École", slug="ecole", key="ecole")
    editorial.taggings.create(tag=tag, origin="import")


def write_an_import(apps):
    operations = apps.get_model("archive", "Operation").objects
    imports = apps.get_model("archive", "Import").objects
    event = imports.create(paths=["rentree.html"], operation=operations.create(kind="import"))
    editorial = apps.get_model("archive", "Editorial").objects.get()
    event.items.create(number=1, source="rentree.html", outcome="created", editorial=editorial)


def write_a_pair(apps):
    """The draft is the second editorial, but the first in the pair: so that each side is told."""
    editorials = apps.get_model("archive", "Editorial").objects
    draft = editorials.create(title="Le brouillon", slug="le-brouillon", state="draft")
    pairs = apps.get_model("archive", "Likeness").objects
    pairs.create(one=draft, other=editorials.get(title="La rentrée"), shared=1, covered=1)


def write_an_upload(apps):
    uploads = apps.get_model("archive", "Upload").objects
    upload = uploads.create(key="0", names=["rentree.html"], size=1)
    row = {"title": "La rentrée"}
    upload.items.create(number=1, source="rentree.html", outcome="created", said=row)


def rows(path, query):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def schema(path):
    """Return the type, the name and the SQL of each table and index."""
    return sorted(rows(path, "SELECT type, name, sql FROM sqlite_master WHERE sql <> ''"))


def recorded(path):
    names = rows(path, "SELECT name FROM django_migrations WHERE app = 'archive'")
    return {name for (name,) in names}


def grants(path):
    """Return the name of each group with each of its permissions."""
    return sorted(
        rows(
            path,
            "SELECT auth_group.name, content.app_label, content.model, auth_permission.codename"
            " FROM auth_group"
            " JOIN auth_group_permissions ON group_id = auth_group.id"
            " JOIN auth_permission ON permission_id = auth_permission.id"
            " JOIN django_content_type AS content ON content_type_id = content.id",
        )
    )


@pytest.fixture(scope="module")
def older_archives(tmp_path_factory, django_db_blocker):
    """A folder that holds a database at each of the seven, from one that was migrated by and by."""
    folder = tmp_path_factory.mktemp("archives")
    growing = folder / "growing"
    for name in SEVEN:
        with django_db_blocker.unblock(), archive_in(growing) as connection:
            apps = migrate_by_the_seven(connection, name)
            if name == "0001_initial":
                write_an_editorial(apps)
            if name == "0003_imports":
                write_an_import(apps)
                write_a_pair(apps)
            if name == "0004_uploads":
                write_an_upload(apps)
        shutil.copy(growing, folder / name)
    return folder


@pytest.fixture(scope="module")
def new_archive(migrated):
    return migrated


# The first, the first that has all that was written, and the last: each takes all that is later.
@pytest.fixture(scope="module", params=[SEVEN[0], SEVEN[3], SEVEN[-1]])
def stage(request):
    """The last migration that an older archive has applied."""
    return request.param


@pytest.fixture(scope="module")
def notes():
    """Of each migration of an older archive that was noted, whether that was in a transaction."""
    return []


@pytest.fixture(scope="module")
def brought_up(stage, older_archives, notes, tmp_path_factory, django_db_blocker):
    """The database of an older archive after `migrate`."""
    path = Path(shutil.copy(older_archives / stage, tmp_path_factory.mktemp("archives")))
    notes.clear()

    def heed(execute, sql, values, *rest):
        if "INTO" in sql and "django_migrations" in sql:
            notes.append((values[1], connection.in_atomic_block))
        return execute(sql, values, *rest)

    with (
        django_db_blocker.unblock(),
        archive_in(path) as connection,
        connection.execute_wrapper(heed),
    ):
        call_command("migrate", verbosity=0, interactive=False)
    return path


@pytest.fixture
def opened(brought_up, django_db_blocker):
    with django_db_blocker.unblock(), archive_in(brought_up):
        yield


def test_the_older_archives_stand_where_they_should(stage, older_archives):
    assert recorded(older_archives / stage) == set(SEVEN[: SEVEN.index(stage) + 1])


def test_an_older_archive_has_the_tables_of_a_new_one(brought_up, new_archive):
    assert schema(brought_up) == schema(new_archive)


def test_an_older_archive_has_all_migrations_recorded(brought_up):
    assert recorded(brought_up) == {SQUASHED, *SEVEN, *LATER}


def test_a_migration_and_the_note_that_it_was_made_are_one_transaction(brought_up, notes):
    apart = [name for name, is_within in notes if not is_within]
    assert len(notes) > 20
    # That all which a squashed migration replaces is applied is looked for anew at each start.
    assert apart == [SQUASHED]


@pytest.mark.django_db
def test_code_of_before_writes_on_while_a_newer_one_has_migrated():
    apps = MigrationLoader(connection).project_state(("archive", "0032_authorities")).apps
    write_an_editorial(apps)
    write_an_import(apps)
    uploads = apps.get_model("archive", "Upload").objects
    uploads.create(key="0", names=[], size=1).items.create(number=1, source="x", row={})
    editorial = apps.get_model("archive", "Editorial").objects.get()
    apps.get_model("archive", "Proposal").objects.create(editorial=editorial, version=1)
    assert (UploadItem.objects.get().ruled, Upload.objects.get().tables) == ({}, {})
    assert (ImportItem.objects.get().rules, Proposal.objects.get().answer) == ([], "")


def test_nothing_is_left_to_migrate(opened):
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_the_editorial_of_an_older_archive_is_whole(opened):
    editorial = Editorial.objects.published().get()
    assert (editorial.title, editorial.text) == ("La rentrée", "Les cartables sont prêts.")
    assert editorial.date == "2001-09"
    assert (editorial.earliest, editorial.latest) == (date(2001, 9, 1), date(2001, 9, 30))
    assert editorial.doubts == [BYLINE_UNKNOWN]
    assert [Doubt(**doubt).message() for doubt in editorial.doubts] == ["Auteur inconnu."]
    assert editorial.publication.name == "La Lettre"
    assert list(editorial.taggings.values_list("tag__name", "origin")) == [("École", "import")]
    assert editorial.version == 1


def test_the_issue_of_an_editorial_is_made_and_what_it_printed_stays(opened):
    issue = Issue.objects.get()
    assert (issue.number, issue.slug, issue.rank) == ("n° 036", "36", "00000036")
    editorial = issue.editorials().get()
    assert (editorial.issue, issue.publication.name) == ("n° 036", "La Lettre")


@pytest.fixture(scope="module")
def archive_of_before(new_archive, tmp_path_factory, django_db_blocker):
    """The database of an archive that went back to the time before there were issues."""
    path = Path(shutil.copy(new_archive, tmp_path_factory.mktemp("archives")))
    with django_db_blocker.unblock(), archive_in(path):
        call_command("migrate", "archive", "0018", verbosity=0, interactive=False)
    return path


def test_spellings_become_one_issue_called_as_most_print_it(
    archive_of_before, tmp_path, django_db_blocker
):
    path = Path(shutil.copy(archive_of_before, tmp_path))
    with django_db_blocker.unblock(), archive_in(path):
        state = MigrationLoader(connections["default"]).project_state(
            ("archive", "0018_tallied_names")
        )
        editorials = state.apps.get_model("archive", "Editorial").objects
        magazines = state.apps.get_model("archive", "Publication").objects
        magazine = magazines.create(name="Décroché", slug="decroche", key="decroche")
        for printed in ("36", "N° 36", "N° 36", "n° 36-37", "…", ""):
            editorials.create(title="Un", issue=printed, publication=magazine)
        editorials.create(title="Sans revue", issue="36")
        call_command("migrate", verbosity=0, interactive=False)
        assert list(Issue.objects.values_list("number", "slug")) == [
            ("N° 36", "36"),
            ("n° 36-37", "36-37"),
        ]
        assert Issue.objects.get(slug="36").editorials().count() == 3
        groups = Group.objects.filter(permissions__codename="change_issue")
        assert {group.name for group in groups} >= {"éditeur", "rédacteur en chef"}


def test_the_address_of_an_editorial_is_derived(opened):
    assert Editorial.objects.published().get().address == "exemple.fr/rentree"


def test_the_import_of_an_older_archive_is_whole(stage, opened):
    if stage not in WITH_IMPORTS:
        assert not Import.objects.exists()
        return
    event = Import.objects.get()
    assert (event.paths, event.format, event.operation.kind) == (["rentree.html"], "auto", "import")
    assert event.items.get().editorial.title == "La rentrée"


def test_pairs_that_are_alike_stay_under_plainer_names(stage, opened):
    pairs = list(Likeness.objects.values_list("earlier__title", "later__title"))
    assert pairs == ([("Le brouillon", "La rentrée")] if stage in WITH_IMPORTS else [])


def test_the_preview_of_what_was_sent_stays_under_a_plainer_name(stage, opened):
    rows = list(UploadItem.objects.values_list("row", flat=True))
    assert rows == ([{"title": "La rentrée"}] if stage in WITH_UPLOADS else [])


def test_an_older_archive_gets_the_groups_of_a_new_one(brought_up, new_archive, opened):
    assert grants(brought_up) == grants(new_archive)
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def test_an_older_archive_gets_the_equivalents_of_a_new_one(brought_up, new_archive):
    words = "SELECT text, one_way, origin, state FROM archive_equivalent ORDER BY text"
    assert rows(brought_up, words) == rows(new_archive, words)
    assert len(rows(brought_up, words)) > 150


def test_what_an_older_archive_holds_is_counted(opened):
    assert [span.first for span in TalliedTag.objects.spans(["published"])] == ["2001"]
    assert tallied.differences() == 0


def test_an_archive_goes_back_to_the_time_before_it_was_counted_and_is_counted_again(
    archive_of_before, tmp_path, django_db_blocker
):
    path = Path(shutil.copy(archive_of_before, tmp_path))
    with django_db_blocker.unblock(), archive_in(path):
        call_command("migrate", "archive", "0015", verbosity=0, interactive=False)
        assert rows(path, "SELECT name FROM sqlite_master WHERE type = 'trigger'") == []
        models_of_then = MigrationLoader(connections["default"]).project_state(
            ("archive", "0015_shown")
        )
        models_of_then.apps.get_model("archive", "Editorial").objects.create(
            pk=1, title="Un", date="2001"
        )
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "INSERT INTO archive_tag VALUES (1, 'accueil', 'accueil', 'accueil', '')"
            )
            cursor.execute(
                "INSERT INTO archive_tagging (tag_id, editorial_id, at, origin)"
                " VALUES (1, 1, '2001-01-01', 'import')"
            )
        call_command("migrate", verbosity=0, interactive=False)
        assert TalliedTag.objects.filter(tag_id=1).get().number == 1
        assert tallied.differences() == 0


def test_an_equivalent_that_was_removed_does_not_come_back(
    new_archive, tmp_path, django_db_blocker
):
    path = Path(shutil.copy(new_archive, tmp_path))
    with django_db_blocker.unblock(), archive_in(path):
        steering.remove(Equivalent.objects.holding("bogue"))
        call_command("migrate", verbosity=0, interactive=False)
        assert not Equivalent.objects.holding("bogue").exists()
        assert Equivalent.objects.holding("courriel").exists()


def test_sheets_of_an_older_archive_are_compared_without_hyphens(
    new_archive, tmp_path, django_db_blocker
):
    path = Path(shutil.copy(new_archive, tmp_path))
    with django_db_blocker.unblock(), archive_in(path):
        call_command("migrate", "archive", "0035", verbosity=0, interactive=False)
        state = MigrationLoader(connections["default"]).project_state(
            ("archive", "0035_former_addresses_undone")
        )
        sheets = state.apps.get_model("archive", "Sheet").objects
        rows = []
        for number in range(2000):
            name = f"Sopra-Steria {number}"
            rows.append(
                sheets.model(name=name, slug=f"s{number}", key=name.lower(), filing="", initial="S")
            )
        sheets.bulk_create(rows)
        call_command("migrate", verbosity=0, interactive=False)
        assert Sheet.objects.filter(key__startswith="sopra steria ").count() == 2000


def test_indexes_that_others_begin_with_come_back_to_the_code_of_before(
    new_archive, tmp_path, django_db_blocker
):
    path = Path(shutil.copy(new_archive, tmp_path))
    with django_db_blocker.unblock(), archive_in(path):
        call_command("migrate", "archive", "0036", verbosity=0, interactive=False)
        come_back = set(schema(path)) - set(schema(new_archive))
        assert {(kind, sql.partition(" ON ")[2]) for kind, _name, sql in come_back} == {
            ("index", '"archive_capture" ("editorial_id")'),
            ("index", '"archive_change" ("operation_id")'),
            ("index", '"archive_editorial" ("publication_id")'),
            ("index", '"archive_editorialyear" ("editorial_id")'),
            ("index", '"archive_importitem" ("import_event_id")'),
            ("index", '"archive_mention" ("editorial_id")'),
            ("index", '"archive_tagging" ("tag_id")'),
        }
        call_command("migrate", verbosity=0, interactive=False)
    assert schema(path) == schema(new_archive)


def test_the_squashed_migration_does_what_the_seven_do(older_archives, tmp_path, django_db_blocker):
    path = tmp_path / "squashed"
    with django_db_blocker.unblock(), archive_in(path):
        call_command("migrate", "archive", SQUASHED, verbosity=0, interactive=False)
        for app in ("axes", "admin", "sessions", "django_tasks_database"):
            call_command("migrate", app, verbosity=0, interactive=False)
    assert schema(path) == schema(older_archives / SEVEN[-1])
    assert grants(path) == grants(older_archives / SEVEN[-1])


@pytest.fixture
def without_the_seven(tmp_path, settings, monkeypatch):
    """The migrations as they will be after the seven have been deleted."""
    package = tmp_path / "migrations_of_later"
    package.mkdir()
    for name in ("__init__", SQUASHED, *LATER):
        shutil.copy(MIGRATIONS / f"{name}.py", package)
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"archive": package.name}


def test_the_squashed_one_needs_none_of_them(
    without_the_seven, tmp_path, new_archive, django_db_blocker
):
    with django_db_blocker.unblock(), archive_in(tmp_path / "later"):
        call_command("migrate", verbosity=0, interactive=False)
    assert schema(tmp_path / "later") == schema(new_archive)
    assert grants(tmp_path / "later") == grants(new_archive)


def test_an_older_archive_needs_none_of_the_seven_once_it_is_migrated(without_the_seven, opened):
    call_command("migrate", check_unapplied=True, verbosity=0)
