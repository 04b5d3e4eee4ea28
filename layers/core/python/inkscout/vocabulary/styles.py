"""The taxonomy of tattoo styles: keys, names and the words people write for them in many languages.

One entry a style, continued on indented lines: ``key | name | synonym, synonym …``. Keys are what the directory stores. Synonyms are compared
folded, as whole words; a hashtag may join them. Written for this project.
"""

import re
from collections.abc import Mapping

from inkscout.vocabulary.folding import fold

_CONTINUED = re.compile(r"\n\s+")
_TAXONOMY = """
american-traditional | American traditional | american traditional, traditional american, traditional, old
    school, oldschool, old-school, tradicional, tradicional americano, traditionnel, traditionell,
    traditionelle, tradizionale, americana, trad, bold traditional, bold will hold, western traditional,
    sailor jerry, tradycyjny, tradycyjne, traditioneel, traditionellt, олдскул, олд скул, традишнл,
    традишинал, טרדישיונל, トラディショナル, オールドスクール, geleneksel, old school traditional
neo-traditional | Neo-traditional | neo traditional, neo-traditional, neotraditional, neo trad, neotrad,
    neotradicional, neo tradicional, neo-tradicional, neo traditionnel, neo-traditionnel, neotraditionnel,
    neo traditionell, neotraditionell, neo-traditionell, neo tradizionale, neotradycyjny, neotradycyjne,
    неотрадиционал, нео традишнл, неотрадишнл, нео-традишнл, ניאו טרדישיונל
new-school | New school | new school, newschool, new-school, nueva escuela, nuova scuola, ньюскул, нью скул,
    cartoon, cartoons, cartoon style
japanese | Japanese | japanese, japanese traditional, traditional japanese, irezumi, horimono, wabori,
    japones, japonesa, japonais, japonaise, japanisch, japanische, giapponese, japonski, japonskie, japans,
    japansk, japanskt, япония, японский, японика, японська, ориентал, oriental, orientale, asian style,
    asian, japon, 和彫り, 和彫, 刺青和彫, 日式, 이레즈미, neo japanese, neo-japanese, chinese inspired, chinese-inspired,
    dragon sleeve, tebori
blackwork | Blackwork | blackwork, black work, black-work, blackworks, blckwrk, blackworker, schwarzarbeit,
    блэкворк, блекворк, blackart, black art, solid black, ブラックワーク, 블랙워크
blackout | Blackout | blackout, black out, blackout sleeve, блэкаут
dark-art | Dark art | dark art, darkart, dark surrealism, horror, gothic, macabre, occult, dark tattoo,
    void, arte oscuro, dark arts, готика, хоррор
dotwork | Dotwork | dotwork, dot work, dot-work, dots, stippling, stipple, pointillism, pointillisme,
    puntillismo, pontilhismo, puntinismo, whip shading, whipshading, дотворк, puntillado, ドットワーク, 도트워크,
    punkty
linework | Linework | linework, line work, line-work, lines, single line, one line, oneline, continuous
    line, lineart, line art, linea continua, лайнворк, linienarbeit, ラインワーク, 라인워크
fine-line | Fine line | fine line, fineline, fine-line, fine lines, finelines, fine linework, fine line
    work, delicate lines, ligne fine, lignes fines, trait fin, traits fins, linea fina, lineas finas, linha
    fina, tracos finos, linea sottile, linee sottili, feine linien, feine linie, fijne lijnen, fina linjer,
    тонкие линии, файнлайн, тонка лінія, тонкі лінії, cienkie linie, ファインライン, 파인라인, 細線, 细线, 極細, خطوط رفيعة,
    λεπτές γραμμές, ince cizgi, delicate
single-needle | Single needle | single needle, single-needle, singleneedle, einzelnadel, une aiguille
micro-realism | Micro-realism | micro realism, micro-realism, microrealism, microrealismo, micro realismo,
    micro-realisme, micro realisme, mikrorealismus, mikrorealizm, микрореализм, мікрореалізм, マイクロリアリズム
realism | Realism | realism, realistic, realist, photorealism, photo realism, photorealistic, hyperrealism,
    hyper realism, realismo, realista, realistico, realisme, realiste, realistes, realismus, realistisch,
    realistische, realizm, realistyczne, realistyczny, realistisk, realistiskt, realistiska, realistyczna,
    реализм, реалистика, реалізм, ריאליזם, リアリズム, リアル, 리얼리즘, 写实, 寫實, gercekci, realismi, realizmus, foto
    realism, hiperrealismo, lifelike
color-realism | Colour realism | color realism, colour realism, realismo a color, realismo color,
    farbrealismus, realisme couleur, colored realism
black-and-grey | Black and grey | black and grey, black and gray, black & grey, black & gray, black n grey,
    blackandgrey, blackandgray, black-and-grey, black-and-gray, b&g, bng, black grey, noir et gris, noir &
    gris, schwarz grau, schwarz-grau, schwarz und grau, negro y gris, negro y grises, escala de grises,
    sombras, preto e cinza, nero e grigio, bianco e nero, czarno-szare, zwart grijs, zwart-grijs, svart och
    gratt, svart & gratt, svartgratt, black & white, black and white, noir et blanc, blanco y negro, чб,
    черно-белая, черно-белые, чорно-біла, ч/б, שחור לבן, שחור-לבן, שחור אפור, ブラックアンドグレー, ブラック&グレー, black
    shading, blackgrey
color | Colour | full color, full colour, color tattoos, colour tattoos, color work, colour work, color,
    colour, colorful, colourful, bold color, bold colour, vibrant, vibrant colors, couleur, couleurs, en
    couleur, farbe, farbig, bunt, farbtattoos, a color, colores, full color tattoos, color solido, solid
    color, colori, a colori, cor, cores, colorido, coloridas, kolor, kolorowe, kleur, kleurrijk, farg,
    цветная, цветные, цвет, колір, кольорові, צבע, カラー, 컬러
portrait | Portraits | portrait, portraits, portraiture, portret, portrety, portrat, portrats, portraet,
    retrato, retratos, ritratto, ritratti, portretten, портрет, портреты, портрети, פורטרט, פורטרטים,
    ポートレート, 인물, portratt, pet portraits, pet portrait
watercolor | Watercolour | watercolor, watercolour, water color, watercolors, watercolor style, aquarell,
    aquarelle, aquarelles, acuarela, acuarelas, acquerello, acquerelli, aquarela, akwarela, akwarele,
    aquarel, akvarell, акварель, אקוורל, 水彩, 수채화, sulu boya
trash-polka | Trash polka | trash polka, trashpolka, trash-polka, треш полька, трешполька, треш-полька
geometric | Geometric | geometric, geometry, geometrical, geometria, geometrico, geometrica, geometricos,
    geometrique, geometriques, geometrisch, geometrische, geometrie, geometryczne, geometryczny, geometrisk,
    геометрия, геометрический, геометрія, גיאומטרי, ジオメトリック, 幾何学, 지오메트릭, geometrik
sacred-geometry | Sacred geometry | sacred geometry, geometria sagrada, geometrie sacree, heilige geometrie,
    geometria sacra, сакральная геометрия
mandala | Mandala | mandala, mandalas, мандала, мандалы, מנדלה, マンダラ, 만다라
ornamental | Ornamental | ornamental, ornament, ornaments, ornamentik, ornamentaux, ornementale,
    ornementales, ornemental, ornementaux, ornamentale, ornamentali, ornamentais, ornamenty, орнамент,
    орнаментал, орнаментика, орнаменты, オーナメンタル, filigree, henna style, mehndi
tribal | Tribal | tribal, tribals, neo tribal, neo-tribal, neotribal, cybersigilism, cyber sigilism, cyber
    tribal, cybertribal, трайбл, трайбал, トライバル, 트라이벌, tribali
polynesian | Polynesian | polynesian, maori, samoan, marquesan, hawaiian, tahitian, polynesien, polynesisch,
    polinesio, polinesia, polinesiano, полинезия, полинезийский, ポリネシアン, pacific islander, ta moko, filipino
    tribal, kalinga
celtic | Celtic | celtic, keltisch, celtique, celtico, celta, nordic, norse, viking, norse symbolism,
    nordisch, vikings, viking style, кельтика, runes
chicano | Chicano | chicano, chicana, chicano style, cholo, чикано, チカーノ, 치카노
lettering | Lettering | lettering, letterings, script, calligraphy, calligraphie, caligrafia, calligrafia,
    kalligraphie, kalligrafie, schrift, schriftzug, schriften, typography, letras, lettrage, lettrages,
    escritas, scritte, napisy, texter, леттеринг, надписи, каллиграфия, шрифт, לטרינג, レタリング, 레터링, fonts,
    handwriting, fine script
graffiti | Graffiti | graffiti, street art, streetart, graffiti lettering, граффити
illustrative | Illustrative | illustrative, illustration, illustrations, illustrativ, illustratif,
    ilustrativo, ilustracion, ilustracao, ilustrativa, illustrativo, illustrazione, illustrated,
    ilustracyjny, graphic, graphique, grafico, grafik, grafisch, graphics, графика, иллюстрация, storybook,
    comic, comics, colorful illustration, ілюстрація, графіка
sketch | Sketch | sketch, sketch style, sketchy, sketchwork, sketch work, boceto, croquis style, skizze,
    skizzen, скетч, エスキス, szkic
engraving | Engraving | engraving, etching, woodcut, engraved, gravure, gravures, grabado, gravura,
    incisione, gravur, holzschnitt, grawer, гравюра, linocut, engraving style
surrealism | Surrealism | surrealism, surreal, surrealistic, surrealismo, surrealista, surrealisme,
    surrealismus, surrealizm, сюрреализм, сюрреалізм
abstract | Abstract | abstract, abstracts, abstrakt, abstrakte, abstrait, abstraite, abstracto, abstracta,
    abstrato, astratto, abstrakcja, абстракция, абстракція, brush stroke, brushstroke, abstract art, アブストラクト
biomechanical | Biomechanical | biomechanical, biomech, bio mechanical, bio-mechanical, biomecanico,
    biomecanica, biomecanique, biomechanik, biomechanisch, biomeccanico, bioorganic, bio organic,
    биомеханика, биомеханіка, バイオメカ
minimalist | Minimalist | minimalist, minimal, minimalism, minimalistic, minimalista, minimalistas,
    minimalismo, minimaliste, minimalistisch, minimalistische, minimalizm, minimalistyczne, minimalistiskt,
    минимализм, мінімалізм, מינימליסטי, מינימליזם, ミニマル, 미니멀, simple tattoos
small-tattoos | Small tattoos | small tattoos, small tattoo, tiny tattoos, tiny tattoo, tiny, micro tattoos,
    micro tattoo, mini tattoos, mini tattoo, petits tatouages, miniatures, miniatures en couleur, miniature,
    kleine tattoos, tatuajes pequenos, mini tattos, small scale, маленькие тату, мини тату, мініатюрні,
    ワンポイント, 미니타투, tatuagens pequenas, piccoli tatuaggi, male tatuaze, kucuk dovme
large-scale | Large scale | large scale, large-scale, large tattoos, large tattoo, big pieces, large pieces,
    sleeves, full sleeve, full sleeves, backpieces, back pieces, bodysuit, bodysuits, body suits,
    grossprojekte, grossflachig, grandes pieces, mangas, rekawy
handpoke | Hand poke | handpoke, hand poke, hand-poke, handpoked, hand-poked, hand poked, handpoking, stick
    and poke, stick n poke, stick & poke, sticknpoke, machine free, machinefree, sans machine, a la main,
    хендпоук, хэндпоук, ハンドポーク, 핸드포크, hand tapping
ignorant | Ignorant | ignorant, ignorant style, ignorantstyle, naive, doodle, doodles, scribble
patchwork | Patchwork | patchwork, patch work, patch, sticker style, sticker sleeve, patch tattoo
anime | Anime and manga | anime, manga, otaku, ghibli, аниме, аніме, アニメ, 애니메이션, anime style, animes, kawaii
geek | Pop culture | geek, gamer, nerd, nerdy, pop culture, popculture, video games, fandom, disney, star
    wars, sci-fi, scifi, marvel, movie
floral | Floral | floral, florals, botaniskt, botaniska, botanik, blommigt, botaniczne, kwiatowe,
    florystyka, flower, flowers, botanical, botanicals, botany, botanica, botanico, botanicos, floreal,
    floreale, floraux, florale, fleurs, fleuri, flores, flor, fiori, blumen, botanisch, botanique,
    botaniques, kwiaty, roslinne, bloemen, blommor, blomster, plants, wildflowers, flora, цветы, ботаника,
    флористика, квіти, ботаніка, פרחים, 꽃, 花, ボタニカル, leaves, butterflies
animals | Animals | animals, animal, wildlife, birds, fauna, pets, pet tattoos, tiere, animaux, animales,
    animali, animais, zwierzeta, dieren, djur, животные, тварини, חיות, insects, bugs
nature | Nature | nature, nature inspired, nature-inspired, natur, naturaleza, natura, natureza, landscape,
    landscapes, mountains, ocean, природа
mythology | Mythology | mythology, mythological, mythologie, mitologia, greek mythology, fantasy,
    fantastique, fantasia, мифология, מיתולוגיה
pin-up | Pin-up | pin up, pin-up, pinup, pin ups, pinups, lady heads, ladyheads, girl heads
religious | Religious | religious, religioso, religiosa, religieux, religios, religiosos, christian tattoos,
    religijne, религиозные
military | Military | military, patriotic, veteran tattoos
cover-up | Cover-up | cover up, cover ups, cover-up, cover-ups, coverup, coverups, cover up tattoo,
    recouvrement, recouvrements, coberturas, cobertura, copertura, coperture, coveruppit, overdekking,
    zakrywanie, кавер, каверап, перекрытие, перекрытия, перекриття, カバーアップ, 커버업, blast over, blastover,
    blast overs
freehand | Freehand | freehand, free hand, free-hand, a main levee, freihand, mano libre, a mano alzada,
    фрихенд, фри хенд
white-ink | White ink | white ink, whiteink, white tattoos, weisse tinte
uv | UV | uv, uv tattoo, uv tattoos, uv ink, blacklight, glow in the dark
glitch | Glitch | glitch, vaporwave, pixel, pixel art, pixelart, 8 bit, 8bit, глитч
negative-space | Negative space | negative space, negativespace, negativer raum
thai | Thai sak yant | sak yant, sakyant, sak yan, thai bamboo, bamboo tattoo, bamboo, yantra, サクヤン
folk | Folk | folk, folk art, folkart, folklore, folklorico, folklor, фолк, slavic, ethnic, ethno, etnico
art-nouveau | Art nouveau | art nouveau, artnouveau, jugendstil, art deco, artdeco, mucha
baroque | Baroque | baroque, barock, barroco, barocco, renaissance, statues, sculpture, sculptural
embroidery | Embroidery | embroidery, cross stitch, crossstitch, bordado, broderie, stickerei
stained-glass | Stained glass | stained glass, stainedglass, vitrail, mosaic, mosaico
psychedelic | Psychedelic | psychedelic, psychedelia, psicodelico, psychedelisch, trippy, psychedelique
pop-art | Pop art | pop art, popart, pop-art
steampunk | Steampunk | steampunk
cyberpunk | Cyberpunk | cyberpunk, cyber punk, futuristic, y2k, cyber
kawaii | Cute | cute, cute tattoos, cutesy, sussig, mignon, girly
pastel | Pastel | pastel, pastels, pastel colors, soft colors
blackletter | Blackletter | blackletter, gothic lettering, old english, fraktur, gotische schrift
spiritual | Spiritual | spiritual, symbols, symbolism, esoteric, astrology, zodiac, tarot, spirituell,
    esoterico, alchemy
architectural | Architectural | architectural, architecture, cityscape, cityscapes, skyline, buildings
matching | Matching tattoos | matching tattoos, couple tattoos, friendship tattoos, partnertattoos
scarification | Scarification | scarification, branding iron
memorial | Memorial | memorial, memorials, memorial pieces, in memoriam, remembrance
flash | Flash | flash tattoos, flash designs, original flash, own flash
freestyle | Freestyle | freestyle, free style, фристайл
avant-garde | Avant-garde | avantgarde, avant-garde, avant garde, contemporary, contemporaneo, contemporain
experimental | Experimental | experimental, mixed media, experimentell
"""


