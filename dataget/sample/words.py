"""Parts that invented names and titles are put together from, by language and by genre."""

from __future__ import annotations


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = {
    "en": _split("""James Mary Robert Linda Walter Carol Dennis Gloria Terry Joyce Eugene
        Wanda Russell Denise Clifford Tina Marvin Yvonne Leroy Sheila Howard Beth Calvin Norma
        Floyd Gwen Curtis Holly Wesley Abigail Damian Imogen Rupert Tamsin Graham Nadine
        Trevor Leanne Marcus Simone Jerome Felicia Byron Rosalind Kenny Alma Dexter Naomi
        Elliot Hazel"""),
    "de": _split("""Jürgen Sabine Wolfgang Heike Dieter Ursula Günter Anke Matthias Birgit Uwe
        Elke Holger Silke Torsten Renate Klaus Gudrun Rainer Ilse Jörg Käthe Volker Britta
        Ulrich Annegret Steffen Kirsten"""),
    "fr": _split("""Étienne Hélène Gérard Sylvie Didier Nathalie Thierry Brigitte Bruno
        Chantal Gilles Véronique Alain Monique Jérôme Aurélie Yannick Solange Régis Édith
        Bastien Clémence"""),
    "it": _split("""Giancarlo Loredana Massimo Ornella Fabrizio Patrizia Enzo Mirella Stefano
        Luisa Gianni Rosalba Claudio Nicoletta Maurizio Ivana Sandro Tiziana Renzo Carmela"""),
    "es": _split("""Ramón Pilar Ignacio Rocío Joaquín Consuelo Andrés Marisol Gonzalo Lupita
        Héctor Graciela Rubén Yolanda Álvaro Estela Julián Beatriz Nicolás Amparo Óscar
        Dolores"""),
    "pt": _split("""João Márcia Antônio Conceição Sérgio Vanda Paulinho Lígia Edson Rosângela
        Nelson Fátima Wilson Inês Geraldo Célia Zeca Luzia"""),
    "nl": _split("""Joost Marijke Willem Annelies Sjoerd Femke Pieter Greetje Ruud Saskia Henk
        Tineke Bas Lotte Geert Mieke Koen Hanneke"""),
    "nordic": _split("""Björn Åsa Håkan Ingrid Lars Solveig Søren Kirsi Mikko Aino Jørgen
        Sigrún Anders Mette Øystein Tuula Göran Birgitta Einar Ragnhild Pekka Þóra"""),
    "east": _split("""Zbigniew Małgorzata Jiří Božena László Zsuzsa Mirosław Jarmila Vladimír
        Ildikó Krzysztof Věra Goran Snežana István Mariusz Zdeněk Dragana Ferenc Łucja"""),
    "jp": _split(
        """健一 洋子 隆 美香 誠 恵子 浩二 由美 和夫 久美子 哲也 直子 正樹 千春 義男 涼子 修 幸子"""
    ),
    "ru": _split("""Сергей Ольга Виктор Татьяна Юрий Людмила Алексей Галина Борис Наталья
        Игорь Светлана Павел Елена Григорий Вера Аркадий Зоя"""),
}

