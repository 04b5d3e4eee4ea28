"""Parts of a page as bit flags."""

from typing import Final


class Zone:
    """Parts of a page as bit flags; a text line can be in several.

    Plain integers rather than ``enum.Flag``, for speed: every element is classified.
    """

    MAIN: Final = 0
    NAV: Final = 1
    FOOTER: Final = 2
    REVIEW: Final = 4
    FORM: Final = 8
    SHOP: Final = 16
    BLOG: Final = 32
    GALLERY: Final = 64
    CREDIT: Final = 128
    PEOPLE: Final = 256
    ASIDE: Final = 512
