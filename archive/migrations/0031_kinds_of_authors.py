"""Authors are people or offices: those that are there are told apart by their names."""

from django.db import migrations, models

from archive import offices, text

CHUNK = 500


def tell_kinds(apps, schema_editor):
    """Set the kind of each author, and where catalogues file an office, unless editors chose it."""
    rows = apps.get_model("archive", "Author").objects.using(schema_editor.connection.alias)
    rows.filter(kind="").update(kind="person")
    signing_offices = []
    for author in rows.only("pk", "name", "sort_name").iterator(chunk_size=CHUNK):
        if not offices.is_office(author.name):
            continue
        author.kind = "office"
        if author.sort_name == text.sort_name(author.name):
            author.sort_name = offices.filed(author.name)
        signing_offices.append(author)
    rows.bulk_update(signing_offices, ["kind", "sort_name"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [("archive", "0030_sheets")]

    operations = [
        migrations.AddField(
            model_name="author",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("person", "personne"), ("office", "rédaction, agence ou organisme")],
                default="",
                help_text="Vide : d’après le nom.",
                max_length=10,
                verbose_name="nature",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(tell_kinds, migrations.RunPython.noop),
    ]
