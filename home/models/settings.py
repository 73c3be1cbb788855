"""What the whole site says of itself, and the banner that stands above every page in an emergency."""

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from home.blocks import SocialLinks
from home.enums import BannerLevel
from portal.core.fields import PortalStreamField


def validate_contact(value: str) -> None:
    """An e-mail address or an https address, as RFC 9116 wants them. Raises ValidationError."""
    try:
        EmailValidator()(value)
    except ValidationError:
        URLValidator(
            schemes=["https"],
            message=_("Enter an e-mail address or an address that begins with https://."),
        )(value)


class InBothLanguages(models.Model):
    """Texts kept side by side as `name_uk` and `name_en`: a setting is no page, nobody translates it later."""

    class Meta:
        abstract = True

    def text(self, name: str) -> str:
        """The text in the language being shown; the Ukrainian one where the other is empty."""
        shown: str = getattr(self, f"{name}_{translation.get_language()}", "")
        original: str = getattr(self, f"{name}_uk")
        return shown or original

    def language_of(self, name: str) -> str:
        """The language in which `text(name)` answers."""
        language = translation.get_language() or "uk"
        return language if getattr(self, f"{name}_{language}", "") else "uk"


@register_setting(icon="cog")
class SiteSettings(InBothLanguages, BaseSiteSetting):
    name_uk = models.CharField(_("name of the portal"), max_length=60, default="Спільно")
    name_en = models.CharField(_("name of the portal in English"), max_length=60, default="Spilno")
    subtitle_uk = models.CharField(
        _("subtitle"), max_length=100, default="Громадський портал Києва"
    )
    subtitle_en = models.CharField(
        _("subtitle in English"), max_length=100, default="Civic portal of Kyiv"
    )
    logo = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A square picture. If empty, the portal’s own mark is shown."),
    )
    social_image = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("image for social networks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown with links to pages that have no picture of their own."),
    )
    footer_text_uk = models.CharField(
        _("text in the footer"),
        max_length=200,
        blank=True,
        default="Місце, де містяни, організації та міська влада говорять і вирішують разом.",
    )
    footer_text_en = models.CharField(
        _("text in the footer in English"),
        max_length=200,
        blank=True,
        default="The place where residents, organisations and the city talk and decide together.",
    )
    attribution_uk = models.CharField(
        _("how materials may be used"),
        max_length=200,
        blank=True,
        default="При використанні матеріалів посилання на портал «Спільно» обов’язкове.",
    )
    attribution_en = models.CharField(
        _("how materials may be used, in English"),
        max_length=200,
        blank=True,
        default="Materials may be used with a link to the Spilno portal.",
    )
    publisher_uk = models.CharField(_("publisher"), max_length=150, blank=True)
    publisher_en = models.CharField(_("publisher in English"), max_length=150, blank=True)

    address_uk = models.TextField(_("address"), max_length=250, blank=True)
    address_en = models.TextField(_("address in English"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    phone_note_uk = models.CharField(
        _("about the phone"),
        max_length=100,
        blank=True,
        help_text=_("Whose it is and when it answers."),
    )
    phone_note_en = models.CharField(_("about the phone in English"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    socials = PortalStreamField(SocialLinks(), verbose_name=_("social networks"), blank=True)
    security_contact = models.CharField(
        _("whom to tell of a security hole"),
        max_length=200,
        blank=True,
        validators=[validate_contact],
        help_text=_(
            "An e-mail or https address. Stands in /.well-known/security.txt; if empty, that file is not there."
        ),
    )

    accessibility_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("accessibility statement"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rules_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("rules of use"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    personal_data_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("personal data"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("name_uk"), FieldPanel("name_en")]),
                    FieldRowPanel([FieldPanel("subtitle_uk"), FieldPanel("subtitle_en")]),
                    FieldRowPanel([FieldPanel("publisher_uk"), FieldPanel("publisher_en")]),
                    FieldPanel("logo"),
                    FieldPanel("social_image"),
                ],
                heading=_("Name"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("address_uk"), FieldPanel("address_en")]),
                    MultiFieldPanel(
                        [
                            FieldPanel("phone"),
                            FieldRowPanel(
                                [FieldPanel("phone_note_uk"), FieldPanel("phone_note_en")]
                            ),
                        ],
                        heading=_("Phone"),
                    ),
                    FieldPanel("email"),
                    FieldPanel("security_contact"),
                    FieldPanel("socials"),
                ],
                heading=_("Contacts"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("footer_text_uk"), FieldPanel("footer_text_en")]),
                    FieldRowPanel([FieldPanel("attribution_uk"), FieldPanel("attribution_en")]),
                    FieldPanel("accessibility_page"),
                    FieldPanel("rules_page"),
                    FieldPanel("personal_data_page"),
                ],
                heading=_("Footer"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return self.name_uk


@register_setting(icon="warning")
class EmergencyBanner(InBothLanguages, BaseSiteSetting):
    """An editor's message above every page: what happened, whom it concerns, what to do."""

    is_on = models.BooleanField(_("show the banner"), default=False)
    level = models.CharField(
        _("level"), max_length=10, choices=BannerLevel.choices, default=BannerLevel.WARNING
    )
    title_uk = models.CharField(_("title"), max_length=100, blank=True)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    text_uk = models.TextField(_("text"), max_length=400, blank=True)
    text_en = models.TextField(_("text in English"), max_length=400, blank=True)
    source_uk = models.CharField(_("who says it"), max_length=100, blank=True)
    source_en = models.CharField(_("who says it, in English"), max_length=100, blank=True)
    link_url = models.CharField(
        _("link"),
        max_length=500,
        blank=True,
        help_text=_(
            "An address on this portal that begins with /, an https address, or a phone as tel:1551."
        ),
    )
    link_text_uk = models.CharField(_("text of the link"), max_length=60, blank=True)
    link_text_en = models.CharField(_("text of the link in English"), max_length=60, blank=True)
    starts_at = models.DateTimeField(
        _("from"), null=True, blank=True, help_text=_("If empty, at once.")
    )
    ends_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("If empty, until it is turned off.")
    )
    updated_at = models.DateTimeField(auto_now=True)

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("is_on"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("title_uk"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("text_uk"), FieldPanel("text_en")]),
        FieldRowPanel([FieldPanel("source_uk"), FieldPanel("source_en")]),
        MultiFieldPanel(
            [
                FieldPanel("link_url"),
                FieldRowPanel([FieldPanel("link_text_uk"), FieldPanel("link_text_en")]),
            ],
            heading=_("Where to read more"),
        ),
    ]

    class Meta:
        verbose_name = _("emergency banner")
        verbose_name_plural = _("emergency banners")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="banner_ends_after_it_starts",
                violation_error_message=_("The banner must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_uk

    def clean(self) -> None:
        super().clean()
        if self.is_on and not self.title_uk:
            raise ValidationError({"title_uk": _("A banner that is shown needs a title.")})
        if self.link_url:
            _validate_link(self.link_url)
            if not self.link_text_uk:
                raise ValidationError({"link_text_uk": _("Say where the link leads.")})

    def is_shown(self, now: datetime | None = None) -> bool:
        """Whether it stands above the pages at this moment: half-open window [from, until)."""
        now = now or timezone.now()
        return (
            self.is_on
            and bool(self.title_uk)
            and (self.starts_at is None or self.starts_at <= now)
            and (self.ends_at is None or now < self.ends_at)
        )


def _validate_link(value: str) -> None:
    if value.startswith("/") and not value.startswith("//"):
        return
    if value.startswith("tel:") and value[4:].replace("-", "").replace("+", "").isdigit():
        return
    try:
        URLValidator(schemes=["https"])(value)
    except ValidationError as error:
        raise ValidationError(
            {
                "link_url": _(
                    "Enter an address that begins with / or https://, or a phone as tel:1551."
                )
            }
        ) from error
