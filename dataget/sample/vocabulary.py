"""The words of the dumps that a sample is made of: genres, styles, countries, carriers, roles.

Shares follow samples of the real dumps; a genre's share there is of *releases that name
it*, of which a third name a second one.
"""

from __future__ import annotations

from typing import NamedTuple

#: How often a genre leads a release, per thousand.
LEADING_GENRES = {
    "Rock": 305,
    "Electronic": 212,
    "Pop": 118,
    "Folk, World, & Country": 95,
    "Classical": 69,
    "Jazz": 56,
    "Hip Hop": 39,
    "Funk / Soul": 34,
    "Latin": 21,
    "Stage & Screen": 18,
    "Reggae": 18,
    "Blues": 15,
    "Non-Music": 8,
    "Children's": 6,
    "Brass & Military": 2,
}

#: What the second genre of a release is, by its first; every third release has one.
SECOND_GENRES = {
    "Rock": {"Pop": 52, "Electronic": 12, "Folk, World, & Country": 11, "Blues": 9, "Jazz": 5,
             "Funk / Soul": 5, "Stage & Screen": 4, "Hip Hop": 2},
    "Electronic": {"Rock": 30, "Pop": 34, "Hip Hop": 10, "Funk / Soul": 12, "Jazz": 6,
                   "Stage & Screen": 5, "Classical": 2, "Reggae": 2, "Latin": 2},
    "Pop": {"Rock": 40, "Electronic": 20, "Folk, World, & Country": 14, "Stage & Screen": 11,
            "Funk / Soul": 7, "Latin": 6, "Jazz": 5, "Children's": 2},
    "Folk, World, & Country": {"Pop": 42, "Rock": 25, "Latin": 12, "Blues": 5, "Children's": 4,
                               "Jazz": 5, "Non-Music": 2, "Reggae": 2},
    "Classical": {"Stage & Screen": 50, "Folk, World, & Country": 15, "Electronic": 13,
                  "Non-Music": 10, "Pop": 10},
    "Jazz": {"Funk / Soul": 25, "Pop": 23, "Rock": 18, "Electronic": 10, "Latin": 9,
             "Folk, World, & Country": 6, "Blues": 6, "Stage & Screen": 4},
    "Hip Hop": {"Funk / Soul": 40, "Electronic": 27, "Pop": 19, "Rock": 6, "Reggae": 6},
    "Funk / Soul": {"Electronic": 28, "Pop": 28, "Jazz": 20, "Hip Hop": 12, "Rock": 9, "Blues": 4},
    "Latin": {"Pop": 33, "Folk, World, & Country": 31, "Jazz": 16, "Funk / Soul": 8, "Rock": 8},
    "Stage & Screen": {"Pop": 31, "Electronic": 19, "Rock": 18, "Classical": 16, "Jazz": 10},
    "Reggae": {"Pop": 28, "Electronic": 26, "Hip Hop": 20, "Rock": 13, "Funk / Soul": 13},
    "Blues": {"Rock": 52, "Jazz": 14, "Funk / Soul": 14, "Folk, World, & Country": 12},
    "Non-Music": {"Electronic": 22, "Stage & Screen": 18, "Children's": 25, "Pop": 15,
                  "Hip Hop": 10, "Classical": 10},
    "Children's": {"Non-Music": 30, "Pop": 35, "Folk, World, & Country": 25,
                   "Stage & Screen": 15},
    "Brass & Military": {"Folk, World, & Country": 40, "Pop": 25, "Classical": 20, "Jazz": 10},
}  # fmt: skip


class Style(NamedTuple):
    """A style and the years in which new music in it appears."""

    name: str
    first: int
    last: int


def _styles(table: str) -> tuple[Style, ...]:
    """Styles of a text ``Techno 1985, Big Beat 1993-2004``; the most common ones lead."""
    found = []
    for entry in " ".join(table.split()).split(", "):
        name, _, years = entry.rpartition(" ")
        first, _, last = years.partition("-")
        found.append(Style(name, int(first), int(last or 9999)))
    return tuple(found)


