"""Applications, middleware, templates."""

from typing import Any

from portal.settings.base.environment import BASE_DIR

# High rooms before low ones, so that their templates win.

INSTALLED_APPS = [
    "home",
    "civic_pages",
    "search",
    "portal.discussion",
    "portal.participation.polls",
    "portal.people",
    "portal.places",
    "portal.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.people.wagtail_users.PortalUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    # Wagtail's own without its signals: documents are written by `search` alone.
    "search.wagtail_app.QuietSearchConfig",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    # The base table of comments; none of its views, addresses or tags (portal/discussion).
    "portal.discussion.packages.QuietCommentsConfig",
    "django_comments",
    "django.contrib.sites",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "portal.core.health.HealthMiddleware",
    "portal.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.core.middleware.FeaturePolicyMiddleware",
    "portal.core.uploads.limits.UploadLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.core.middleware.ContentSecurityPolicyMiddleware",
    "portal.core.middleware.ForPageCacheMiddleware",
    "portal.core.remember.CurrentRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.core.middleware.PathLanguageMiddleware",
    "portal.core.middleware.NoNulMiddleware",
    "portal.core.middleware.NoSuchNumberMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.core.middleware.AdminLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.people.middleware.RightsMiddleware",
    "portal.people.middleware.SecondFactorMiddleware",
    "portal.people.middleware.KeptTextMiddleware",
    "portal.people.data.middleware.ConsentsMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.core.middleware.GoneMiddleware",
    "portal.core.middleware.NotAllowedMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "portal.core.middleware.RefuseProtectedDeleteMiddleware",
    "portal.core.limits.middleware.LimitsMiddleware",
    "search.middleware.SearchAwayMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "portal.core.templatetags.portal",
                "portal.core.templatetags.pictures",
                "portal.core.templatetags.language",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