LAST_NAMES = {
    "en": _split("""Whitlock Carrow Pemberley Dunmore Haskett Lovelace Brackley Tillman
        Ostrander Quarles Fenwick Burdett Holloway Marlowe Stanfield Vickers Tolliver Ransome
        Kettering Ashdown Birdsong Crowther Delacroy Eastlake Farrant Gadsby Hargrave Ingleby
        Jessop Kirkbride Lathrop Merriday Norcross Oakhurst Pickard Quimby Rutledge Sedgwick
        Thackery Umpleby Vance Wetherell Yardley Abernathy Blakemore Coltrain Dockery Ellison
        Fairweather Gantry Huxtable Isherwood Juniper Kilbride Loomis Mayhew Nettles Orwin
        Pryor Redfern Skinner Trowbridge Upshaw Vernon Winslow Yates Bellweather Cottrell
        Drummond Everard"""),
    "de": _split("""Abendroth Birkenfeld Dahlmann Eichhorst Falkenrath Grünwald Hollstein
        Imhof Jägermann Krüppel Lindenau Mühlhaus Niedermeier Oberländer Pfannschmidt
        Rosenhain Schäfke Tannhoff Uhlenbruch Vollrath Wachsmann Zöllner Brandstetter
        Kesselring Löwenberg"""),
    "fr": _split("""Aubertin Beaumarais Chalifour Delorme Évrard Fontanel Garrigue Houdart
        Jolivet Kerbrat Lachenal Montvert Noiret Péronne Quesnel Rochefeuille Saintonge
        Tavernier Valmont Desrosiers Marchetaud"""),
    "it": _split("""Albertazzi Bellocchio Cavalloni Dell'Orso Fiorentini Galvani Lombardelli
        Marchesi Novelli Ottaviani Pellegrini Quaranta Roncalli Sant'Elia Tramontana Ubaldi
        Vecchietti Zanardelli Castelnuovo Morandini"""),
    "es": _split("""Alarcón Benavides Cifuentes Domínguez Escalante Fajardo Guerrero Hinojosa
        Iriarte Jaramillo Larrañaga Montalvo Noriega Olmedo Peñalver Quintanilla Robledo
        Sandoval Trujillo Urrutia Villaseñor Zamorano Cañizares"""),
    "pt": _split("""Albuquerque Bragança Cavalcanti Drumond Evangelista Figueiredo Gouveia
        Holanda Leitão Magalhães Nascimento Pimentel Queiroz Rezende Sampaio Teixeira
        Vasconcelos Assunção"""),
    "nl": _split("""Achterberg Boersma Dijkgraaf Elzinga Hoekstra Jongbloed Kuipers Lubbers
        Meerdink Nieuwenhuis Oosterhof Postma Roelofs Schouten Terpstra Verhoeven Westerveld
        Zijlstra"""),
    "nordic": _split("""Ahlström Bergqvist Dahlgaard Ekelöf Fagerlund Grønvold Hämäläinen
        Ingebrigtsen Jóhannsdóttir Kjeldsen Lindqvist Mäkelä Nygård Öberg Pettersen Rønning
        Sjöholm Tuominen Vestergård Wallin Østergaard"""),
    "east": _split("""Adamczyk Bartošek Csonka Dvořáček Fehérvári Grabowski Havlíček
        Jagodziński Kovačević Lipiński Molnárová Novotný Ostrowski Petrović Radványi Szymański
        Tóthová Wiśniewska Zelenka Žižka"""),
    "jp": _split(
        """朝倉 桐生 水野 白石 早川 森下 大西 北原 藤崎 片桐 黒沢 長谷部 椎名
        宮本 秋山 有村 三浦 小田切 柏木 神崎"""
    ),
    "ru": _split("""Белозёров Вершинина Горчаков Дубровин Ермолова Журавский Калашников
        Лебедева Морозов Незнамов Орловская Полянский Рощин Соколовская Трубачёв Устинов
        Чернышёва Шаповалов Щербаков"""),
}

RACY = _split("""Broken Velvet Electric Crimson Hollow Silver Midnight Wild Burning Lonesome
    Paper Savage Golden Static Bitter Restless Marble Crooked Neon Faded Iron Distant Quiet
    Violent Sleeping Frozen Painted Stray Rusted Hidden""")
THINGS = _split("""Orchard Lantern Harbour Machine Mirror Wolf Arrow Parade Engine Garden
    Feather Canyon Satellite Ribbon Anchor Thunder Compass Sparrow Furnace Cathedral Comet
    Meadow Telegraph Falcon Carousel Pistol Candle Avalanche Serpent Window Motel Saint Locket
    Prairie Tornado""")
CREATURES = _split("""Ramblers Rovers Drifters Wanderers Prophets Strangers Rebels Sinners
    Pilots Sailors Poets Orphans Bandits Gamblers Dreamers Tigers Ravens Coyotes Bishops
    Outlaws Giants Travellers Jesters Heretics Apostles Vandals""")
GRIM = _split("""Grim Bleak Mourn Night Frost Ash Raven Wither Blood Bone Plague Thorn Wrath
    Dusk Crypt Hex Storm Funeral Gore Mold""")
GRIM_ENDS = _split("""hollow fang throne gard shroud moor crown wrath helm spire veil rot
    wound mantle hymn grave coil scar vein mire""")
TECH = _split("""Poly Sub Mono Hydro Ultra Flux Nano Astro Cyber Hyper Iso Meta Para Turbo
    Vector Omni Proto Retro Tele Xeno Quad Infra Electro Vario Micro Ortho Luna Helio Lumi
    Inter""")
TECH_ENDS = _split("""form wave tron phase grid pulse plex drift sonic loop gate motion drone
    static shift field cell matic mode scape line port core chord graph""")
LABS = _split("""Circuit Modular Theorem Sequence Variable Signal Voltage Parallax Drift
    Kinetic Cascade Delta Contour Axiom Orbit Filter Spectrum Tangent Module Resonance""")
STREET = _split("""Kwik Smoove Raw Dolla Cipher Krome Verbal Phat Tek Jugga Mayhem Rhyme Blaze
    Sly Tripple Lyric Mental Ghostly Realm Nyce Stakz Chess Ruckus Vandal Scribe Payday""")
