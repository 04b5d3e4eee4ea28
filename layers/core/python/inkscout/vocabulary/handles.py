"""Extracts Instagram handles from URLs and texts; rejects look-alikes such as placeholders."""

import re
from urllib.parse import unquote, urlsplit

from inkscout.vocabulary.addresses import meant_address
from inkscout.vocabulary.loader import word_set

_HANDLE = re.compile(r"[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?")
_FUNCTIONS = word_set("networks.instagram_pages")
_NOBODYS = word_set("networks.no_handles") | word_set("networks.template_accounts")
_OF_A_TEMPLATE = re.compile(
    r"(?:your|youre|add|enter|insert)[._]?(?:own[._]?)?"
    r"(?:user|account|profile|brand|company|business|studio|salon|shop|page|tattoo|artist|handle|insta|instagram|ig"
    r"|site|website|name|link|url|social)+(?:[._]?(?:name|handle|here|page|account|id|link|url))?[._]?\d{0,3}"
    r"|(?:tu|su|seu|sua|tua|tuo|votre|ton|mon|dein|deine|euer|ihr|uw|jouw|din|ditt|twoj|twoja|twoje|nazwa|vase|vas|tvuj|vash|moj|meu|minha|mi)"
    r"[._]?(?:cuenta|conta|compte|konto|account|usuario|utilisateur|utente|perfil|profil|profile|profilo|nombre|nome|nom|name|navn|namn"
    r"|nazwa|instagram|insta|ig|estudio|negocio|empresa|marca|pagina|page|handle|benutzername|gebruikersnaam)"
    r"(?:[._]?(?:de|do|da|en|on|von|w|di|d)?[._]?(?:instagram|insta|ig|usuario|utilisateur|name|empresa|marca|estudio|aqui|ici|hier|qui))*\d{0,3}"
    r"|(?:my[._]?)?(?:user|account|profile|company|brand|artist|studio|shop|insta|instagram|ig)[._]?(?:name|handle|here|url)\d{0,3}"
    r"|(?:[a-z]{1,20}[._])?(?:dummy|fake)[._]?(?:account|handle|ig|insta|instagram|profile|user|username)\d{0,3}"
)
_NUMBER = re.compile(r"\d{8,}")
_HOSTS = frozenset(
    f"{part}{host}"
    for host in ("instagram.com", "instagr.am")
    for part in ("", "www.", "m.", "mobile.", "web.")
)
_MESSAGES = "ig.me"
_STORIES = "stories"


def is_nobodys(handle: str) -> bool:
    """Whether a text in the place of a handle is not the handle of a studio or person.

    It is a page of Instagram itself, a template's placeholder, the account of a website builder, or the
    number of a story or post.
    """
    bare = handle.strip().lstrip("@").lower()
    return (
        bare in _FUNCTIONS
        or bare in _NOBODYS
        or _NUMBER.fullmatch(bare) is not None
        or _OF_A_TEMPLATE.fullmatch(bare) is not None
    )


def clean_handle(text: str) -> str:
    """Returns a handle in lower case without ``@``; empty if the text is not a handle, or is nobody's."""
    handle = unquote(text).strip().strip("@").strip().lower().rstrip(".,;")
    if not _HANDLE.fullmatch(handle) or ".." in handle or is_nobodys(handle):
        return ""
    return handle


def profile_handle(url: str) -> str:
    """Returns the handle of the profile to which an Instagram URL belongs.

    Empty for posts, hashtags, share links and highlights, and for URLs outside Instagram.
    """
    address = meant_address(url)
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    segments = [part.strip() for part in unquote(parts.path).split("/") if part.strip()]
    if host == _MESSAGES:
        segments = segments[1:] if segments[:1] == ["m"] else []
    elif host not in _HOSTS:
        return ""
    if segments[:1] == ["_u"] or (segments and segments[0].lower() == _STORIES):
        segments = segments[1:]
    return clean_handle(segments[0]) if segments else ""
