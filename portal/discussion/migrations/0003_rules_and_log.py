"""The first rules, and a log of decisions that the database itself only adds to.

Later migrations that rebuild the table on SQLite have to put the triggers back: a test looks for them.
"""

import uuid

from django.db import migrations

RULES = (
    (
        "Говоріть про справу",
        "Що не так, де саме, що пропонуєте. Те, що не стосується теми обговорення, заважає іншим.",
        "Speak to the point",
        "What is wrong, where exactly, what you propose. What has nothing to do with the subject is in the way of others.",
    ),
    (
        "Перевіряйте факти",
        "Давайте посилання на джерело; якщо припускаєте — так і скажіть. Завідому неправду приховуємо.",
        "Check your facts",
        "Give a link to the source; if you are guessing, say so. What is known to be untrue is hidden.",
    ),
    (
        "Поважайте співрозмовників",
        "Сперечайтеся з думкою, а не з людиною. Без образ, погроз, кличок, мови ворожнечі та закликів до насильства.",
        "Respect the people you talk to",
        "Argue with the thought, not with the person. No insults, threats, nicknames, hate speech or calls to violence.",
    ),
    (
        "Бережіть чуже приватне",
        "Не публікуйте адрес, телефонів, документів і фото людей без їхньої згоди.",
        "Guard other people’s privacy",
        "Do not publish addresses, phone numbers, documents or photos of people without their consent.",
    ),
    (
        "Бережіть безпеку міста",
        "Не показуйте військових об’єктів, наслідків обстрілів із прив’язкою до місця та руху сил оборони.",
        "Guard the city’s safety",
        "Do not show military sites, damage that can be located, or movements of the defence forces.",
    ),
    (
        "Без реклами й накруток",
        "Одна людина — один голос і один обліковий запис. Без реклами, розсилок і однакових повідомлень у різних обговореннях.",
        "No advertising, no fake votes",
        "One person has one vote and one account. No advertising, no mass messages, no same text in many discussions.",
    ),
    (
        "Пишіть українською, якщо можете",
        "Іншою мовою теж прочитають і відповідять. За саму лише мову коментар не приховують; приховують зневагу до мови співрозмовника.",
        "Write in Ukrainian if you can",
        "Another language is read and answered too. No comment is hidden for its language alone; contempt for the language of others is.",
    ),
)

REFUSED = "decisions are only added to"


def write_rules(apps, schema_editor):
    Rule = apps.get_model("discussion", "Rule")
    if Rule.objects.exists():
        return
    Locale = apps.get_model("wagtailcore", "Locale")
    uk, _created = Locale.objects.get_or_create(language_code="uk")
    en, _created = Locale.objects.get_or_create(language_code="en")
    for number, (title, text, title_en, text_en) in enumerate(RULES, start=1):
        key = uuid.uuid4()
        Rule.objects.create(locale=uk, translation_key=key, number=number, title=title, text=text)
        Rule.objects.create(
            locale=en, translation_key=key, number=number, title=title_en, text=text_en
        )


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER discussion_decision_no_{act.lower()} BEFORE {act} ON discussion_decision "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION discussion_decision_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            "CREATE TRIGGER discussion_decision_append_only BEFORE UPDATE OR DELETE ON discussion_decision "
            "FOR EACH ROW EXECUTE FUNCTION discussion_decision_refuse()"
        )


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for act in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS discussion_decision_no_{act}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "DROP TRIGGER IF EXISTS discussion_decision_append_only ON discussion_decision"
        )
        schema_editor.execute("DROP FUNCTION IF EXISTS discussion_decision_refuse")


class Migration(migrations.Migration):
    dependencies = [("discussion", "0002_rights"), ("wagtailcore", "0098_apitoken")]

    operations = [
        migrations.RunPython(write_rules, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
