"""Authors with dates and identifiers, contents of issues, who and which magazines are two."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0031_kinds_of_authors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='born',
            field=models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='naissance (EDTF)'),
        ),
        migrations.AddField(
            model_name='author',
            name='died',
            field=models.CharField(blank=True, db_default='', default='', max_length=40, verbose_name='mort (EDTF)'),
        ),
        migrations.AddField(
            model_name='author',
            name='isni',
            field=models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='ISNI'),
        ),
        migrations.AddField(
            model_name='author',
            name='viaf',
            field=models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='VIAF'),
        ),
        migrations.AddField(
            model_name='author',
            name='wikidata',
            field=models.CharField(blank=True, db_default='', default='', max_length=24, verbose_name='Wikidata'),
        ),
        migrations.AddField(
            model_name='issue',
            name='contents',
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name='sommaire'),
        ),
        migrations.CreateModel(
            name='AuthorDistinction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.author')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.author')),
            ],
            options={
                'verbose_name': 'distinction',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='one_row_two_authors')],
            },
        ),
        migrations.CreateModel(
            name='MagazineDistinction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.publication')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='archive.publication')),
            ],
            options={
                'verbose_name': 'distinction',
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='one_row_two_magazines')],
            },
        ),
    ]