STYLES = {
    "Rock": _styles("""
        Pop Rock 1962, Alternative Rock 1983, Indie Rock 1985, Punk 1975, Hard Rock 1967,
        Hardcore 1980, Heavy Metal 1970, Psychedelic Rock 1966, Classic Rock 1965-1995,
        Rock & Roll 1954-1975, Prog Rock 1968, Black Metal 1984, Death Metal 1986,
        Post-Punk 1978, Folk Rock 1964, New Wave 1977-1995, Soft Rock 1969, Garage Rock 1963,
        Thrash 1983, Experimental 1966, Blues Rock 1965, Art Rock 1967, Shoegaze 1988,
        Doom Metal 1984, Noise 1980, Grindcore 1986, Rockabilly 1954, Industrial 1979,
        Stoner Rock 1990, Country Rock 1967, Goth Rock 1979, Krautrock 1969-1980,
        Grunge 1987-2000, Glam 1970-1992, Post Rock 1993, Power Pop 1972, Post-Hardcore 1988,
        Surf 1961, Emo 1988, Beat 1962-1970, Arena Rock 1974-1995, Acid Rock 1966-1975,
        Mod 1963-1984, Southern Rock 1970, Space Rock 1969, Symphonic Rock 1969,
        Math Rock 1991, Metalcore 1994, Nu Metal 1994, Sludge Metal 1990, Speed Metal 1982,
        Power Metal 1985, Progressive Metal 1987, Melodic Death Metal 1993, Folk Metal 1994,
        Gothic Metal 1992, Viking Metal 1988, Symphonic Metal 1996, Funeral Doom Metal 1993,
        Atmospheric Black Metal 1993, Post-Metal 1999, Groove Metal 1990, Crust 1984, Oi 1978,
        Pop Punk 1977, Ska 1979, Psychobilly 1981, Deathrock 1980, Coldwave 1979,
        No Wave 1978-1988, Noise Rock 1986, Lo-Fi 1985, Dream Pop 1984, Jangle Pop 1982,
        Britpop 1993-2002, Twist 1960-1965, Pub Rock 1972-1982, Yé-Yé 1962-1970,
        Skiffle 1954-1962, Screamo 1993, Slowcore 1990, Midwest Emo 1994, Mathcore 1997,
        Deathcore 2002, Power Violence 1989, Melodic Hardcore 1986, Crossover Thrash 1984,
        J-Rock 1970, Group Sounds 1965-1971, Blackgaze 2005, Synthpunk 1978, Horror Rock 1979,
        Rock Opera 1968-1995"""),
    "Electronic": _styles("""
        House 1985, Techno 1986, Experimental 1968, Synth-pop 1979, Ambient 1975, Trance 1991,
        Electro 1981, Deep House 1987, Tech House 1994, Drum n Bass 1993, Disco 1975-2004,
        Downtempo 1990, Progressive House 1991, Minimal 1993, Noise 1978, IDM 1992,
        Industrial 1978, Euro House 1988, Hardcore 1990, Italo-Disco 1978-1992,
        Breakbeat 1990, Progressive Trance 1993, Drone 1975, Dark Ambient 1981, EBM 1981,
        Acid 1987, Leftfield 1989, Hard Trance 1991, Dubstep 2002, Abstract 1988, Breaks 1992,
        UK Garage 1995, Eurodance 1989-2005, Dub Techno 1993, Hard House 1992-2012,
        Minimal Techno 1993, Garage House 1988, Acid House 1987, Jungle 1991, Glitch 1995,
        Happy Hardcore 1992-2008, Hi NRG 1980-1996, Trip Hop 1992, Gabber 1991,
        Big Beat 1994-2006, Psy-Trance 1995, Nu-Disco 2003, Electro House 2003,
        Future Jazz 1994, New Age 1976, Chiptune 1998, Synthwave 2008, Vaporwave 2010,
        Darkwave 1982, New Wave 1978-1992, Dance-pop 1984, Freestyle 1983-1996,
        New Beat 1986-1992, Hip-House 1987-1995, Berlin-School 1973, Broken Beat 1998,
        Goa Trance 1993, Tribal House 1991, Tribal 1990, Speedcore 1994, Breakcore 1996,
        Hardstyle 1999, Schranz 1997, French House 1994, Microhouse 1999, Ghetto House 1991,
        Juke 1998, Footwork 2005, Grime 2002, UK Funky 2006, Bassline 2003,
        Speed Garage 1996-2004, Electroclash 1998-2010, Musique Concrète 1950-1995,
        Electroacoustic 1955, Sound Collage 1965, Field Recording 1970,
        Power Electronics 1980, Rhythmic Noise 1990, Dark Electro 1988, Future Pop 1998,
        Witch House 2009, Hyperpop 2014, Lento Violento 2003, Makina 1991, Jumpstyle 1997,
        Bleep 1988-1994, Balearic 1987, Ambient House 1989-2000, Illbient 1994-2004,
        Glitch Hop 2001, Bass Music 2009, Future House 2013, Tropical House 2013,
        Progressive Breaks 1997, Neo Trance 2004, Tech Trance 1998, Italodance 1996,
        Italo House 1989-1998, Eurobeat 1985, Euro-Disco 1976-1992, Hands Up 1999, Donk 2003,
        Doomcore 1993, Deep Techno 1994, Hard Techno 1992, Hypnagogic pop 2008, Skweee 2006,
        Baltimore Club 1992"""),
    "Pop": _styles("""
        Ballad 1950, Vocal 1945, Chanson 1945, Pop Rock 1962, Schlager 1950, Europop 1975,
        Easy Listening 1955-1990, Dance-pop 1984, Synth-pop 1980, Indie Pop 1984, J-pop 1985,
        Light Music 1950-1985, Soft Rock 1969, Disco 1975-1983, Novelty 1950-1990,
        City Pop 1976-1990, Kayōkyoku 1950-1990, Bubblegum 1967-1978, Holiday 1950,
        Latin Pop 1980, Contemporary R&B 1990, Music Hall 1945-1970, Enka 1955,
        Karaoke 1985-2010, Beat 1963-1970, Swing 1945-1960, Levenslied 1955,
        Italo-Disco 1980-1990, Barbershop 1948-1980, Sunshine Pop 1966-1972, Baroque Pop 1965,
        Ethno-pop 1985, Eurodance 1990-2002, Twist 1960-1965, Yé-Yé 1962-1970,
        Shibuya-Kei 1990-2004, Anison 1970, Russian Pop 1988, Dansband 1965, Disco Polo 1990,
        Alt-Pop 2008, Power Pop 1975, Parody 1955, Exotica 1955-1968, Lounge 1955"""),
    "Folk, World, & Country": _styles("""
        Country 1945, Folk 1948, Bluegrass 1947, Celtic 1965, Honky Tonk 1946-1990,
        Country Rock 1969, African 1955, Flamenco 1948, Fado 1950, Volksmusik 1950,
        Polka 1946, Chanson 1948, Hillbilly 1945-1960, Western Swing 1945-1965, Nordic 1965,
        Hawaiian 1946, Klezmer 1972, Romani 1960, Highlife 1958, Soukous 1968, Afrobeat 1970,
        Cajun 1955, Zydeco 1965, Musette 1946-1980, Indian Classical 1960, Hindustani 1960,
        Gospel 1948, Religious 1950, Sea Shanties 1956, Zouk 1980, Népzene 1968, Min'yō 1955,
        Neofolk 1986, Antifolk 1990, Gamelan 1968, Catalan Music 1965,
        Canzone Napoletana 1947-1985, Pipe & Drum 1958, Sámi Music 1972, Desert Blues 1990,
        Tamburitza 1955, Sephardic 1970, Progressive Bluegrass 1971"""),
    "Classical": _styles("""
        Romantic 1946, Baroque 1952, Classical 1946, Modern 1955, Contemporary 1962,
        Opera 1946, Choral 1950, Renaissance 1960, Medieval 1962, Impressionist 1952,
        Neo-Classical 1955, Operetta 1948-1985, Early 1965, Religious 1952,
        Chamber Music 1952, Symphony 1950, Concerto 1950, Sonata 1952, Lied 1950,
        Modern Classical 1985, Minimalism 1970, Post-Modern 1975, Neo-Romantic 1960,
        Piano 1955, Organ 1957, String Ensemble 1955, Orchestra 1950, Oratorio 1955,
        Mass 1955, Requiem 1956, Ballet 1952, Motet 1965, Madrigal 1962, Plainchant 1960,
        Classical Guitar 1958, Serial 1960, Twelve-tone 1958, Late Romantic 1958,
        Expressionist 1960, Cantata 1956, Suite 1955, Zarzuela 1952"""),
    "Jazz": _styles("""
        Contemporary Jazz 1975, Swing 1932-1975, Fusion 1969, Free Improvisation 1966,
        Bop 1946-1980, Hard Bop 1954-1985, Big Band 1932, Free Jazz 1959, Dixieland 1930-1985,
        Post Bop 1963, Jazz-Funk 1971, Cool Jazz 1949-1980, Smooth Jazz 1980, Latin Jazz 1950,
        Soul-Jazz 1958-1985, Avant-garde Jazz 1962, Modal 1959-1985, Easy Listening 1955-1985,
        Jazz-Rock 1968, Acid Jazz 1988-2010, Ragtime 1925-1980, Gypsy Jazz 1935,
        Bossa Nova 1960, Vocal 1940, Afro-Cuban Jazz 1950, Spiritual Jazz 1966,
        Jazzdance 1986, Future Jazz 1995, Stride 1928-1970, Dark Jazz 2000, Afrobeat 1972,
        Space-Age 1956-1968"""),
    "Hip Hop": _styles("""
        Conscious 1988, Gangsta 1988, Pop Rap 1988, Boom Bap 1987, Hardcore Hip-Hop 1988,
        Instrumental 1993, Thug Rap 1993, Trap 2003, Electro 1982-1992, RnB/Swing 1989-2008,
        Turntablism 1994, Jazzy Hip-Hop 1990, Cut-up/DJ 1985, G-Funk 1991, Trip Hop 1993,
        Bass Music 1988, Miami Bass 1985-2000, Ragga HipHop 1989-2005, DJ Battle Tool 1992,
        Britcore 1988-1996, Crunk 1998-2010, Bounce 1993, Cloud Rap 2009, Drill 2012,
        Grime 2003, Horrorcore 1991, Screw 1993, Phonk 2013, Memphis Rap 1991,
        Hyphy 2000-2010, Beatbox 1984, Favela Funk 1995, Low Bap 1993"""),
    "Funk / Soul": _styles("""
        Soul 1959, Disco 1974-1984, Funk 1966, Rhythm & Blues 1949-1970, RnB/Swing 1988-2008,
        Contemporary R&B 1990, Gospel 1950, Neo Soul 1995, Boogie 1978-1988, P.Funk 1970-1990,
        Swingbeat 1987-1996, New Jack Swing 1987-1996, UK Street Soul 1987-1996,
        Free Funk 1972, Minneapolis Sound 1979-1992, Afrobeat 1970, Go-Go 1977,
        Bayou Funk 1967-1980, Psychedelic 1967-1976"""),
    "Latin": _styles("""
        Salsa 1968, Cumbia 1955, Bolero 1946, Samba 1948, MPB 1965, Bossa Nova 1959,
        Tango 1932, Merengue 1955, Ranchera 1948, Reggaeton 1995, Mambo 1949-1965,
        Cha-Cha 1953-1970, Son 1946, Guaguancó 1955, Mariachi 1950, Vallenato 1965,
        Bachata 1970, Norteño 1955, Corrido 1952, Boogaloo 1965-1973, Forró 1958,
        Guaracha 1950-1980, Descarga 1957-1980, Tejano 1968, Rumba 1950, Pachanga 1959-1970,
        Choro 1950, Latin Jazz 1952, Nueva Cancion 1963-1990, Música Criolla 1955,
        Milonga 1948, Son Montuno 1958, Baião 1948-1975, Sertanejo 1962, Pagode 1982,
        Axé 1986, Lambada 1984-1994, Timba 1990, Champeta 1985, Banda 1970"""),
    "Stage & Screen": _styles("""
        Soundtrack 1950, Score 1955, Musical 1946, Theme 1955, Video Game Music 1986,
        Cabaret 1950, Music Video 1985, Vaudeville 1946-1965"""),
    "Reggae": _styles("""
        Roots Reggae 1970, Dancehall 1980, Dub 1972, Reggae 1968, Lovers Rock 1975, Ska 1962,
        Rocksteady 1966-1970, Reggae-Pop 1975, Calypso 1955, Soca 1977, Ragga 1985,
        Mento 1952-1968, Dub Poetry 1978, Steel Band 1957, Reggae Gospel 1978,
        Toasting 1970-1982, Bubbling 1990"""),
    "Blues": _styles("""
        Electric Blues 1949, Rhythm & Blues 1949-1970, Chicago Blues 1950, Country Blues 1930,
        Blues Rock 1966, Modern Electric Blues 1975, Delta Blues 1930, Piano Blues 1932,
        Harmonica Blues 1950, Texas Blues 1950, Jump Blues 1946-1958, Boogie Woogie 1936,
        Louisiana Blues 1952, Piedmont Blues 1935, East Coast Blues 1950,
        Hill Country Blues 1965"""),
    "Non-Music": _styles("""
        Spoken Word 1950, Comedy 1955, Field Recording 1965, Audiobook 1975, Poetry 1955,
        Radioplay 1955, Interview 1962, Special Effects 1958, Education 1955, Religious 1958,
        Speech 1950, Dialogue 1965, Monolog 1958, Promotional 1962, Political 1958,
        Therapy 1975, Health-Fitness 1978, Technical 1962, Public Broadcast 1955, Sermon 1955"""),
    "Children's": _styles("""
        Story 1950, Nursery Rhymes 1952, Educational 1958, Radioplay 1962, Lullaby 1955,
        Vocal 1952, Audiobook 1975, Holiday 1955, Soundtrack 1965"""),
    "Brass & Military": _styles("""
        Brass Band 1948, Marches 1946, Military 1946, Pipe & Drum 1955, Concert Band 1955"""),
}  # fmt: skip

