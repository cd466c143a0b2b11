"""The seven migrations 0001 to 0007 as one, for archives that are new.

An archive that stands at one of the seven goes on by them, and then has this one recorded as
applied; `manage.py prepare` records it too where all seven had been applied before it came.
It imports none of them: their two functions are copied, so that the seven can be deleted in a
later release without a change to anything here but `replaces`.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import archive.models
from archive import addresses

# As archive/models/roles.py had them when this was written. What is in the admin may be seen and
# changed there as well.
ROLES = {
    "contributeur": ["propose"],
    "éditeur": ["propose", "edit", "import"],
    "rédacteur en chef": [
        "propose",
        "edit",
        "import",
        "merge",
        "remove",
        "undo_others",
        "manage_people",
    ],
}
SEEN = ["capture", "operation"]
CHANGED = ["author", "authorname", "byline", "editorial", "publication", "tag", "tagging"]


def set_addresses(apps, schema_editor):
    """Derive the addresses of editorials, as `Editorial.derive` has done since 0003."""
    editorials = apps.get_model("archive", "Editorial").objects.exclude(source_url="")
    for pk, url in editorials.values_list("pk", "source_url"):
        editorials.filter(pk=pk).update(address=addresses.canonical(url))


def make_groups(apps, schema_editor):
    """Make the groups, and first the permissions, which Django makes after all migrations."""
    for config in apps.get_app_configs():
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, granted in ROLES.items():
        codenames = list(granted)
        if name != "contributeur":
            codenames += [f"{verb}_{model}" for verb in ("add", "change") for model in CHANGED]
            codenames += [f"view_{model}" for model in SEEN + CHANGED]
        if "remove" in granted:
            codenames += [f"delete_{model}" for model in CHANGED]
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="archive", codename__in=codenames)
        )


class Migration(migrations.Migration):
    replaces = [
        ("archive", "0001_initial"),
        ("archive", "0002_operations"),
        ("archive", "0003_imports"),
        ("archive", "0004_uploads"),
        ("archive", "0005_vocabulary"),
        ("archive", "0006_wider_indexes"),
        ("archive", "0007_spaces_of_help_texts"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        blank=True, max_length=100, unique=True, verbose_name="adresse"
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "sort_name",
                    models.CharField(blank=True, max_length=200, verbose_name="nom de classement"),
                ),
                ("note", models.TextField(blank=True, verbose_name="notice")),
            ],
            options={
                "verbose_name": "auteur",
                "verbose_name_plural": "auteurs",
                "ordering": ["sort_name", "key"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        blank=True, max_length=100, unique=True, verbose_name="adresse"
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                ("description", models.TextField(blank=True, verbose_name="présentation")),
                ("issn", models.CharField(blank=True, max_length=9, verbose_name="ISSN")),
            ],
            options={
                "verbose_name": "revue",
                "verbose_name_plural": "revues",
                "ordering": ["key"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="one_row_a_publication")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "slug",
                    models.SlugField(
                        blank=True, max_length=100, unique=True, verbose_name="adresse"
                    ),
                ),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "broader",
                    models.ManyToManyField(
                        blank=True,
                        related_name="narrower",
                        to="archive.tag",
                        verbose_name="mots-clés plus larges",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="définition")),
            ],
            options={
                "verbose_name": "mot-clé",
                "verbose_name_plural": "mots-clés",
                "ordering": ["key"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("key",), name="one_row_a_tag")],
            },
        ),
        migrations.CreateModel(
            name="Editorial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=500, verbose_name="titre")),
                (
                    "title_supplied",
                    models.BooleanField(
                        default=False,
                        help_text="La page ne porte pas de titre\xa0; celui-ci est restitué.",
                        verbose_name="titre restitué",
                    ),
                ),
                ("slug", models.SlugField(editable=False, max_length=100)),
                ("standfirst", models.TextField(blank=True, verbose_name="chapô")),
                ("body", models.TextField(blank=True, verbose_name="texte (HTML)")),
                ("text", models.TextField(blank=True, editable=False)),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        default="fr",
                        help_text="Code ISO 639, par exemple fr ou en.",
                        max_length=12,
                        verbose_name="langue",
                    ),
                ),
                (
                    "date",
                    models.CharField(
                        blank=True,
                        help_text="2001-02-12, 2001-02, 2004~ (vers 2004), 2004? (incertaine)\xa0; vide si inconnue.",
                        max_length=40,
                        verbose_name="date (EDTF)",
                    ),
                ),
                (
                    "earliest",
                    models.DateField(
                        db_index=True, editable=False, null=True, verbose_name="au plus tôt"
                    ),
                ),
                (
                    "latest",
                    models.DateField(editable=False, null=True, verbose_name="au plus tard"),
                ),
                ("section", models.CharField(blank=True, max_length=200, verbose_name="rubrique")),
                ("issue", models.CharField(blank=True, max_length=100, verbose_name="numéro")),
                ("page", models.CharField(blank=True, max_length=40, verbose_name="page")),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="adresse d’origine"),
                ),
                (
                    "source_id",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        max_length=300,
                        verbose_name="identifiant d’origine",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "brouillon"),
                            ("published", "publié"),
                            ("withdrawn", "retiré"),
                        ],
                        db_index=True,
                        default="published",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("doubts", models.JSONField(blank=True, default=list, verbose_name="doutes")),
                ("imported", models.JSONField(default=dict, editable=False)),
                ("fingerprint", models.CharField(db_index=True, editable=False, max_length=64)),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="entré le"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
                (
                    "publication",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editorials",
                        to="archive.publication",
                        verbose_name="revue",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "address",
                    models.CharField(
                        blank=True, db_index=True, default="", editable=False, max_length=500
                    ),
                ),
            ],
            options={
                "verbose_name": "éditorial",
                "verbose_name_plural": "éditoriaux",
                "ordering": [
                    models.OrderBy(models.F("earliest"), descending=True, nulls_last=True),
                    "-pk",
                ],
                "indexes": [
                    models.Index(
                        fields=["state", "-earliest", "-id", "latest", "publication", "date"],
                        name="newest_first",
                    ),
                    models.Index(
                        fields=["publication", "state", "earliest", "id", "latest", "date"],
                        name="in_a_publication",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom imprimé")),
                ("key", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="archive.author",
                        verbose_name="auteur",
                    ),
                ),
            ],
            options={
                "verbose_name": "forme imprimée",
                "verbose_name_plural": "formes imprimées",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("author", "name"), name="one_row_a_printed_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nom imprimé")),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="qualité")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="rang")),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bylines",
                        to="archive.author",
                        verbose_name="auteur",
                    ),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bylines",
                        to="archive.editorial",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Tagging",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                (
                    "origin",
                    models.CharField(
                        choices=[("import", "importé"), ("editor", "posé par un éditeur")],
                        default="editor",
                        max_length=10,
                        verbose_name="moyen",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="archive.editorial",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="taggings",
                        to="archive.tag",
                        verbose_name="mot-clé",
                    ),
                ),
            ],
            options={
                "verbose_name": "indexation",
                "verbose_name_plural": "indexations",
                "ordering": ["tag__key"],
                "constraints": [
                    models.UniqueConstraint(fields=("tag", "editorial"), name="one_row_a_tagging")
                ],
            },
        ),
        migrations.AddField(
            model_name="editorial",
            name="authors",
            field=models.ManyToManyField(
                related_name="editorials", through="archive.Byline", to="archive.author"
            ),
        ),
        migrations.AddField(
            model_name="editorial",
            name="tags",
            field=models.ManyToManyField(
                related_name="editorials", through="archive.Tagging", to="archive.tag"
            ),
        ),
        migrations.CreateModel(
            name="EditorialYear",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(db_index=True)),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="years",
                        to="archive.editorial",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("editorial", "year"), name="one_row_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Capture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.FileField(
                        max_length=120, upload_to=archive.models.capture_path, verbose_name="octets"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(db_index=True, max_length=64, verbose_name="empreinte"),
                ),
                ("media_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="taille (octets)")),
                (
                    "origin",
                    models.CharField(
                        help_text="Fichier ou adresse.", max_length=1000, verbose_name="provenance"
                    ),
                ),
                (
                    "captured_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="captures",
                        to="archive.editorial",
                        verbose_name="éditorial",
                    ),
                ),
            ],
            options={
                "verbose_name": "capture",
                "verbose_name_plural": "captures",
                "ordering": ["-captured_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("editorial", "sha256", "origin"), name="one_row_a_capture"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Operation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("edit", "correction"),
                            ("bulk", "modification par lot"),
                            ("import", "import"),
                            ("merge", "fusion"),
                            ("split", "scission"),
                            ("rename", "changement de nom"),
                            ("delete", "suppression"),
                            ("undo", "annulation"),
                        ],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, verbose_name="le"
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="raison")),
                ("undone", models.BooleanField(default=False, verbose_name="annulée")),
                ("conflicts", models.JSONField(blank=True, default=list, verbose_name="conflits")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="operations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undos",
                        to="archive.operation",
                        verbose_name="annule",
                    ),
                ),
            ],
            options={
                "verbose_name": "opération",
                "verbose_name_plural": "opérations",
                "ordering": ["-at", "-pk"],
                "permissions": [
                    ("propose", "proposer des mots-clés et des corrections"),
                    ("edit", "indexer, corriger et publier"),
                    ("import", "importer"),
                    ("merge", "fusionner et scinder des mots-clés"),
                    ("remove", "supprimer des mots-clés"),
                    ("undo_others", "annuler les opérations d’autrui"),
                    ("manage_people", "réunir et distinguer des personnes"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "model",
                    models.CharField(
                        choices=[
                            ("publication", "publication"),
                            ("author", "author"),
                            ("tag", "tag"),
                            ("editorial", "editorial"),
                        ],
                        max_length=20,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("version", models.PositiveIntegerField(null=True)),
                (
                    "operation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="archive.operation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["model", "object_id"], name="changes_of_an_object")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("operation", "model", "object_id"), name="one_row_a_changed_object"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paths", models.JSONField(verbose_name="fichiers")),
                ("format", models.CharField(default="auto", max_length=20, verbose_name="format")),
                (
                    "publication",
                    models.CharField(blank=True, max_length=200, verbose_name="revue par défaut"),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="commencé le"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="achevé le")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "operation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_event",
                        to="archive.operation",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ImportItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=1000, verbose_name="provenance")),
                ("outcome", models.CharField(max_length=10, verbose_name="issue")),
                ("reason", models.TextField(blank=True, verbose_name="raison")),
                (
                    "editorial",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="import_items",
                        to="archive.editorial",
                    ),
                ),
                (
                    "import_event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="archive.import",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["import_event", "outcome"], name="items_by_outcome")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("import_event", "number"), name="one_row_an_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                ),
                ("key", models.CharField(max_length=64, unique=True)),
                ("names", models.JSONField(verbose_name="fichiers")),
                ("size", models.PositiveBigIntegerField(verbose_name="taille (octets)")),
                ("format", models.CharField(default="auto", max_length=20, verbose_name="format")),
                (
                    "publication",
                    models.CharField(blank=True, max_length=200, verbose_name="revue par défaut"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "en lecture"),
                            ("ready", "à confirmer"),
                            ("importing", "en cours d’import"),
                            ("stopping", "en cours d’arrêt"),
                            ("failed", "interrompu"),
                            ("done", "achevé"),
                        ],
                        default="reading",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(blank=True, verbose_name="ce qui l’a interrompu")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="upload",
                        to="archive.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "envoi",
                "verbose_name_plural": "envois",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="UploadItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=1000)),
                ("outcome", models.CharField(max_length=10)),
                ("reason", models.TextField(blank=True)),
                ("said", models.JSONField(default=dict)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("doubtful", models.BooleanField(default=False)),
                ("left_out", models.BooleanField(default=False)),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="archive.upload",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(fields=["upload", "fingerprint"], name="upload_items_by_text")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upload", "number"), name="one_row_an_upload_item"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("model", models.CharField(max_length=20)),
                ("slug", models.SlugField(max_length=100)),
                ("now", models.SlugField(max_length=100)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "slug"), name="one_row_a_former_address"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TagAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="autre nom")),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="archive.tag",
                        verbose_name="mot-clé",
                    ),
                ),
            ],
            options={
                "verbose_name": "autre nom",
                "verbose_name_plural": "autres noms",
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="archive.editorial",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="archive.tag",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("editorial", "tag"), name="one_row_a_rejection")
                ],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="le")),
                ("version", models.PositiveIntegerField()),
                ("values", models.JSONField(default=dict)),
                ("add", models.JSONField(default=list)),
                ("remove", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=500, verbose_name="raison")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "à examiner"),
                            ("accepted", "acceptée"),
                            ("refused", "refusée"),
                        ],
                        db_index=True,
                        default="open",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="par",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="archive.editorial",
                        verbose_name="éditorial",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposition",
                "verbose_name_plural": "propositions",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Shingle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("value", models.BigIntegerField(db_index=True)),
                (
                    "editorial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shingles",
                        to="archive.editorial",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shared", models.FloatField(verbose_name="part commune du plus court")),
                ("covered", models.FloatField(verbose_name="part commune du plus long")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reprint", "reprise"),
                            ("shortened", "version abrégée"),
                            ("different", "textes différents"),
                        ],
                        max_length=10,
                        verbose_name="jugement",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="likenesses",
                        to="archive.editorial",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="earlier_likenesses",
                        to="archive.editorial",
                    ),
                ),
            ],
            options={
                "verbose_name": "ressemblance",
                "verbose_name_plural": "ressemblances",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="one_row_a_pair")
                ],
            },
        ),
        migrations.CreateModel(
            name="SoughtQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("text", models.CharField(max_length=100, verbose_name="recherche")),
                ("count", models.PositiveIntegerField(default=1, verbose_name="fois")),
                ("results", models.PositiveIntegerField(verbose_name="résultats")),
                ("last_day", models.DateField(verbose_name="dernière fois")),
            ],
            options={
                "verbose_name": "recherche faite",
                "verbose_name_plural": "recherches faites",
                "ordering": ["-count", "-last_day", "key"],
            },
        ),
        migrations.CreateModel(
            name="Stale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("editorial_id", models.BigIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.RunPython(set_addresses, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
