"""Sheets are compared by their names without hyphens and apostrophes, too."""

from django.db import migrations

from archive.models.chunks import CHUNK, portions
from archive.models.sheets import rekeyed


def set_keys(apps, schema_editor):
    rows = apps.get_model("archive", "Sheet").objects.using(schema_editor.connection.alias)
    for batch in portions(rows.all(), CHUNK):
        outdated = rekeyed(rows.filter(pk__in=batch).only("name", "key"))
        rows.bulk_update(outdated, ["key"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0035_former_addresses_undone")]

    operations = [migrations.RunPython(set_keys, migrations.RunPython.noop)]
