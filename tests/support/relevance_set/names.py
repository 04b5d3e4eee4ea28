"""Invented names of people, studios and places in several scripts, for a generated directory."""

GIVEN = {
    "GB": """
    Alfie Beatrix Callum Daisy Ellis Freya George Harriet Isla Jasper Kezia Lewis Martha Nell Oscar
    Poppy Quentin Rowan Sadie Toby Una Verity Wilf Yasmin Zara Bronwyn Gethin Morag Struan Elspeth
    """,
    "US": """
    Austin Brooklyn Cody Dakota Emmett Faith Grayson Hailey Ivy Jaxon Kaylee Logan Mackenzie Nolan
    Oakley Piper Quincy Ryder Sierra Travis Ulysses Violet Wyatt Xander Yolanda Zoey Marisol Deshawn
    Keiko Tallulah
    """,
    "DE": """
    Annika Björn Claudia Dieter Elke Florian Günther Heike Ingo Jörg Käthe Lukas Marlene Nils Ottilie
    Petra Rüdiger Sönke Tanja Uwe Vera Wolfgang Jürgen Greta Moritz Svenja
    """,
    "FR": """
    Amélie Baptiste Chloé Damien Élodie François Gaëlle Hugo Inès Jérôme Léa Maëlys Noé Océane Pascal
    Rémi Solène Théo Valérie Zoé Bérénice Cédric Aurélien
    """,
    "ES": """
    Álvaro Begoña Carmen Diego Estíbaliz Fermín Gonzalo Iñaki Joaquín Lucía Mónica Nuria Óscar Pilar
    Raúl Sofía Tomás Úrsula Verónica Ximena Yago
    """,
    "IT": """
    Alessia Bruno Chiara Davide Elisabetta Fabrizio Giulia Iacopo Lorenzo Martina Nicolò Ottavia Paolo
    Raffaella Simone Teresa Umberto Viola
    """,
    "PL": """
    Agnieszka Bartosz Celina Dawid Elżbieta Grzegorz Halina Jacek Kasia Łukasz Małgorzata Norbert Ola
    Paweł Rafał Sławomir Weronika Zbigniew Żaneta
    """,
    "BR": """
    Ana Beatriz Caio Débora Eduardo Fabiana Gustavo Helena Igor Joana Kauã Letícia Murilo Natália Otávio
    Priscila Rodrigo Thaís Vinícius Wesley
    """,
    "SE": """
    Åsa Björn Elin Gustaf Håkan Ingrid Jonas Kerstin Lotta Måns Nils Örjan Saga Tuva Ulf Viggo Ylva
    """,
    "CZ": """
    Adéla Bohumil Dušan Eliška František Gabriela Honza Jiří Kateřina Luboš Markéta Ondřej Radek Šárka
    Tereza Vojtěch Žofie
    """,
    "TR": """
    Ayşe Barış Çiğdem Deniz Ebru Fırat Gökhan Hülya İpek Kaan Leyla Mert Nazlı Oğuz Pınar Selin Şule
    Tolga Umut Yağmur
    """,
    "RU": """
    Алексей Борис Варвара Глеб Дарья Евгений Зоя Иван Ксения Лев Мария Никита Ольга Павел Рената
    Светлана Тимур Ульяна Фёдор Юлия
    """,
    "UA": """
    Андрій Богдана Василь Ганна Дмитро Євгенія Зоряна Ігор Катерина Любомир Марта Назар Олена Петро
    Роман Соломія Тарас Уляна Христина Ярослав
    """,
    "GR": """
    Αλέξανδρος Βασιλική Γιώργος Δήμητρα Ελένη Ζωή Ηλίας Θάλεια Ιωάννης Κατερίνα Λεωνίδας Μαρία Νίκος
    Ξένια Παναγιώτης Σοφία
    """,
    "JP": """
    アヤ ハルト ヒナ カイト ケンジ マナミ ミサキ ナオ レン リク サクラ ショウタ ソラ タクミ ユイ ユウト
    """,
    "KR": """
    민준 서연 도윤 하은 지호 수아 예준 지민 현우 유나 준서 다은
    """,
    "IL": """
    אביגיל דניאל יעל נועם רוני שירה תמר עומר איתי מאיה
    """,
    "NL": """
    Anouk Bram Carlijn Daan Eline Femke Gijs Hanneke Joost Kees Lotte Maarten Nienke Pieter Roos Sjoerd
    Tess Wouter
    """,
    "AU": """
    Banjo Charlotte Darcy Evie Flynn Georgia Hamish Indiana Jarrah Kirra Lachlan Matilda Nate Olive
    Paige Riley Sienna Taj
    """,
    "MX": """
    Ximena Alejandro Brenda Citlali Damián Esmeralda Fernando Guadalupe Héctor Itzel Jimena Kevin Lupita
    Memo Nayeli Omar Paola Quetzal
    """,
}