#: Styles that only artists of one language play here.
LOCAL_STYLES = {
    "Schlager": "de", "Volksmusik": "de", "Krautrock": "de", "Berlin-School": "de",
    "Chanson": "fr", "Musette": "fr", "Yé-Yé": "fr", "Canzone Napoletana": "it",
    "Italo-Disco": "it", "Flamenco": "es", "Catalan Music": "es", "Zarzuela": "es",
    "Fado": "pt", "Levenslied": "nl", "Dansband": "nordic", "Nordic": "nordic",
    "Sámi Music": "nordic", "Népzene": "east", "Tamburitza": "east", "Disco Polo": "east",
    "J-pop": "jp", "J-Rock": "jp", "City Pop": "jp", "Kayōkyoku": "jp", "Enka": "jp",
    "Group Sounds": "jp", "Shibuya-Kei": "jp", "Anison": "jp", "Min'yō": "jp",
    "Russian Pop": "ru", "Favela Funk": "pt", "Skiffle": "en", "Hillbilly": "en",
    "Western Swing": "en", "Music Hall": "en", "Barbershop": "en", "Britcore": "en",
    "MPB": "pt", "Choro": "pt", "Forró": "pt", "Baião": "pt", "Sertanejo": "pt", "Pagode": "pt",
    "Axé": "pt", "Samba": "pt",
}  # fmt: skip

