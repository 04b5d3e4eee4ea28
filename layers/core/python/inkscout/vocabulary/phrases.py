"""Phrases that introduce people in running text, in many languages; alternatives separated by bars.

Patterns over these phrases are built in ``extraction.sentences``. Written for this project.
"""

import re

SELF_INTRODUCTIONS = """
my name is | my name's | hi,? i'?m | hello,? i'?m | hey,? i'?m | i am called | call me | i go by
| mein name ist | ich heisse | ich heiße | hi,? ich bin | hallo,? ich bin | servus,? ich bin
| je m['’]appelle | moi,? c['’]est | bonjour,? je suis | salut,? (?:moi c['’]est|je suis)
| me llamo | mi nombre es | hola,? soy | yo soy | mi chiamo | ciao,? sono | io sono
| me chamo | meu nome é | ol[áa],? (?:eu )?sou | eu sou (?:a|o) | mam na imię | nazywam się | cześć,? jestem
| ik ben | mijn naam is | ik heet | jag heter | mitt namn är | hej,? jag är | jeg heter | jeg hedder
| mit navn er | mitt navn er | nimeni on | jmenuji se | volám sa | numele meu este | a nevem | benim adım
| меня зовут | моё имя | мое имя | привет,? я | мене звати | привіт,? я | моє ім['’]я
"""
SELF_REFERENCES = """
i'?m | i am | ich bin | je suis | soy | sono | sou (?:a|o)? | sou | eu sou | jestem | jag är | jeg er | ik ben | sunt | jsem | som
| я | я — | я -
"""
"""What stands before a name that a role follows; by itself it introduces anything."""
MADE_BY = """
(?:custom )?tattoos? by | (?:custom )?tattooing by | piercings? by | art by | ink by | tatouages? par
| tatuajes (?:por|de) | tatuagens (?:por|de) | tatuaggi di | tattoos? von | tattoos? door | tatueringar av | tatuaże
"""
ARTIST_ROLES = """
tattoo artist | tattooer | tattooist | tattoo-artist | resident artist | piercer | body piercer | piercing artist
| apprentice | artiste tatoueur | artiste tatoueuse | tatoueur | tatoueuse | perceur | perceuse | pierceur | pierceuse
| tatuadora | tatuador | perforadora | perforador | tatuatore | tatuatrice | tätowiererin | tätowierer | piercerin
| tattoo-künstlerin | tattoo-künstler | tattookünstlerin | tattookünstler | künstlerin | tatuażystka | tatuażysta
| tatuatorka | tatuator | tatuerare | tatoeëerder | tatoeerder | tatuoija | piercare | tatovør | tatér | tatérka | tetoválóművész | tetováló
| тату-мастер | тату мастер | мастер тату | мастер татуировки | главный мастер | татуировщик | татуировщица | тату-художник | пирсер
| мастер пирсинга | тату-майстер | тату майстер | татуювальниця | татуювальник
"""
WORKS_IN = """
speciali[sz]es in | focus(?:es)? on | loves | loves doing | does | tattoos | works in | is known for | prefers | concentrates on
| sticht | tätowiert | ist spezialisiert auf | macht | liebt | réalise | pratique | tatoue | se spécialise dans | est spécialisée? dans
| est spécialisée? en | se especializa en | realiza | tatúa | se dedica al? | si occupa di | realizza | tatua | è specializzat[oa] in
| faz | se especializa em | trabalha com | é especialista em | specjalizuje się w | tatuuje | wykonuje | is gespecialiseerd in
| houdt van | tatoeëert | specialiserar sig på | gör | tatuerar | специализируется на | работает в | делает
"""
"""What stands between somebody and the styles that person works in."""
RELATIVES = "who | die | der | qui | que | quien | che | który | która | som | который | которая"
OWNER_ROLES = """
owner | co-owner | founder | co-founder | fondateur | fondatrice | fondée? par | créée? par | founded by | owned by
| run by | owned and operated by | established by | opened by | started by | inhaber | inhaberin | gründer | gründerin
| gegründet von | geführt von | dueño | dueña | fundador | fundadora | fundado por | fundada por | titolare
| fondatore | fondatrice | fondato da | proprietario | proprietária | właściciel | właścicielka | założyciel | założycielka
| eigenaar | eigenaresse | opgericht door | grundare | ägare | grundades av | основатель | основательница | владелец
| владелица | основана | ведёт | ведет | засновник | засновниця | заснувала
"""
ROLE_STEMS = (
    "tattoo", "tatou", "tatua", "tatow", "tätow", "tatoe", "tatuo", "tatov", "tetov", "tatér", "pierc", "perforad", "perceu",
    "artist", "apprent", "owner", "found", "owned", "run by", "by", "inhaber", "gründe", "geführt", "dueñ", "fundad", "titolar",
    "fondat", "fondé", "fondat", "propriet", "właści", "założy", "eigena", "oprich", "opger", "grundar", "grundad", "ägare",
    "тату", "пирс", "мастер", "майстер", "владел", "основ", "власни", "засн", "вед", "künstler", "créé",
)  # fmt: skip
"""Parts of words, one of which stands in every phrase above; looked for before the patterns, which are slow."""
ARTICLES = "the | our | notre | le | la | unser | unsere | nuestro | nuestra | nosso | nossa | il nostro | la nostra | vår | onze | nasz | nasza | наш | наша | und | et | and | y | with | avec | mit | con"
INDEFINITE = "a | an | the | our | un | une | notre | ein | eine | unser | unsere | una | el | la | nuestro | nuestra | um | uma | en | ett | onze | een | nasz | nasza | наш | наша | der | die | le | uno | den"
IS = "is | was born | est | ist | es | è | é | är | er | jest | on | je | este | —|–|- | has been | hat | works as | travaille comme | arbeitet als"
ABOUT = """
(?:some |more |a bit |a little )?(?:info(?:rmation)? )?about | meet | über | uber | sobre | om | à propos de | a propos de
| chi è | over | про | об | обо | das ist | voici | conoce a | conheça | lerne | découvrez | poznaj
"""
PERSON_VERBS = """
is | was | has | started | began | tattoos | works | specializes | specialises | loves | grew | studied | ist | hat
| arbeitet | tatowiert | kommt | liebt | est | a | travaille | tatoue | aime | es | tatua | trabaja | se | comenzo | e | ha
| lavora | ama | tem | trabalha | atua | jest | pracuje | tatuuje | werkt | tatoeeert | houdt | ar | har | jobbar | tatuerar
| arbejder | on | tyoskentelee | работает | делает | рисует | бьет | любит | працює | робить
"""
NOT_THEIRS = """
under | inspired by | like | former | ex | legend | legendary | famous | by the late | thanks? to | trained (?:by|with|under)
| learned from | mentor | mentored by | apprenticed (?:under|with|to) | apprenticeship (?:under|with) | taught by | unter
| elève de | formée? par | inspirée? (?:de|par) | discípul[oa] de | inspirad[oa] (?:en|por) | alumn[oa] de | schüler von
| gelernt bei | worked (?:with|for|alongside) | alongside | featured by | collaborat\\w+ with | artists? like | such as | fan of
"""


def alternatives(text: str) -> str:
    """Phrases as one group of a pattern, longer ones first."""
    phrases = [
        " ".join(part.split()).replace(",? ", "[,!.]* ")
        for part in re.split(r"\s*\n\|?\s*|\s+\|\s+|\|(?=[—–-])|(?<=[—–-])\|", text)
    ]
    return "|".join(
        sorted({phrase.strip("| ") for phrase in phrases if phrase.strip("| ")}, key=lambda p: (-len(p), p))
    )
