"""Cookies, headers, and the policies that browsers hold pages to (docs/deployment.md)."""

from csp.constants import NONE, SELF

from portal.settings.base.environment import env

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# No script reads it: forms and the admin carry the token in the page.
CSRF_COOKIE_HTTPONLY = True
# The address decides the language; should anything ever set Django's cookie, it is as careful.
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# Static files are for the portal's own pages: WhiteNoise would offer them to every site.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Not no-referrer: Django's CSRF check needs one of Origin and Referer over https.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.core.views.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []

# Off for every page, unless it stands here with those who may: passkeys and copying an address for
# the portal itself, and what the players of videos need (the frame asks for it, static/js/portal.js).
_PLAYERS = ('"https://www.youtube-nocookie.com"', '"https://player.vimeo.com"')
PERMISSIONS_POLICY: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "accelerometer",
            "autoplay",
            "browsing-topics",
            "camera",
            "clipboard-read",
            "compute-pressure",
            "display-capture",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "identity-credentials-get",
            "idle-detection",
            "keyboard-map",
            "local-fonts",
            "magnetometer",
            "microphone",
            "midi",
            "otp-credentials",
            "payment",
            "screen-wake-lock",
            "serial",
            "storage-access",
            "sync-xhr",
            "usb",
            "window-management",
            "xr-spatial-tracking",
        ),
        (),
    ),
    "clipboard-write": ("self",),
    "publickey-credentials-create": ("self",),
    "publickey-credentials-get": ("self",),
    "encrypted-media": _PLAYERS,
    "fullscreen": ("self", *_PLAYERS),
    "picture-in-picture": _PLAYERS,
}

# The public site: nothing inline, nothing from elsewhere. Frames only for embeds a reader asked for.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# Pictures, sound and video that an object storage hands out under its own name.
if storage_domain := env.str("S3_CUSTOM_DOMAIN", default=""):
    for kind in ("img-src", "media-src"):
        CONTENT_SECURITY_POLICY["DIRECTIVES"][kind].append(f"https://{storage_domain}")
# Wagtail's edit pages still carry inline scripts and styles; previews are framed by the admin itself.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
}