FAMILY = {
    "GB": """
    Ashworth Birkenshaw Crowther Dewhurst Entwistle Fothergill Greenhalgh Hargreaves Illingworth Jowett
    Kitchener Longbottom Murgatroyd Naylor Oldroyd Pickersgill Quarmby Ramsbottom Sutcliffe
    Thistlethwaite Umpleby Varley Wolstenholme Yeadon McAllister Trevithick Penhaligon Llewellyn
    """,
    "US": """
    Abernathy Blackburn Castellanos Delacroix Eisenhauer Fitzgerald Gallagher Hawthorne Ingersoll
    Jablonski Kowalczyk Lundgren Montgomery Nakamura Okonkwo Pendergast Quintana Rosenthal Stonebridge
    Thibodeaux Underwood Vandenberg Whitaker Youngblood Zimmerman Pettigrew
    """,
    "DE": """
    Ackermann Böttcher Dürrenmatt Eichendorff Fröhlich Grünewald Hölderlin Jäger Köhler Lüdemann Müller
    Niemöller Öhlschläger Pfänder Rößler Schäfer Träger Übelacker Völker Wäckerle Zängerle
    """,
    "FR": """
    Archambault Beauséjour Chênevert Desrosiers Evrard Fournier Guérin Hébert Jolicœur Lefèvre Marchand
    Noël Ouellet Pépin Quénneville Rousseau Sauvé Thériault Vaillancourt
    """,
    "ES": """
    Aranburu Bermúdez Castañeda Domínguez Echeverría Fernández Goikoetxea Hernández Ibáñez Jiménez
    Larrañaga Muñoz Núñez Ordóñez Peñalver Quiñones Rodríguez Sepúlveda Urrutia Velázquez Zubizarreta
    """,
    "IT": """
    Accardi Bevilacqua Cavalcanti Dellarocca Esposito Ferrantelli Guicciardini Locatelli Mastrangelo
    Notarbartolo Passalacqua Quattrocchi Scognamiglio Tagliaferri Ungaretti Vespucci Zuccarelli
    """,
    "PL": """
    Brzęczyszczykiewicz Chrzanowski Dąbrowski Gąsiorowska Jabłoński Kościelniak Lewandowska Łukaszewicz
    Michałowski Nowakowska Ołdakowski Piątkowska Różański Szczepańska Wąsowski Wiśniewska Zawadzki
    Żeromska
    """,
    "BR": """
    Albuquerque Bittencourt Cavalcante Drummond Espíndola Figueiredo Guimarães Magalhães Nascimento
    Paranhos Queiroz Rebouças Sampaio Tavares Vasconcelos Ximenes
    """,
    "SE": """
    Åkesson Bergström Dahlgren Ekström Forsberg Hägglund Järvinen Källström Lindqvist Månsson Nyström
    Öberg Rönnblad Sjöström Törnqvist Wallander
    """,
    "CZ": """
    Bartoš Čapek Dvořák Hašková Jeřábek Křížová Lněnička Mráček Novotný Říhová Sedláček Šimůnek Tůmová
    Vlček Zajíček Žižka
    """,
    "TR": """
    Akyüz Bozdoğan Çelik Demirtaş Erdoğdu Göktürk Işık Karabulut Öztürk Şimşek Türkmen Uçar Yıldırım
    Zengin
    """,
    "RU": """
    Абрамов Белоусова Воронцов Гончарова Дьячков Ермолаева Журавлёв Зимина Козлов Лебедева Муравьёв
    Орлова Поляков Румянцева Соколов Тихонова Чернышёв Щербакова
    """,
    "UA": """
    Бондаренко Вишневський Гнатюк Довженко Захарчук Кравченко Лисенко Мельник Олійник Панченко Романюк
    Савчук Ткаченко Шевчук
    """,
    "GR": """
    Αντωνίου Βλαχόπουλος Γεωργίου Δημητρίου Καραγιάννης Μακρής Οικονόμου Παπαδόπουλος Σταματίου Χατζής
    """,
    "JP": """
    田中 佐藤 鈴木 高橋 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 松本
    """,
    "KR": """
    김 이 박 최 정 강 조 윤 장 임
    """,
    "IL": """
    כהן לוי מזרחי פרץ ביטון דהן אברהם פרידמן שפירא
    """,
    "NL": """
    Bakhuizen Brouwer Dijkstra Elzinga Groeneveld Hoekstra Jansonius Kuipers Lindeboom Meijerink
    Oosterhuis Postma Ruijgrok Schuurman Terpstra Veenstra Zijlstra
    """,
    "AU": """
    Bannerman Carmody Dunbarton Eaglehawk Farquharson Gillespie Hollingdale Jindabyne Kilmartin Lonsdale
    Merriweather Nullarbor Ormond Pemberton Rathbone Strickland Tarrant Wollstone
    """,
    "MX": """
    Altamirano Bustamante Cuauhtémoc Dorantes Elizondo Fuentes Gallardo Huerta Izaguirre Juárez Lozano
    Montemayor Olivares Palafox Rentería Santillán Tejeda Villaseñor Zaragoza
    """,
}

