from django.db import migrations, models

# Those of archive/models/tallied.py, which makes them after each migration.
TRIGGERS = ('archive_tallied_insert', 'archive_tallied_delete', 'archive_tallied_update')


def remove_triggers(apps, schema_editor):
    """They would write into a table that is gone."""
    is_postgresql = schema_editor.connection.vendor == 'postgresql'
    of_table = ' ON archive_editorial' if is_postgresql else ''
    for name in TRIGGERS:
        schema_editor.execute(f'DROP TRIGGER IF EXISTS {name}{of_table}')
    if is_postgresql:
        schema_editor.execute('DROP FUNCTION IF EXISTS archive_tally')


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0015_shown'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tallied',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(max_length=10)),
                ('publication_id', models.BigIntegerField(null=True)),
                ('first', models.CharField(blank=True, max_length=4)),
                ('last', models.CharField(blank=True, max_length=4)),
                ('doubtful', models.BooleanField()),
                ('number', models.BigIntegerField()),
            ],
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_triggers),
    ]
