from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='IndexRepair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('OBJECT', 'an object to put in or take out'), ('REBUILDING', 'an index that is being made anew')], default='OBJECT', max_length=12)),
                ('subject', models.CharField(max_length=200)),
                ('object_id', models.CharField(blank=True, max_length=50)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'change missing in the search index',
                'verbose_name_plural': 'changes missing in the search index',
                'indexes': [models.Index(fields=['kind', 'created_at'], name='search_inde_kind_cfdb69_idx')],
            },
        ),
    ]
