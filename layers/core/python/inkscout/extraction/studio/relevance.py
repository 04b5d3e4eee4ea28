"""Decides whether a website is a tattoo studio's, by comparing its trade words with those of other trades."""

from collections.abc import Sequence

from inkscout.extraction.model import PageView
from inkscout.extraction.page.document import Line
from inkscout.extraction.page.zones import Zone
from inkscout.extraction.text.alternation import by_first_letter
from inkscout.extraction.text.names import is_role_text
from inkscout.extraction.text.styles import styles_in
from inkscout.vocabulary.folding import fold, tokens
from inkscout.vocabulary.loader import word_set

_TRADE = by_first_letter(
    r"tattoo|tatto\b|tatoo|tatouage|tatouer|tatoue|tatuaj|tatuag|tatuagg|tatuator|tatuad|tatuaz|tatuow|tatow|taetow|tatuer|tatover|tatuoi|tetova|tetovan|tetoval|dovme"
    r"|тату|татуиров|татую|вытату|קעקוע|タトゥ|刺青|彫師|彫り師|入れ墨|いれずみ"
    r"|타투|문신|纹身|紋身|สัก|xam hinh|hinh xam"
    r"|وشم|تاتو|تتو|خالکوبی|τατουα|тетоваж|huðflur|hudflur|tatuir|tatuoj|tetovej|टैटू|ট্যাটু|ტატუ|դաջվածք"
    r"|tatuatge|gaddning|\btatu[aeijou]|\btetuj|\btatoe|\bfineline\b|\bfine-line\b|blackwork|dotwork|hand-?poke"
    r"|body ?art\b|piercing|пирсинг|пірсинг"
)
_OTHER = by_first_letter(
    r"barber|haircut|beard|hairdress|hair salon|friseur|coiffeur|coiffure|peluquer|barbier|barbear"
    r"|parrucchier|fryzjer|kapper|стриж|барбер|бород|бритье|парикмахер"
    r"|grooming|groomer|грумин|грумер|veterinar|restaurant|pizza|dentist|lawyer|real estate|immobilien"
    r"|software|wedding photograph|nail salon|manicure|pedicure|massage|massagem|masaje|facial treatment"
    r"|spa day"
    r"|peluqueria|estetica|unas acrilicas|corte de cabello|cortes de pelo|salao de beleza|cabelo|hairstyl"
    r"|hair cut"
    r"|kosmetik|nagelstudio|wimpern|maniküre|manikur|маникюр|ресниц|брови|косметолог|салон краси|yoga"
    r"|fitness|gym\b"
    r"|microblading|powder brow|lip blush|lash (?:lift|line|extension)|permanent make-?up|\bpmu\b|eyebrow"
    r"|\bbrows\b|laser clinic|removal clinic|dermatolog|tattoo suppl|wholesale"
)
_INFO = by_first_letter(
    r"revista|magazine|magazin\b|directory|directorio|verzeichnis|annuaire|encyclop|find (?:a"
    r"|the best) (?:tattoo )?artists? near|best tattoo (?:artists|studios) in"
    r"|mejores tatuadores|meilleurs tatoueurs|besten tätowierer|najlepsi tatuażyści|лучшие тату"
    r"|top \d+ (?:tattoo|tatuador|tatoueur)|blog (?:about|sobre|sur|über) (?:tattoo|tatuaj|tatouage)"
)
_FAMOUS = by_first_letter(
    r"famous tattoo(?:ers|ists| artists)|famous artists|tatuadores famosos|tatuadores celebres"
    r"|tatuatori famosi|tatuatori celebri|tatoueurs celebres|beruhmte (?:tatowierer|tattoo)|beroemde tatoe"
    r"|kanda tatuerare|slavni tateri|znani tatuazysci|известные тату|знаменитые тату|відомі тату"
)
"""Matches what sites write about that gather the tattooers of the world."""
_WE = by_first_letter(
    r"\bour (?:studio|shop|artists|team)|book (?:now|an appointment|your)|walk-?ins?|appointment|visit us"
    r"|contact us|unser|termin|notre (?:salon|studio|équipe)|rendez-vous|nuestro (?:estudio|equipo)"
    r"|reserva|cita|nosso estúdio|agend|nostro studio|prenota|umów|afspraak|boka|запис|студи|салон|予約|예약"
    r"|opening hours|öffnungszeiten|horaires|horario|studio|salon|shop"
)


_NOT_A_HOUSE = by_first_letter(
    r"magazine|revista|podcast"
    r"|convention|\bexpo\b|festival|directory|marketplace|s(?<!& s)(?<!\band s)uppl(?:y|ies)"
    r"|wholesale|encyclop|wiki|generator"
    r"|ideas and inspiration|tattoo ideas|find your (?:artist|tattoo)|verzeichnis|annuaire|konvent"
)
"""Matches titles of sites that write about, sell to or bring together tattooers, but are no studio.

A studio may sell supplies beside its work ("Ironwood Tattoo & Supply Co.").
"""


