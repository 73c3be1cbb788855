"""What the editor's menu shows of each block: sample content, in Ukrainian as the site is."""

from typing import Any

PROSE = (
    "<p>Перші два речення кажуть головне. Решта пояснює: що зміниться, для кого й відколи.</p>"
    "<ul><li>одна думка в рядку;</li><li>посилання назване словами, а не «тут».</li></ul>"
)

HEADING = {"text": "Що зміниться для мешканців", "level": "h2"}

QUOTE = {
    "text": "Добра ідея не повинна чекати, доки її автор дізнається, до якого кабінету йти.",
    "person": "Ірина Савчук",
    "position": "начальниця відділу взаємодії з громадськістю",
}

CALLOUT = {
    "kind": "warning",
    "title": "Зверніть увагу",
    "text": "<p>Зустріч перенесено на 11:30.</p>",
}

VIDEO = {
    "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "title": "Запис презентації",
    "duration": "18 хв",
    "captions": "yes",
    "sign_language_url": "",
    "transcript": "<p>Ведуча вітає учасників і пояснює, як подати ініціативу.</p>",
}

TABLE = {
    "table": {
        "caption": "Можливості для різних учасників",
        "columns": [
            {"type": "text", "heading": "Учасник"},
            {"type": "text", "heading": "Що може робити"},
            {"type": "number", "heading": "Долучилися"},
        ],
        "rows": [
            {"values": ["Мешканець", "Підтримувати ініціативи, голосувати", "1\xa0846"]},
            {"values": ["Організація", "Вести сторінку та блог", "97"]},
            {"values": ["Разом", "", "1\xa0943"]},
        ],
    },
    "header_column": True,
    "total_row_last": True,
    "source": "дані порталу",
}

ACCORDION = {
    "items": [
        {
            "question": "Хто може зареєструватися?",
            "answer": "<p>Будь-хто, кому виповнилося 14 років.</p>",
        },
        {
            "question": "Чи потрібно платити за сторінку організації?",
            "answer": "<p>Ні. Усі можливості порталу безоплатні.</p>",
        },
    ],
    "first_open": True,
}

TIMELINE = {
    "items": [
        {
            "when": "Березень 2018",
            "title": "Обговорення вимог",
            "state": "done",
            "text": "<p>42 організації надіслали побажання.</p>",
        },
        {"when": "7 грудня 2018", "title": "Презентація на форумі", "state": "now", "text": ""},
        {"when": "2019", "title": "Запуск в усіх районах міста", "state": "next", "text": ""},
    ],
}

BUTTON = {
    "label": "Подати пропозицію",
    "address": "https://example.org/",
    "note": "Це займе дві хвилини; відповідь надійде поштою.",
    "title": "",
}

CONTACT = {
    "name": "Олена Гончар",
    "position": "головна спеціалістка департаменту суспільних комунікацій",
    "phone": "+380 44 000 00 00",
    "email": "kontakt@example.org",
    "note": "у будні з 9:00 до 18:00",
}


def file_sample() -> dict[str, Any]:
    """A document that is in no library: only its name, type and size are shown."""
    from portal.core.models import PortalDocument

    document = PortalDocument(
        pk=0, title="Пояснювальна записка", file="zapyska.pdf", file_size=2_516_582
    )
    return {"document": document, "title": ""}


def files_sample() -> dict[str, Any]:
    return {"title": "Матеріали", "items": [file_sample()]}


def page_cards_sample() -> dict[str, Any]:
    """The three pages published last, whatever they are."""
    from wagtail.models import Page

    pages = Page.objects.live().public().filter(depth__gt=2).order_by("-first_published_at", "-pk")
    return {"title": "", "pages": list(pages[:3])}