#: In how many thousandths of releases a new artist of the genre starts in a decade.
DEBUTS = {
    "Rock": {1950: 21, 1960: 102, 1970: 91, 1980: 116, 1990: 209, 2000: 200, 2010: 248, 2020: 12},
    "Electronic": {1970: 13, 1980: 83, 1990: 308, 2000: 270, 2010: 310, 2020: 16},
    "Pop": {1940: 14, 1950: 65, 1960: 176, 1970: 127, 1980: 134, 1990: 169, 2000: 131, 2010: 180,
        2020: 6},
    "Folk, World, & Country": {1940: 23, 1950: 101, 1960: 175, 1970: 132, 1980: 96, 1990: 156,
        2000: 143, 2010: 170, 2020: 3},
    "Classical": {1940: 39, 1950: 146, 1960: 214, 1970: 134, 1980: 125, 1990: 140, 2000: 99,
        2010: 105},
    "Jazz": {1920: 15, 1930: 24, 1940: 43, 1950: 172, 1960: 182, 1970: 117, 1980: 87, 1990: 136,
        2000: 110, 2010: 112, 2020: 3},
    "Hip Hop": {1980: 51, 1990: 316, 2000: 289, 2010: 327, 2020: 17},
    "Funk / Soul": {1950: 56, 1960: 214, 1970: 242, 1980: 139, 1990: 153, 2000: 96, 2010: 99},
    "Latin": {1930: 15, 1940: 34, 1950: 115, 1960: 211, 1970: 145, 1980: 100, 1990: 150,
        2000: 104, 2010: 122, 2020: 3},
    "Stage & Screen": {1950: 111, 1960: 175, 1970: 119, 1980: 117, 1990: 155, 2000: 137,
        2010: 180, 2020: 6},
    "Reggae": {1950: 20, 1960: 119, 1970: 229, 1980: 174, 1990: 206, 2000: 127, 2010: 126},
    "Blues": {1930: 48, 1940: 58, 1950: 163, 1960: 202, 1970: 111, 1980: 85, 1990: 149, 2000: 91,
        2010: 94},
    "Non-Music": {1950: 113, 1960: 208, 1970: 143, 1980: 113, 1990: 147, 2000: 128, 2010: 148},
    "Children's": {1950: 154, 1960: 246, 1970: 199, 1980: 132, 1990: 107, 2000: 83, 2010: 80},
    "Brass & Military": {1940: 42, 1950: 240, 1960: 272, 1970: 173, 1980: 109, 1990: 82,
        2000: 42, 2010: 41},
}  # fmt: skip