_INK = by_first_letter(r"\bink(?:ed)?\b")
"""Matches "ink", which means tattooing only if a clearer word is on the site too."""
_REMOVAL = by_first_letter(
    r"tattoo[- ]?removal|remov\w{1,12} (?:of )?(?:your |unwanted )?tattoos?|laser tattoo|tattoo-?entfernung"
    r"|detatouage|eliminacion de tatuajes|remocao de tatuagens?|rimozione (?:dei )?tatuagg"
    r"|usuwani\w{0,8} tatuaz|удален\w{1,8} тату"
)
"""Matches words for tattoo removal, which contain the trade's words."""
_SERVES_TATTOOERS = by_first_letter(
    r"convention|\bexpo\b|festival|konvent|marketplace|supplies|supply|wholesale"
)
SERVES_TATTOOERS = "the site sells to tattooers or brings them together and is no studio"
"""Reason why a wholesaler or a convention is no studio's website; it has contacts of its own."""
WRITES_ABOUT = "the site writes about tattooing and is no studio"
"""Reason why a magazine, a directory or a list of famous tattooers is no studio's website."""
_LONGEST_JOB = 40
_HISTORY = word_set("pages.history")
_LEAST_TOLD = 3
"""Minimum number of pages about the history of tattooing by which a site is an essay about it."""
_LONGEST_TITLE = 100
_NO_JOB = Zone.NAV | Zone.FOOTER | Zone.FORM | Zone.REVIEW | Zone.CREDIT | Zone.BLOG


def trade_balance(views: list[PageView], studio_name: str) -> tuple[int, int]:
    """Returns the number of words for tattooing on a site, and that of words for other trades.

    Words in titles, descriptions and the studio's name count five times. Reads the first eight pages.
    """
    trade = other = weak = 0
    for view in views[:8]:
        document = view.document
        head = fold(f"{document.title} {document.meta.get('description', '')} {studio_name}")
        text = _folded(document.lines[:300], 15_000)
        ink = 5 * len(_INK.findall(head)) + len(_INK.findall(text))
        undone = 5 * len(_REMOVAL.findall(head)) + len(_REMOVAL.findall(text))
        trade += 5 * len(_TRADE.findall(head)) + len(_TRADE.findall(text)) - undone
        weak += ink
        other += undone + 5 * len(_OTHER.findall(head)) + len(_OTHER.findall(text))
    return trade + (weak if trade else 0), other


def _folded(lines: Sequence[Line], most: int) -> str:
    """Returns the first characters of text lines, joined and folded; each line is folded once per site."""
    text = " ".join([line.text for line in lines])
    if text.isascii():
        return text[:most].lower()  # which is all that folding does
    return " ".join(fold(line.text) for line in lines) if len(text) <= most else fold(text[:most])


def _names_styles(views: list[PageView]) -> bool:
    """Whether a site mentions several tattoo styles, although it never says "tattoo"."""
    text = " ".join(line.text for view in views[:8] for line in view.document.lines[:200])
    return len(styles_in(text[:6000])) > 1


def _employs_tattooers(views: list[PageView]) -> bool:
    """Whether a site states tattooing as somebody's job: barbers and beauticians employ tattooers too."""
    return any(
        is_role_text(line.text) and _TRADE.search(fold(line.text)) is not None
        for view in views[:8]
        for line in view.document.lines
        if len(line.text) <= _LONGEST_JOB and not view.zones[line.index] & _NO_JOB
    )


def _is_about_history(views: list[PageView]) -> bool:
    """Whether most titles of a site's pages announce the history of tattooing, as in an essay."""
    told = sum(
        1
        for view in views
        if len(view.document.title) < _LONGEST_TITLE
        and not _HISTORY.isdisjoint(tokens(view.document.title))
        and _TRADE.search(fold(view.document.title)) is not None
    )
    return told >= _LEAST_TOLD and 2 * told >= len(views)


def is_studio_site(views: list[PageView], studio_name: str) -> tuple[bool, str]:
    """Returns whether a site may be a tattoo studio's, and the reason if not."""
    trade, other = trade_balance(views, studio_name)
    if other > 2 * trade and other >= 5 and not _employs_tattooers(views):
        return False, f"words of another trade outweigh tattooing ({other} to {trade})"
    if trade == 0 and sum(len(view.document.lines) for view in views) > 5 and not _names_styles(views):
        return False, "no page speaks of tattooing or piercing"
    if _is_about_history(views):
        return False, WRITES_ABOUT
    first = views[0].document.title if views else ""
    info = 3 if views and _NOT_A_HOUSE.search(fold(f"{first} {studio_name}")) else 0
    texts = [
        f"{fold(view.document.title)} {_folded(view.document.lines[:200], 10_000)}" for view in views[:8]
    ]
    info += sum(len(_INFO.findall(text)) + 2 * len(_FAMOUS.findall(text)) for text in texts)
    if info >= 2 and info * 2 > sum(len(_WE.findall(text)) for text in texts):
        serves = _SERVES_TATTOOERS.search(fold(f"{first} {studio_name}")) is not None
        return False, SERVES_TATTOOERS if serves else WRITES_ABOUT
    return True, ""