def _read() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    synonyms: dict[str, str] = {}
    for line in _CONTINUED.sub(" ", _TAXONOMY.strip()).splitlines():
        key, name, listed = (part.strip() for part in line.split("|", 2))
        names[key] = name
        for synonym in (name, key.replace("-", " "), *listed.split(",")):
            synonyms.setdefault(fold(synonym.strip()), key)
    return names, synonyms


_NAMES, _SYNONYMS = _read()

STYLE_NAMES: Mapping[str, str] = _NAMES
"""Display name of each style by its key."""

STYLE_OF: Mapping[str, str] = _SYNONYMS
"""Style key of each folded synonym."""

AMBIGUOUS = frozenset(
    fold(phrase.strip())
    for phrase in [
        "\n    traditional",
        " tradicional",
        " traditionnel",
        " traditionell",
        " color",
        " colour",
        " colores",
        " couleur",
        " couleurs",
        " farbe",
        " farbig",
        " kolor",
        "\n    cor",
        " cores",
        " kleur",
        " farg",
        " цвет",
        " цветная",
        " צבע",
        " nature",
        " natur",
        " cute",
        " vibrant",
        " delicate",
        " graphic",
        " graphics",
        " lines",
        " dots",
        "\n    patch",
        " flowers",
        " flower",
        " animal",
        " animals",
        " birds",
        " fauna",
        " pets",
        " horror",
        " void",
        " asian",
        " script",
        " trad",
        " flora",
        " natura",
        " dark",
        "\n    tiny",
        " leaves",
        " butterflies",
        " pixel",
        " movie",
        " disney",
        " symbols",
        " contemporary",
        " bamboo",
        " ocean",
        " plants",
        " insects",
        " bugs",
        " fantasy",
        "\n    statues",
        " geek",
        " nerd",
        " nerdy",
        " gamer",
        " ignorant",
        " naive",
        " sketch",
        " comic",
        " comics",
        " portrait",
        " portraits",
        " folk",
        " statue",
        "\n    military",
        " runes",
        " japon",
        " colori",
        " sombras",
        " cyber",
        " fonts",
        " illustration",
        " illustrations",
        " handwriting",
        " graphique",
        "\n    flash tattoos",
        " flash designs",
        " original flash",
        " own flash",
        " flash",
        " matching tattoos",
        " couple tattoos",
        " friendship tattoos",
        "\n    memorial",
        " memorials",
        " memorial pieces",
        " remembrance",
        " sleeves",
        " full sleeve",
        " full sleeves",
        " big pieces",
        " large pieces",
        "\n    back pieces",
        " backpieces",
        " grandes pieces",
        " freehand",
        " free hand",
        " free-hand",
        " negative space",
        " mythology",
        " landscape",
        "\n    landscapes",
        " mountains",
        " architecture",
        " buildings",
        " skyline",
        " sculpture",
        " renaissance",
        " abstract",
        " surreal",
        " spiritual",
        " tarot\n    ",
    ]
)
"""Words that are styles in a list of styles or beside a name, and anything else in running text."""

STYLE_WORDS = frozenset(
    word
    for word in _SYNONYMS
    if " " not in word and len(word) > 2 and word not in {"void", "flora", "trad", "mucha"}
)
"""Single words that name a style, and so do not stand in a person's name."""

SERVICE_WORDS = frozenset(
    [
        "tattoo",
        "tattoos",
        "piercing",
        "piercings",
        "tattooing",
        "laser",
        "removal",
        "aftercare",
        "consultation",
        "custom",
        "bespoke",
        "walk-ins",
        "permanent",
        "makeup",
        "microblading",
        "татуировка",
        "пирсинг",
        "перманентный",
        "tattoo-removal",
        "cosmetic",
        "jewelry",
    ]
)
"""What a studio sells rather than how it draws; never a style."""