STREET_ENDS = _split("""Assassin Mob Clique Kingz Scholar Click Tribe Don Poet Science Fam
    Syndikat Boyz Ministry Army Council Unit Logik Mafia Villain""")
ROOTS = _split("""Mighty Upfull Natty Conquering Lion Zion Royal Rootsman Dread Righteous
    Majestic Steady Humble Ital Nyah Golden""")
ROOTS_ENDS = _split("""Warriors Foundation Pilgrims Tabernacle Gladiolas Vibration Harmonizers
    Congregation Defenders Chanters Abyssinia Seventh Shepherds Uprisers""")
SOULFUL = _split("""Velvet Sugar Cosmic Honey Ebony Sweet Soulful Mellow Silky Magic Downtown
    Uptown Lovely Groovy Superfly Heavenly""")
SOULFUL_ENDS = _split("""Inspirations Delights Emotions Explosion Sensations Persuasion
    Movement Affair Connection Vibrations Express Brotherhood Company Reaction Unlimited
    Exchange""")
NICKNAMES = _split("""Slim Blind Big Little Papa Mama Lonesome Barefoot Sleepy Crying Lefty
    Rooster Fats Memphis Sugar Tampa""")
TOWNS = _split("""Ald Brax Har Wester Thorn Kel Mar Ox Pen Rad Stan Tid Win Ash Cold Dun Elm
    Fair Grim Lang Mill North""")
TOWN_ENDS = _split("""wick moor ley ford bury combe dale ham stead worth field bridge haven
    mere cote minster""")
BLOCKS = _split("""Nova Prism Zenith Echo Cobalt Onyx Mirage Saffron Vertigo Indigo Tempest
    Ember Halcyon Cipher Solace Talisman Origami Monsoon Quartz Nimbus Vesper Juno Rapture
    Koan""")

BAND_WORDS = {
    "de": (_split("Die Das Trio Kapelle Gruppe Projekt"), _split("""Nachtschicht Großstadt
        Eisvogel Blechmann Sehnsucht Kaltfront Sternwarte Löwenzahn Taubenblau Flugzeug
        Heimweg Störfall Maschinenhaus Lichtung Scherben Wanderkranz Küstennebel Morgenstern""")),
    "fr": (_split("Les Orchestre Trio Groupe Bande"), _split("""Vagabonds Chats-Huants Étoiles
        Corsaires Funambules Lumières Passagers Minuits Hirondelles Rêveurs Oubliés Mirabelles
        Coquelicots Naufragés Bohèmes Saltimbanques""")),
    "it": (_split("I Gli Orchestra Complesso Gruppo Nuovi"), _split("""Corsari Notturni
        Ribelli Girasoli Viandanti Delfini Sognatori Lampioni Fuggitivi Marinai Satelliti
        Ciclamini Aquiloni Giganti Smeraldi Camaleonti-Blu""")),
    "es": (_split("Los Grupo Conjunto Orquesta Las Hermanos"), _split("""Relámpagos Caminantes
        Halcones Brillantes Gavilanes Cometas Piratas Trovadores Errantes Luceros Navegantes
        Centinelas Girasoles Búhos Faroles Pájaros Volcanes Diamantinos""")),
    "pt": (_split("Os Grupo Conjunto Banda Quarteto"), _split("""Andorinhas Tropeiros Sereias
        Malandrinhos Violeiros Canarinhos Marujos Vagalumes Cristais Navegantes-Do-Sul
        Jangadeiros Corações Girassóis Trovões""")),
    "nl": (_split("De Het Groep Orkest"), _split("""Zwervers Vuurtorens Dromers Zeemeeuwen
        Nachtvogels Straatmuzikanten Stoomboot Lantaarns Wolkenbrekers Polderjongens
        Havenzangers Windmolens""")),
    "nordic": (_split("Nord Natt Skog Is Vinter Måne Fjell Sol Hav Tåke"), _split("""lys storm
        vind gren slott fugl spår ström dröm skär heim ljus bråk vandring kraft eld""")),
    "east": (_split("Zespół Skupina Együttes Grupa Duo Kvartet"), _split("""Żuraw Měsíc
        Csillag Oblaci Wędrowiec Slavíci Délibáb Latawce Hvězda Vihar Jaskółki Ozvěna Rzeka
        Kormorán""")),
    "jp": (_split("青い 夜の 銀河 東京 赤い 電気 幻 風の 透明 真夏の"), _split("""楽団 少年 列車
        鳥 花火 機械 猫 海岸 時計 放送局 兄弟 植物園""")),
    "ru": (_split("Северный Ночной Синий Новый Дальний Последний Тихий Красный Старый"), _split("""
        Ветер Экспресс Маяк Театр Горизонт Перекрёсток Трамвай Оркестр Берег Полёт Сигнал Двор""")),
}  # fmt: skip

