"""Roles by form: "Tattoo Master", and endings of words in scripts without spaces ("纹身师")."""

from collections.abc import Sequence

from inkscout.vocabulary.loader import by_word, word_set

_MASTERS = word_set("roles.masters")
_QUALIFIERS = word_set("roles.qualifiers")
_PARTICLES = word_set("names.particles")
_ROLE_OF = by_word("roles.roles")
TATTOO_STEMS = ("dovme", "taetow", "tato", "tatto", "tatu", "tetov", "тату")
"""Beginnings of folded words for tattoos; inside a word they mean nothing ("statue")."""
_LEAST, _MOST = 2, 4
_LONGEST_TITLE = 16
_FIRST_IDEOGRAPH = "\u3000"
_UNSPACED = tuple(sorted(role for role in _ROLE_OF if len(role) > 1 and min(role) > _FIRST_IDEOGRAPH))
"""Roles in Chinese, Japanese and Korean, with which longer words end."""


def is_master(said: Sequence[str]) -> bool:
    """Whether folded words are nothing but one for a master and one for tattoos ("Tattoo Master")."""
    if not _LEAST <= len(said) <= _MOST or not (said[0] in _MASTERS or said[-1] in _MASTERS):
        return False
    others = said[1:] if said[0] in _MASTERS else said[:-1]
    plain = [word for word in others if not word.startswith(TATTOO_STEMS)]
    return len(plain) < len(others) and all(word in _QUALIFIERS or word in _PARTICLES for word in plain)


def role_without_spaces(text: str) -> str:
    """Returns the role with which a short text without spaces ends ("龙堂纹身师"); empty if none."""
    if text.isascii() or " " in text or len(text) > _LONGEST_TITLE:
        return ""
    return next((_ROLE_OF[role] for role in _UNSPACED if text.endswith(role)), "")