#: Carriers by the year from which the mix holds, in percent.
CARRIERS = {
    1890: {"Shellac": 100},
    1949: {"Vinyl": 62, "Shellac": 38},
    1958: {"Vinyl": 99, "Reel-To-Reel": 1},
    1966: {"Vinyl": 95, "Cassette": 3, "8-Track Cartridge": 2},
    1979: {"Vinyl": 82, "Cassette": 17, "8-Track Cartridge": 1},
    1984: {"Vinyl": 76, "Cassette": 19, "CD": 5},
    1988: {"Vinyl": 54, "Cassette": 19, "CD": 26, "VHS": 1},
    1992: {"CD": 60, "Vinyl": 25, "Cassette": 14, "VHS": 1},
    2000: {"CD": 56, "Vinyl": 27, "CDr": 8, "File": 5, "Cassette": 2, "DVD": 2},
    2006: {"CD": 47, "Vinyl": 25, "File": 14, "CDr": 10, "Cassette": 2, "DVD": 2},
    2012: {"CD": 33, "Vinyl": 31, "File": 23, "CDr": 5, "Cassette": 7, "DVD": 1},
}

#: How the data of a record is judged, per thousand.
RELEASE_QUALITY = {"Needs Vote": 836, "Correct": 148, "Complete and Correct": 9,
                   "Needs Minor Changes": 4, "Needs Major Changes": 2,
                   "Entirely Incorrect": 1}  # fmt: skip