TITLE_LEADS = _split("""Silent Endless Golden Broken Electric Midnight Distant Crystal Lost
    Velvet Inner Secret Burning Falling Hidden Perfect Lonely Summer Winter Strange Sacred
    Blue Eternal Deep Paper Empty First Second Wild Liquid""")
TITLE_THINGS = _split("""Horizon Sky River Dream Heart City Motion Garden Fire Light Road
    Shadow Moon Rain Signal Mirror Memory Ocean Dance Circle Star Night Love Machine Morning
    Wind Bridge Window Echo Desert Flight Letter Game Storm Harbor Sunday Island Colour Train
    Promise""")
TITLE_PHRASES = (
    "Don't Let Go", "Into The Blue", "What You Need", "Back To You", "Never Look Down",
    "All Night Long Again", "Give It Up Slowly", "Between The Lines", "Under The Surface",
    "Say It Twice", "Running In Place", "Nothing But Time", "Out Of Reach", "Keep On Walking",
    "One More Mile", "After The Fact", "Close To Home", "Can't Explain It", "Over The Hill",
    "When The Lights Go", "Tell Me Nothing", "Without A Word", "Hold The Line Steady",
    "Is This Enough?", "Where We Began", "Something In The Air Tonight", "No Way Back",
    "Wait For Me Here", "Turn It Around", "Long Gone",
)  # fmt: skip
TITLE_LOCAL = {
    "de": _split("""Sehnsucht Morgenrot Fernweh Nachtfahrt Heimkehr Lichter Sommerregen
        Augenblick Wellen Abschied Spiegelbild Großstadtlied Zeitlos Wintermärchen Träumerei
        Küsse"""),
    "fr": _split("""Lumière L'Été Minuit Demain Souvenirs Voyage L'Orage Jamais Toujours
        Paris-Nord Déjà L'Adieu Soleil Tendresse Solitude Chère Rivière"""),
    "it": _split("""Notte Ricordi Estate Mare Domani Sole Tramonto Addio Vento Stelle Libertà
        Perché Gioventù Lontano Sempre Felicità"""),
    "es": _split("""Corazón Noche Camino Mañana Luna Sueño Olvido Fuego Verano Lágrimas Adiós
        Amanecer Cielo Nostalgia Madrugada Sirena"""),
    "pt": _split("""Saudade Manhã Coração Vento Estrela Praia Ilusão Caminho Solidão Verão
        Canção Lembrança Alegria Despedida"""),
    "nl": _split("""Heimwee Morgen Regen Stilte Verlangen Zomernacht Afscheid Zonder Vannacht
        Zeewind Droomland Ochtend"""),
    "nordic": _split("""Vinternatt Längtan Hjärtat Kesäyö Stjerner Midnattssol Hjem Höst
        Taivas Drömmar Sommer Ensamhet Kaipuu Vår"""),
    "east": _split("""Noc Tęsknota Jaro Csend Wspomnienie Lásko Álom Deszcz Podzim Zora Miłość
        Hajnal Svítání Żegnaj"""),
    "jp": ("夜明け", "さよなら", "夏の日", "恋の終わり", "東京の雨", "風の歌", "ありがとう",
           "遠い空",
           "花の街", "夢の中へ", "ロンリー・ナイト", "シーサイド", "星のかけら", "涙のドライブ"),
    "ru": ("Белая Ночь", "Осень", "Дорога Домой", "Прощай", "Звезда", "Последний Дождь", "Весна",
           "Город", "Мечта", "Снег", "Письмо", "Тишина", "На Берегу", "Лето"),
}  # fmt: skip
CLASSICAL_WORKS = ("Symphony", "Concerto", "Sonata", "String Quartet", "Suite", "Trio", "Fantasia",
                   "Partita", "Divertimento", "Serenade", "Piano Quintet", "Overture")  # fmt: skip
CLASSICAL_PARTS = ("Allegro", "Adagio", "Andante Con Moto", "Allegro Ma Non Troppo", "Scherzo",
                   "Menuetto", "Largo", "Presto", "Rondo: Vivace", "Allegretto",
                   "Finale: Allegro Molto", "Thema Mit Variationen")  # fmt: skip
KEYS = ("C Major", "D Minor", "E Flat Major", "G Minor", "A Major", "F Sharp Minor", "B Minor",
        "G Major", "C Sharp Minor")  # fmt: skip
MIXES = ("Original Mix", "Dub", "Club Mix", "Instrumental", "Extended Mix", "Radio Edit",
         "Vocal Mix", "Remix", "Reprise", "Dub Mix", "Acid Mix", "Edit")  # fmt: skip
