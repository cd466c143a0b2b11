"""No index of a column by which another index begins; what operations and imports keep, compact.

The tables stay as they are: only indexes go, a hundredth of a database of imports.
"""

from django.db import migrations, models

import archive.models.states

# (model, field, name of the index that it had). That of an editorial's state stays: SQLite reads
# the published in the order of their keys by it, a portion at a time.
INDEXES = [
    ("capture", "editorial", "archive_capture_editorial_id_1a8ad36c"),
    ("change", "operation", "archive_change_operation_id_9b21b2e9"),
    ("editorial", "publication", "archive_editorial_publication_id_c1481318"),
    ("editorialyear", "editorial", "archive_editorialyear_editorial_id_69fb16bf"),
    ("importitem", "import_event", "archive_importitem_import_event_id_ec2034e1"),
    ("mention", "editorial", "archive_mention_editorial_id_76c0ef9d"),
    ("tagging", "tag", "archive_tagging_tag_id_e0b96f3f"),
]


def drop(apps, schema_editor):
    for model, index in _indexes(apps):
        schema_editor.remove_index(model, index)


def create(apps, schema_editor):
    for model, index in _indexes(apps):
        schema_editor.add_index(model, index)


def _indexes(apps):
    for model, field, name in INDEXES:
        yield apps.get_model("archive", model), models.Index(fields=[field], name=name)


def _field(model, name, field):
    return migrations.AlterField(model_name=model, name=name, field=field)


def _key(to, **options):
    return models.ForeignKey(to=f"archive.{to}", db_index=False, **options)


def _json(**options):
    return models.JSONField(encoder=archive.models.states.Compact, **options)


GOES_WITH = {"on_delete": models.CASCADE}


class Migration(migrations.Migration):
    dependencies = [("archive", "0036_keys_of_sheets")]

    operations = [
        migrations.RunPython(drop, create),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                _field(
                    "capture",
                    "editorial",
                    _key(
                        "editorial", related_name="captures", verbose_name="éditorial", **GOES_WITH
                    ),
                ),
                _field(
                    "change", "operation", _key("operation", related_name="changes", **GOES_WITH)
                ),
                _field("change", "before", _json(null=True)),
                _field("change", "after", _json(null=True)),
                _field(
                    "editorial",
                    "publication",
                    _key(
                        "publication",
                        on_delete=models.PROTECT,
                        blank=True,
                        null=True,
                        related_name="editorials",
                        verbose_name="revue",
                    ),
                ),
                _field("editorial", "imported", _json(default=dict, editable=False)),
                _field(
                    "editorialyear",
                    "editorial",
                    _key("editorial", related_name="years", **GOES_WITH),
                ),
                _field(
                    "importitem", "import_event", _key("import", related_name="items", **GOES_WITH)
                ),
                _field(
                    "mention", "editorial", _key("editorial", related_name="mentions", **GOES_WITH)
                ),
                _field(
                    "tagging",
                    "tag",
                    _key("tag", related_name="taggings", verbose_name="mot-clé", **GOES_WITH),
                ),
            ],
        ),
    ]
