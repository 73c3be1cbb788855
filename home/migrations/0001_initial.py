"""Mixins of ours stand in no `bases`: what an old migration saves must not run today's rules."""

import django.db.models.deletion
import home.models.settings
import portal.core.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('body', portal.core.fields.PortalStreamField(blank=True, verbose_name='front page')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'front page',
                'verbose_name_plural': 'front pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SectionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('menu_title', models.CharField(blank=True, help_text='Short, for the header and the footer. If empty, the title is shown.', max_length=40, verbose_name='title in menus')),
                ('body', portal.core.fields.PortalStreamField(blank=True, verbose_name='text')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SiteSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_uk', models.CharField(default='Спільно', max_length=60, verbose_name='name of the portal')),
                ('name_en', models.CharField(default='Spilno', max_length=60, verbose_name='name of the portal in English')),
                ('subtitle_uk', models.CharField(default='Громадський портал Києва', max_length=100, verbose_name='subtitle')),
                ('subtitle_en', models.CharField(default='Civic portal of Kyiv', max_length=100, verbose_name='subtitle in English')),
                ('footer_text_uk', models.CharField(blank=True, default='Місце, де містяни, організації та міська влада говорять і вирішують разом.', max_length=200, verbose_name='text in the footer')),
                ('footer_text_en', models.CharField(blank=True, default='The place where residents, organisations and the city talk and decide together.', max_length=200, verbose_name='text in the footer in English')),
                ('attribution_uk', models.CharField(blank=True, default='При використанні матеріалів посилання на портал «Спільно» обов’язкове.', max_length=200, verbose_name='how materials may be used')),
                ('attribution_en', models.CharField(blank=True, default='Materials may be used with a link to the Spilno portal.', max_length=200, verbose_name='how materials may be used, in English')),
                ('publisher_uk', models.CharField(blank=True, max_length=150, verbose_name='publisher')),
                ('publisher_en', models.CharField(blank=True, max_length=150, verbose_name='publisher in English')),
                ('address_uk', models.TextField(blank=True, max_length=250, verbose_name='address')),
                ('address_en', models.TextField(blank=True, max_length=250, verbose_name='address in English')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('phone_note_uk', models.CharField(blank=True, help_text='Whose it is and when it answers.', max_length=100, verbose_name='about the phone')),
                ('phone_note_en', models.CharField(blank=True, max_length=100, verbose_name='about the phone in English')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('socials', portal.core.fields.PortalStreamField(blank=True, verbose_name='social networks')),
                ('security_contact', models.CharField(blank=True, help_text='An e-mail or https address. Stands in /.well-known/security.txt; if empty, that file is not there.', max_length=200, validators=[home.models.settings.validate_contact], verbose_name='whom to tell of a security hole')),
                ('accessibility_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='accessibility statement')),
                ('logo', models.ForeignKey(blank=True, help_text="A square picture. If empty, the portal’s own mark is shown.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='logo')),
                ('personal_data_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='personal data')),
                ('rules_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='rules of use')),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
                ('social_image', models.ForeignKey(blank=True, help_text='Shown with links to pages that have no picture of their own.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'site settings',
                'verbose_name_plural': 'site settings',
            },
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('menu_title', models.CharField(blank=True, help_text='Short, for the header and the footer. If empty, the title is shown.', max_length=40, verbose_name='title in menus')),
                ('body', portal.core.fields.PortalStreamField(blank=True, verbose_name='text')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'standard page',
                'verbose_name_plural': 'standard pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EmergencyBanner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=False, verbose_name='show the banner')),
                ('level', models.CharField(choices=[('INFO', 'Information'), ('WARNING', 'Warning'), ('DANGER', 'Danger')], default='WARNING', max_length=10, verbose_name='level')),
                ('title_uk', models.CharField(blank=True, max_length=100, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=100, verbose_name='title in English')),
                ('text_uk', models.TextField(blank=True, max_length=400, verbose_name='text')),
                ('text_en', models.TextField(blank=True, max_length=400, verbose_name='text in English')),
                ('source_uk', models.CharField(blank=True, max_length=100, verbose_name='who says it')),
                ('source_en', models.CharField(blank=True, max_length=100, verbose_name='who says it, in English')),
                ('link_url', models.CharField(blank=True, help_text='An address on this portal that begins with /, an https address, or a phone as tel:1551.', max_length=500, verbose_name='link')),
                ('link_text_uk', models.CharField(blank=True, max_length=60, verbose_name='text of the link')),
                ('link_text_en', models.CharField(blank=True, max_length=60, verbose_name='text of the link in English')),
                ('starts_at', models.DateTimeField(blank=True, help_text='If empty, at once.', null=True, verbose_name='from')),
                ('ends_at', models.DateTimeField(blank=True, help_text='If empty, until it is turned off.', null=True, verbose_name='until')),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('site', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, to='wagtailcore.site')),
            ],
            options={
                'verbose_name': 'emergency banner',
                'verbose_name_plural': 'emergency banners',
                'constraints': [models.CheckConstraint(condition=models.Q(('starts_at__isnull', True), ('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='banner_ends_after_it_starts', violation_error_message='The banner must end after it starts.')],
            },
        ),
    ]
