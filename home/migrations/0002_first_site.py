"""The Ukrainian front page takes the place of Wagtail's welcome page; both languages get a locale."""

from django.db import migrations


def make_site(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")
    uk, _ = Locale.objects.get_or_create(language_code="uk")
    Locale.objects.get_or_create(language_code="en")
    Page.objects.filter(slug="home", depth=2).delete()
    content_type, _ = ContentType.objects.get_or_create(model="homepage", app_label="home")
    home = HomePage.objects.create(
        title="Головна",
        draft_title="Головна",
        slug="holovna",
        content_type=content_type,
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/holovna/",
        locale=uk,
        live=True,
    )
    # Editors see the root of the tree above both front pages.
    Page.objects.filter(depth=1).update(numchild=1, title="Портал", draft_title="Портал")
    # Editors meet its name in every upload form.
    apps.get_model("wagtailcore", "Collection").objects.filter(depth=1, name="Root").update(
        name="Спільна бібліотека"
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, site_name="Спільно", root_page_id=home.pk, is_default_site=True)


def remove_site(apps, schema_editor):
    apps.get_model("wagtailcore", "Site").objects.all().delete()
    apps.get_model("home", "HomePage").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_site, remove_site)]
