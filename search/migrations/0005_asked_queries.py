"""What readers ask, counted by day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_civic_synonyms'),
    ]

    operations = [
        migrations.CreateModel(
            name='AskedQuery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('query', models.CharField(max_length=80, verbose_name='query')),
                ('times', models.PositiveIntegerField(default=0)),
                ('nothing', models.PositiveIntegerField(default=0)),
                ('first', models.PositiveIntegerField(default=0)),
                ('second', models.PositiveIntegerField(default=0)),
                ('fourth', models.PositiveIntegerField(default=0)),
                ('further', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'query of readers',
                'verbose_name_plural': 'queries of readers',
                'constraints': [models.UniqueConstraint(fields=('day', 'language', 'query'), name='asked_query_once')],
            },
        ),
    ]