MASTER_QUALITY = {"Correct": 960, "Needs Vote": 38, "Complete and Correct": 2}
ARTIST_QUALITY = {"Needs Major Changes": 444, "Needs Vote": 310, "Correct": 243,
                  "Complete and Correct": 3}  # fmt: skip
LABEL_QUALITY = {"Needs Major Changes": 580, "Needs Vote": 218, "Correct": 200,
                 "Complete and Correct": 2}  # fmt: skip

ROLES = (
    "Written-By", "Written-By", "Written-By", "Producer", "Producer", "Written-By, Producer",
    "Mastered By", "Lacquer Cut By", "Executive-Producer", "Vocals", "Design", "Engineer",
    "Mixed By", "Artwork", "Photography By", "Guitar", "Bass", "Drums", "Keyboards", "Saxophone",
    "Arranged By", "Recorded By", "Percussion", "Backing Vocals", "Lyrics By", "Music By",
    "Piano", "Trumpet", "Violin", "Liner Notes", "Cover", "Performer", "Engineer [Assistant]",
    "Producer [Additional]", "Synthesizer [Moog]",
)  # fmt: skip
CLASSICAL_ROLES = (
    "Composed By", "Composed By", "Conductor", "Conductor", "Piano", "Violin", "Cello", "Engineer",
    "Soprano Vocals", "Tenor Vocals", "Baritone Vocals", "Orchestra", "Producer", "Liner Notes",
    "Organ", "Flute", "Harpsichord", "Recorded By",
)  # fmt: skip
ELECTRONIC_ROLES = (
    "Written-By", "Written-By, Producer", "Producer", "Remix", "Remix", "Mastered By",
    "Lacquer Cut By", "Executive-Producer", "Design", "Vocals", "Artwork", "Mixed By",
    "Producer, Written-By", "Written-By, Producer, Mixed By", "Remix, Producer [Additional]",
    "Artwork [Logo]", "Featuring", "DJ Mix", "Keyboards", "Engineer",
)  # fmt: skip

