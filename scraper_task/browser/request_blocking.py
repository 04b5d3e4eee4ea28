"""URL patterns of requests that a visit never needs.

Images, fonts, audio and video are blocked by suffix, trackers and embeds by host. Chromium matches the
patterns itself (``Network.setBlockedURLs``); the URLs stay in the document, which is all that a portfolio
needs.
"""

_ENDINGS = (
    *("png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "svg", "tif", "tiff", "heic"),
    *("woff", "woff2", "ttf", "otf", "eot"),
    *(
        "mp4",
        "m4v",
        "webm",
        "mov",
        "avi",
        "mkv",
        "mp3",
        "m4a",
        "ogg",
        "ogv",
        "wav",
        "flac",
        "m3u8",
        "ts",
        "mpd",
    ),
    *("pdf", "zip", "rar", "7z", "gz", "dmg", "exe", "apk", "iso", "doc", "docx", "psd"),
)
_HOSTS = (
    # Measurement and advertising.
    "google-analytics.com",
    "googletagmanager.com",
    "googletagservices.com",
    "googlesyndication.com",
    "googleadservices.com",
    "doubleclick.net",
    "adservice.google.com",
    "connect.facebook.net",
    "facebook.com/tr",
    "analytics.tiktok.com",
    "snap.licdn.com",
    "px.ads.linkedin.com",
    "static.ads-twitter.com",
    "analytics.twitter.com",
    "bat.bing.com",
    "clarity.ms",
    "hotjar.com",
    "fullstory.com",
    "mouseflow.com",
    "luckyorange.com",
    "segment.com",
    "segment.io",
    "mixpanel.com",
    "amplitude.com",
    "matomo.cloud",
    "plausible.io",
    "stats.wp.com",
    "pixel.wp.com",
    "quantserve.com",
    "scorecardresearch.com",
    "criteo.com",
    "criteo.net",
    "taboola.com",
    "outbrain.com",
    "adroll.com",
    "pinimg.com/ct",
    "ct.pinterest.com",
    "yandex.ru/metrika",
    "mc.yandex.ru",
    "newrelic.com",
    "nr-data.net",
    "sentry.io",
    "sentry-cdn.com",
    "bugsnag.com",
    "datadoghq-browser-agent.com",
    "cloudflareinsights.com",
    "klaviyo.com",
    "list-manage.com",
    "chimpstatic.com",
    # Chats, videos, maps and fonts: embeds that name no artist.
    "intercom.io",
    "intercomcdn.com",
    "tawk.to",
    "crisp.chat",
    "zdassets.com",
    "livechatinc.com",
    "tidio.co",
    "youtube.com/embed",
    "youtube-nocookie.com",
    "youtube.com/iframe_api",
    "player.vimeo.com",
    "maps.googleapis.com",
    "maps.gstatic.com",
    "google.com/maps/embed",
    "fonts.googleapis.com",
    "fonts.gstatic.com",
    "use.typekit.net",
    "google.com/recaptcha",
    "gstatic.com/recaptcha",
    "hcaptcha.com",
)


def _patterns() -> tuple[str, ...]:
    by_ending = [pattern for ending in _ENDINGS for pattern in (f"*.{ending}", f"*.{ending}?*")]
    return (*by_ending, *(f"*://{host}/*" for host in _HOSTS), *(f"*.{host}/*" for host in _HOSTS))


BLOCKED_URLS = _patterns()
"""Patterns of ``Network.setBlockedURLs``: ``*`` stands for any characters."""
