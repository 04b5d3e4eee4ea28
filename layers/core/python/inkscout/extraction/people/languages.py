"""The language of a page, judged by its small words, since the ``lang`` attribute is often a template's."""

from functools import lru_cache

from inkscout.extraction.model import PageView
from inkscout.vocabulary.folding import fold, tokens

_SMALL: dict[str, frozenset[str]] = {
    language: frozenset(fold(text).split())
    for language, text in {
        "en": "the and of to with our you your is are in for we on by that from this be at",
        "de": "und der die das mit wir ist für den von ein eine auf nicht dich sich bei unser auch im zu",
        "fr": "et les des une est pour dans nous vous avec sur votre nos qui pas du au par plus le la",
        "es": "y los las una con para en nuestro por más que es tu del se como nuestra te al el la",
        "it": "e il di che un una per con non sono della del gli nel nostro più tuo i le la da",
        "pt": "e os as um uma com para não você do da em nossos seu mais por que é no na ao",
        "pl": "i w na z do nie się jest dla oraz to że od nasz jak po przez są lub za",
        "nl": "en het een van de je met voor wij is op zijn niet ook onze bij naar dat te in",
        "sv": "och att det som en på är för med av vi den till du inte om vår ett från i",
        "da": "og at det som en på er for med af vi den til du ikke om vores et fra i",
        "no": "og at det som en på er for med av vi den til du ikke om vår et fra i",
        "fi": "ja on ei se että tai myös meidän sekä kun ovat voit kaikki mutta",
        "cs": "a v na se je s pro že to do za u po ve od jsme našeho nebo vás",
        "hu": "és a az egy nem hogy van is meg mint vagy nálunk minden",
        "ru": "и в на с не что это как для мы вас по от из у к его но",
        "uk": "і в на з не що це як для ми вас по від із та у до але",
        "he": "של את על עם לא זה אני אנחנו כל גם או אל הוא",
        "tr": "ve bir bu için ile çok en da de olarak biz sizin",
        "ro": "și de la cu în pentru nu este din pe sau un o care",
    }.items()
}
_LEAST_WORDS = 12


def language_of(view: PageView) -> str:
    """ISO 639-1 code of the language a page is written in.

    Its ``lang`` attribute where there is too little text.
    """
    text = " ".join(line.text for line in view.document.lines[:200] if len(line.text) > 25)[:6000]
    return _judge(text, view.document.language[:2]) or view.document.language[:2]


@lru_cache(maxsize=256)
def _judge(text: str, declared: str) -> str:
    words = tokens(text)
    if len(words) < _LEAST_WORDS:
        return ""
    counts = {language: sum(1 for word in words if word in small) for language, small in _SMALL.items()}
    best = max(
        counts, key=lambda language: (counts[language], language == declared, language == "en", language)
    )
    return best if counts[best] * 12 >= len(words) else ""
