"""Cities, countries and parts of them that stand as headings beside people and are none. Written for this project."""

from inkscout.vocabulary.folding import words
from inkscout.vocabulary.given_names import GIVEN_NAMES

PLACES = (
    words(
        """
        london manchester birmingham leeds glasgow edinburgh liverpool bristol sheffield nottingham cardiff
        belfast dublin cork
        galway brighton newcastle york oxford cambridge bath exeter plymouth southampton portsmouth norwich
        leicester coventry
        berlin hamburg munchen munich koln cologne frankfurt stuttgart dusseldorf leipzig dresden hannover
        bremen dortmund essen
        nurnberg duisburg bochum wuppertal bielefeld bonn mannheim karlsruhe augsburg wiesbaden munster
        freiburg kiel rostock
        wien vienna graz linz salzburg innsbruck zurich bern basel geneva geneve lausanne luzern winterthur
        marseille lyon toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims grenoble
        dijon angers nimes
        brussels bruxelles antwerp antwerpen gent ghent liege brugge amsterdam rotterdam utrecht eindhoven
        groningen haarlem
        madrid barcelona valencia sevilla zaragoza malaga murcia bilbao alicante granada mallorca palma
        cordoba
        lisboa lisbon porto braga coimbra faro roma rome milano milan torino napoli palermo genova bologna
        firenze venezia verona
        bari catania padova warszawa warsaw krakow wroclaw poznan gdansk lodz szczecin katowice lublin praha
        prague brno
        ostrava bratislava kosice budapest debrecen bucuresti bucharest cluj timisoara sofia plovdiv zagreb
        split beograd belgrade
        ljubljana athens athina thessaloniki istanbul ankara izmir antalya moscow moskva kyiv kiev lviv
        odesa odessa kharkiv minsk
        vilnius kaunas riga tallinn tartu helsinki tampere turku stockholm goteborg gothenburg malmo uppsala
        oslo bergen
        trondheim copenhagen kobenhavn aarhus odense reykjavik
        york angeles chicago houston phoenix philadelphia antonio diego dallas jose jacksonville columbus
        indianapolis seattle
        denver boston nashville detroit portland memphis louisville baltimore milwaukee albuquerque tucson
        fresno sacramento
        atlanta miami oakland minneapolis tulsa tampa honolulu anaheim pittsburgh cincinnati anchorage
        newark orlando reno
        brooklyn manhattan queens bronx soho toronto montreal vancouver calgary edmonton ottawa winnipeg
        quebec halifax
        mexico guadalajara monterrey cancun tulum bogota medellin cali cartagena lima quito santiago buenos
        aires rosario mendoza
        montevideo asuncion caracas havana rio janeiro paulo brasilia salvador fortaleza recife curitiba
        melbourne brisbane perth canberra hobart auckland wellington christchurch tokyo osaka kyoto nagoya
        fukuoka sapporo
        yokohama seoul busan incheon beijing shanghai shenzhen guangzhou taipei kaohsiung hongkong singapore
        bangkok phuket
        pattaya hanoi saigon jakarta bali manila cebu makati mumbai delhi bangalore goa kolkata chennai pune
        dubai
        jerusalem haifa cairo casablanca marrakech nairobi kigali lagos accra johannesburg capetown durban
        england scotland wales ireland germany deutschland austria osterreich switzerland schweiz suisse
        svizzera france belgium
        belgique nederland netherlands holland spain espana portugal italy italia poland polska czechia
        slovakia hungary romania
        bulgaria greece turkey turkiye russia ukraine ukraina estonia latvia lithuania finland suomi sweden
        sverige norway norge
        denmark danmark iceland canada usa america brazil brasil argentina chile colombia peru australia
        zealand japan korea china
        taiwan thailand vietnam indonesia philippines india israel egypt morocco kenya nigeria africa europe
        asia
        california texas florida oregon nevada arizona colorado washington illinois ohio michigan
        pennsylvania massachusetts
        tennessee kentucky louisiana oklahoma utah wisconsin minnesota missouri iowa kansas maryland
        connecticut hawaii alaska
        yorkshire sussex kent essex surrey cornwall devon somerset bayern hessen sachsen normandie bretagne
        provence catalunya
        cataluna andalucia toscana lombardia sicilia
        москва петербург киев харьков одесса львов минск казань екатеринбург новосибирск красноярск самара
        россия украина беларусь
        київ харків одеса львів україна дніпро надвірна תל-אביב ירושלים חיפה ישראל
        """
    )
    - GIVEN_NAMES
)
"""Folded words of places; those that are given names too (Paris, Florence, Sydney) are left out."""
