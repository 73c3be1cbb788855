"""The first versions of what people agree to. A community puts its own in their place: a new version.

They name no city, for a migration knows none: who answers for the data stands at the foot of every page.
"""

from django.db import migrations

PERSONAL_DATA_UK = """
<p>Я, відповідно до Закону України «Про захист персональних даних», даю згоду на обробку моїх персональних даних.</p>
<h3>Хто обробляє</h3>
<p>Володілець персональних даних — орган місцевого самоврядування або місцевої влади, який веде цей портал. Його назва, адреса та електронна пошта зазначені внизу кожної сторінки.</p>
<h3>Які дані</h3>
<ul><li>електронна адреса, мова листів, способи входу, перелік входів (час, пристрій, мережа без точної адреси);</li><li>те, що я сам або сама розповім про себе: ім’я, яке бачать інші, теми, район, кілька слів про себе;</li><li>якщо я підтверджу особу: прізвище, ім’я, по батькові, дата народження, район проживання та зашифрований відбиток номера. Сам номер (РНОКПП або номер документа) портал не зберігає;</li><li>те, що я роблю на порталі: реєстрації, голоси, підписи, пропозиції, коментарі.</li></ul>
<h3>Навіщо</h3>
<p>Щоб я міг або могла користуватися обліковим записом, брати участь у житті громади й щоб кожен голос рахувався один раз.</p>
<h3>Що з ними роблять</h3>
<p>Збирають, накопичують, зберігають, використовують, змінюють на мою вимогу, знеособлюють і знищують. Іншим особам їх не передають, крім випадків, передбачених законом. Моє ім’я поруч із пропозицією чи підписом оприлюднюють лише з моєї окремої згоди або якщо цього вимагає закон.</p>
<h3>Як довго</h3>
<p>Доки існує мій обліковий запис. Після його вилучення дані знищують одразу, крім того, що вимагає зберегти закон чи чесний підрахунок голосів: це і строки зазначено на сторінці вилучення.</p>
<h3>Мої права</h3>
<p>Мені повідомлено про права за статтею 8 Закону. Я можу будь-коли переглянути й завантажити свої дані, виправити їх, відкликати згоду чи вилучити обліковий запис у розділі «Мої дані», звернутися до володільця або зі скаргою до Уповноваженого Верховної Ради України з прав людини чи до суду.</p>
""".strip()

PERSONAL_DATA_EN = """
<p>In accordance with the Law of Ukraine “On Personal Data Protection” I consent to the processing of my personal data.</p>
<h3>Who processes them</h3>
<p>The controller is the local self-government or local authority that runs this portal. Its name, address and e-mail are at the foot of every page.</p>
<h3>Which data</h3>
<ul><li>e-mail address, language of letters, ways to sign in, the list of sign-ins (time, device, network without the exact address);</li><li>what I say of myself: the name that others see, topics, district, a few words about me;</li><li>if I confirm who I am: last name, first name, patronymic, date of birth, district where I live, and an encrypted fingerprint of my number. The number itself (RNOKPP or the number of a document) is not kept;</li><li>what I do on the portal: registrations, votes, signatures, proposals, comments.</li></ul>
<h3>What for</h3>
<p>So that I can use the account and take part in the life of the community, and so that each vote is counted once.</p>
<h3>What is done with them</h3>
<p>They are collected, accumulated, stored, used, changed at my demand, made anonymous and destroyed. They are not given to others but where the law says so. My name is published beside a proposal or a signature only with my separate consent or where the law demands it.</p>
<h3>How long</h3>
<p>While my account exists. When it is deleted, the data are destroyed at once but for what the law or an honest count demands to be kept: the page of deletion names it and the terms.</p>
<h3>My rights</h3>
<p>I have been told of my rights under Article 8 of the Law. At any time I can see and download my data, correct them, withdraw this consent or delete the account under “My data”, turn to the controller, or complain to the Ukrainian Parliament Commissioner for Human Rights or to a court.</p>
""".strip()

RULES_UK = """
<p>Я погоджуюся дотримуватися правил спільноти.</p>
<ul><li>Я маю один обліковий запис і не передаю його іншим.</li><li>Я пишу від свого імені або від організації, яку справді представляю.</li><li>Я поважаю співрозмовників: без образ, погроз, мови ворожнечі та закликів до насильства.</li><li>Я не оприлюднюю чужих персональних даних без згоди людини.</li><li>Я не публікую реклами, завідомої неправди, а також відомостей про розташування та пересування сил оборони.</li><li>Я не намагаюся впливати на підсумки голосувань підробленими обліковими записами чи програмами.</li></ul>
<p>Хто порушує правила, тому модератор може на певний строк обмежити право писати й зобов’язаний пояснити чому. Таке рішення можна оскаржити в кабінеті: його перегляне інша людина. Читати портал і розпоряджатися своїми даними можна завжди.</p>
""".strip()

RULES_EN = """
<p>I agree to keep the rules of the community.</p>
<ul><li>I have one account and give it to nobody else.</li><li>I write in my own name or for an organisation that I really represent.</li><li>I respect those I talk to: no insults, threats, hate speech or calls to violence.</li><li>I do not publish other people’s personal data without their consent.</li><li>I publish no advertising, no known untruth, and nothing about where the defence forces are or move.</li><li>I do not try to sway the results of votes with false accounts or programs.</li></ul>
<p>A moderator may take the right to write from who breaks the rules, for a term, and has to say why. This can be appealed against in the account: another person looks at it again. Reading the portal and one’s rights to one’s own data always remain.</p>
""".strip()


def write(apps, schema_editor):
    texts = apps.get_model("people", "ConsentText")
    for kind, text, text_en in (
        ("personal_data", PERSONAL_DATA_UK, PERSONAL_DATA_EN),
        ("rules", RULES_UK, RULES_EN),
    ):
        texts.objects.get_or_create(
            kind=kind, version=1, defaults={"text": text, "text_en": text_en}
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0003_roles")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=False)]