CITIES = {
    "GB": """
    Leeds:53.80:-1.55 London:51.51:-0.13 Manchester:53.48:-2.24 Brighton:50.82:-0.14 Glasgow:55.86:-4.25
    Bristol:51.45:-2.59 York:53.96:-1.08 Birmingham:52.48:-1.90
    """,
    "US": """
    Austin:30.27:-97.74 Portland:45.52:-122.68 New_York:40.71:-74.01 Chicago:41.88:-87.63
    San_Francisco:37.77:-122.42 Birmingham:33.52:-86.80 Paris:33.66:-95.56
    """,
    "DE": """
    Berlin:52.52:13.40 Köln:50.94:6.96 München:48.14:11.58 Hamburg:53.55:9.99 Düsseldorf:51.23:6.78
    """,
    "FR": """
    Paris:48.86:2.35 Lyon:45.76:4.84 Marseille:43.30:5.37 Saint-Étienne:45.44:4.39
    """,
    "ES": """
    Barcelona:41.39:2.17 Madrid:40.42:-3.70 Málaga:36.72:-4.42
    """,
    "IT": """
    Roma:41.90:12.50 Milano:45.46:9.19 Torino:45.07:7.69
    """,
    "PL": """
    Kraków:50.06:19.94 Łódź:51.76:19.46 Wrocław:51.11:17.03
    """,
    "BR": """
    São_Paulo:-23.55:-46.63 Rio_de_Janeiro:-22.91:-43.17 Florianópolis:-27.59:-48.55
    """,
    "SE": """
    Göteborg:57.71:11.97 Malmö:55.60:13.00 Stockholm:59.33:18.07
    """,
    "CZ": """
    Praha:50.08:14.44 Brno:49.20:16.61
    """,
    "TR": """
    İstanbul:41.01:28.98 İzmir:38.42:27.14
    """,
    "RU": """
    Москва:55.76:37.62 Казань:55.79:49.12
    """,
    "UA": """
    Київ:50.45:30.52 Львів:49.84:24.03
    """,
    "GR": """
    Αθήνα:37.98:23.73 Θεσσαλονίκη:40.64:22.94
    """,
    "JP": """
    東京:35.68:139.69 大阪:34.69:135.50
    """,
    "KR": """
    서울:37.57:126.98
    """,
    "IL": """
    תל_אביב:32.08:34.78
    """,
    "NL": """
    Amsterdam:52.37:4.90 Utrecht:52.09:5.12 Den_Haag:52.08:4.31
    """,
    "AU": """
    Melbourne:-37.81:144.96 Fremantle:-32.05:115.75
    """,
    "MX": """
    Guadalajara:20.66:-103.35 Oaxaca:17.07:-96.73
    """,
}

STUDIO_FIRST = """
    Black Gilded Crooked Hollow Iron Velvet Saint Northern Electric Wandering Paper Silver Crimson Quiet
    Salt Thorn Copper Midnight Lucky Broken Painted Raven Willow Ember Marble Foxglove Juniper Obsidian
    Saffron Cobalt Hemlock Bramble Lantern Sparrow Thistle Kestrel
    """

STUDIO_SECOND = """
    Harbour Needle Anchor Lantern Rose Serpent Compass Chapel Orchard Dagger Moth Lighthouse Swallow
    Parlour Atelier Collective Workshop Garden Foundry Cathedral Arcade Union Circus Kingdom Observatory
    Meadow Monolith Canopy Labyrinth Pavilion
    """

STUDIO_LAST = """
    Tattoo Ink Tattoo_Studio Tattoo_Collective Studio Tattoos Atelier
    """

STYLES = """
    american-traditional neo-traditional japanese blackwork dotwork linework fine-line micro-realism
    realism black-and-grey watercolor geometric mandala ornamental tribal polynesian chicano lettering
    illustrative sketch surrealism abstract minimalist handpoke anime floral biomechanical trash-polka
    portrait cover-up
    """
SYLLABLES = """
    var nol kes tri bram dor fen gal hul jor kym lus mer nyx ost pav quil ros syl tarn ulf vex wen yar zol
    bris clen drav elm frost gwyn hark isk jask krel lorn mos neb orl plim rav skar thim urs vol wrex yol zan
    """