#: What a company did for a release: code and words, by the kind of company.
COMPANY_WORK = {
    "studio": ((23, "Recorded At"), (27, "Mixed At"), (29, "Mastered At"), (30, "Lacquer Cut At")),
    "plant": ((17, "Pressed By"), (10, "Manufactured By"), (19, "Printed By"), (16, "Made By")),
    "publisher": ((21, "Published By"), (21, "Published By"), (21, "Published By")),
    "owner": ((13, "Phonographic Copyright (p)"), (14, "Copyright (c)"), (8, "Marketed By")),
    "distributor": ((9, "Distributed By"), (5, "Licensed From"), (4, "Record Company")),
}

#: Well-known videos that have been on YouTube for ten years and more.
LASTING_VIDEOS = (
    "dQw4w9WgXcQ", "9bZkp7q19f0", "kJQP7kiw5Fk", "fJ9rUzIMcZQ", "hTWKbfoikeg", "YR5ApYxkU-U",
    "djV11Xbc914", "JGwWNGJdvx8", "OPf0YbXqDm0", "RgKAFK5djSk", "CevxZvSJLk8", "09R8_2nJtjg",
    "nfWlot6h_JM", "60ItHLz5WEA", "YQHsXMglC9A", "lp-EO5I60KA", "fRh_vgS2dFE", "7PCkvCPvDXk",
    "450p7goxZqg", "e-ORhEE9VVg", "0KSOMA3QBU0", "uelHwf8o7_U", "pRpeEdMmmQ0", "hLQl3WQQoQ0",
    "rYEDA3JcQqw", "Zi_XLOBDo_Y", "sOnqjkJTMaA", "1w7OgIMMRc4", "A_MjCqQoLLA", "hT_nvWreIhg",
    "QK8mJJJvaes", "pXRviuL6vMY", "8UVNT4wvIGY", "hHUbLv4ThOo", "PT2_F-1esPk", "L_jWHffIx5E",
    "eVTXPUF4Oz4", "kXYiU_JCYtU", "PIh2xe4jnpk", "gGdGFtwCNBE", "4fndeDfaWCg",
)  # fmt: skip
