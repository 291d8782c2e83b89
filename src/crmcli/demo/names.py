"""The made-up cast: firms by script and trade, and the parts that personal names are built from. Data only.

Nobody here exists. Where a script is not Latin, the Latin word beside it makes the address.
"""

from __future__ import annotations

from typing import NamedTuple

STAFF = ("Ilze", "Marta", "Tom")


class Firm(NamedTuple):
    """A firm: its name, the word in its address, its trade, its language."""

    name: str
    slug: str
    trade: str
    language: str


def _firms(language: str, listed: str) -> tuple[Firm, ...]:
    rows = (line.split("|") for line in listed.strip().splitlines())
    return tuple(Firm(name.strip(), slug.strip(), trade.strip(), language) for name, slug, trade in rows)


FIRMS = (
    *_firms(
        "lv",
        """
Kafejnīca Divas Zīlītes | divas-zilites | cafe
Viesnīca Klusais Jums | klusais-jums | hotel
Konditoreja Sniega Bumba | sniega-bumba | bakery
Bistro Pie Zaļā Vārta | zalais-varts | restaurant
Biroju nams Trīs Torņi | tris-torni | office
Maiznīca Rudzu Vārpa | rudzu-varpa | bakery
Kafejnīca Lietus Diena | lietus-diena | cafe
Viesu nams Bebra Ola | bebra-ola | hotel
Veikals Labā Krūze | laba-kruze | shop
Restorāns Kaija un Vējš | kaija-vejs | restaurant
Kafejnīca Mazais Lācis | mazais-lacis | cafe
Grāmatnīca Lapu Rags | lapu-rags | shop
Viesnīca Ostas Laterna | ostas-laterna | hotel
Kafejnīca Ceturtais Stāvs | ceturtais-stavs | cafe
Saldējuma māja Pūka | saldejums-puka | festival
Biroju centrs Jaunā Dambja | jauna-dambja | office
Kafejnīca Vēja Zvans | veja-zvans | cafe
Bistro Karote | bistro-karote | restaurant
Tējnīca Dzeltenā Lapa | dzeltena-lapa | cafe
Konditoreja Medus Gailis | medus-gailis | bakery
Kempings Priežu Sils | priezu-sils | festival
Kafejnīca Otrā Puse | otra-puse | cafe
Viesnīca Zilā Govs | zila-govs | hotel
Zobārstniecība Smaids Plus | smaids-plus | office
Kafejnīca Rīta Migla | rita-migla | cafe
Dzirnavu krogs | dzirnavu-krogs | restaurant
Veikals Pupiņa un Lapa | pupina-lapa | shop
Kafejnīca Tramvaja Gals | tramvaja-gals | cafe
Arhitektu birojs Slieksnis | slieksnis | office
Peldvieta Smilšu Kāpa | smilsu-kapa | festival
Maiznīca Sestā Stunda | sesta-stunda | bakery
Kafejnīca Vilnas Zeķe | vilnas-zeke | cafe
Viesu nams Gārņa Ligzda | garna-ligzda | hotel
Skola Ābeļzieds | abelzieds-skola | office
Kafejnīca Kamene | kafe-kamene | cafe
Restorāns Melnā Sēne | melna-sene | restaurant
Zaļais tirgus Bietīte | bietite | shop
Kafejnīca Pēdējais Tilts | pedejais-tilts | cafe
Tipogrāfija Tintes Pērle | tintes-perle | office
Viesnīca Ledus Puķe | ledus-puke | hotel
Kafejnīca Skrūve | kafe-skruve | cafe
Bistro Zupas Diena | zupas-diena | restaurant
Kino kafejnīca Piektā Rinda | piekta-rinda | cafe
Dārza kafejnīca Ērkšķoga | erkskoga | festival
Konditoreja Kanēļa Iela | kanela-iela | bakery
Programmētāju nams Cikls | cikls-nams | office
Kafejnīca Stikla Kalns | stikla-kalns | cafe
Pludmales bārs Sāls | bars-sals | festival
Veikals Svētku Grozs | svetku-grozs | shop
Kafejnīca Brokastu Klubs Astoņi | brokastu-astoni | cafe
Viesnīca Vecā Aptiekas Māja | aptiekas-maja | hotel
Apdrošinātājs Drošais Jumts | drosais-jumts | office
Kafejnīca Pelēkais Runcis | pelekais-runcis | cafe
Restorāns Upes Līkums | upes-likums | restaurant
Maiznīca Karstā Krāsns | karsta-krasns | bakery
Kafejnīca Pasta Zirgs | pasta-zirgs | cafe
Sporta klubs Spēka Zāle | speka-zale | office
Velo kafejnīca Spieķis | velo-spiekis | cafe
""",
    ),
    *_firms(
        "en",
        """
The Crooked Spoon | crooked-spoon | cafe
Blue Heron Bakehouse | blue-heron-bakes | bakery
Harbour Street Roast Bar | harbour-street-bar | cafe
Copper & Thyme | copper-thyme | restaurant
Northlight Studios | northlight-studios | office
The Quiet Kettle | quiet-kettle | cafe
Larkspur Lodge | larkspur-lodge | hotel
Tin Whistle Coffee | tin-whistle | cafe
Fable & Crumb | fable-crumb | bakery
Old Ferry Hotel | old-ferry-hotel | hotel
Second Breakfast | second-breakfast | cafe
Pepperfield Grocers | pepperfield | shop
Marrow Lane Kitchen | marrow-lane | restaurant
Saltmarsh Festival | saltmarsh-festival | festival
Gadget & Grind | gadget-grind | shop
The Paper Lantern | paper-lantern | cafe
Windmill Yard Offices | windmill-yard | office
Rook & Bramble | rook-bramble | cafe
Three Geese Inn | three-geese | hotel
Velvet Hour | velvet-hour | restaurant
Sundial Cowork | sundial-cowork | office
Bright Side Dental | bright-side-dental | office
Moth & Moon Books | moth-moon-books | shop
Juniper Tea Room | juniper-tea | cafe
The Button Factory | button-factory | office
Acorn Street Deli | acorn-deli | shop
""",
    ),
    *_firms(
        "bn",
        """
নীল পেয়ালা | neel-peyala | cafe
শিউলি চা ঘর | shiuli-cha | cafe
পদ্মপাতা রেস্তোরাঁ | padmapata | restaurant
মিষ্টি সকাল | mishti-shokal | bakery
বটতলা ক্যাফে | bottola | cafe
রোদেলা হোটেল | rodela | hotel
কাঠবিড়ালি বইঘর | kathbirali | shop
সোনালি ধান রেস্তোরাঁ | sonali-dhan | restaurant
জোনাকি ক্যাফে | jonaki-cafe | cafe
মেঘের বাড়ি | megher-bari | cafe
""",
    ),
    *_firms(
        "ar",
        """
مقهى الياسمين الأبيض | white-yasmin | cafe
مطعم زيتونة الجبل | zaytuna | restaurant
مخبز سنابل الصباح | sanabil | bakery
مقهى القمر الصغير | little-qamar | cafe
فندق نسيم البحر القديم | nasim-sea | hotel
حلويات ورد الشام القديم | ward-sweets | bakery
مقهى الحكواتي | hakawati | cafe
بقالة التين والعسل | teen-asal | shop
مطعم قنديل الليل | qandil | restaurant
مقهى ظل النخلة | nakhla-shade | cafe
""",
    ),
    *_firms(
        "ja",
        """
喫茶 こもれび通り | komorebi-dori | cafe
うさぎ珈琲店 | usagi-kohi | cafe
茶房 三日月の庭 | mikazuki | cafe
パン工房 麦のうた | mugi-no-uta | bakery
旅館 雲の湯 | kumo-no-yu | hotel
食堂 まるいち | shokudo-maru | restaurant
文具店 えんぴつ | enpitsu | shop
珈琲 夜長 | yonaga | cafe
菓子処 花ごよみ | hanagoyomi | bakery
喫茶 しずく | shizuku | cafe
""",
    ),
)
PROSPECTS = (
    *_firms(
        "lv",
        "Kafejnīca Jaunais Mēness | jaunais-meness | cafe\nViesnīca Tālā Bāka | tala-baka | hotel\n"
        "Birojs Piektais Elements Rīga | piektais-riga | office\nBistro Sīpols | bistro-sipols | restaurant",
    ),
    *_firms(
        "en",
        "Lantern Row Cafe | lantern-row | cafe\nThe Fourth Floor | fourth-floor | office\n"
        "Wren & Daughters | wren-daughters | bakery",
    ),
    *_firms("bn", "তারার হাট | tarar-hat | shop"),
    *_firms("ar", "مقهى باب الريح | bab-reeh | cafe"),
    *_firms("ja", "喫茶 あさつゆ | asatsuyu | cafe"),
)
PARTNERS = (
    *_firms("lv", "Iekārtu serviss Tvaiks | tvaiks | service\nLoģistika Ātrā Kaste | atra-kaste | delivery"),
    *_firms(
        "en",
        "Greenbean Harbour Imports | greenbean-harbour | green coffee\n"
        "Lidwell Cups | lidwell-cups | packaging\n"
        "Second Crack Training | second-crack | training",
    ),
    *_firms("ja", "焙煎機 ほのお | honoo | machines"),
)


class Names(NamedTuple):
    """First and last names, each as (name, Latin spelling); `women` and `men` go with a last name of the
    same place.
    """

    women: tuple[tuple[str, str], ...]
    women_last: tuple[tuple[str, str], ...]
    men: tuple[tuple[str, str], ...]
    men_last: tuple[tuple[str, str], ...]


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = (word.partition("=") for word in text.split())
    return tuple((name, latin or name) for name, _, latin in words)


_EN_LAST = _pairs("Hollis Pemberly Crane Ashdown Whitlock Marsh Fenn Oakes Tolliver Birch Quill Hartwick Lowe Sedge")
_BN_LAST = _pairs("সরকার=sarkar মজুমদার=majumdar হালদার=haldar বিশ্বাস=biswas মল্লিক=mallik দত্ত=dutta")
_AR_LAST = _pairs("حداد=haddad نجار=najjar عطار=attar خياط=khayyat زيدان=zaydan منصور=mansour")
_JA_LAST = _pairs("陽子=yoko 直樹=naoki 葵=aoi 恵=megumi 翔=sho 千夏=chinatsu 健太=kenta")
PEOPLE: dict[str, Names] = {
    "lv": Names(
        _pairs("Līga Zane Inga Dace Sanita Elīna Anete Baiba Kristīne Rūta Agnese Evija Ana Signe"),
        _pairs("Bērziņa Kalniņa Ozoliņa Liepiņa Krūmiņa Vītola Balode Zariņa Sproģe Eglīte Dūmiņa Rudzīte"),
        _pairs("Jānis Andris Mārtiņš Edgars Kaspars Raivis Uldis Gatis Oskars Renārs Aigars Valdis"),
        _pairs("Bērziņš Kalniņš Ozols Liepa Krūmiņš Vītols Balodis Zariņš Sproģis Eglītis Dūmiņš Rudzītis"),
    ),
    "en": Names(
        _pairs("Grace Nora Imogen Hattie Beth Maud Ida Cora"),
        _EN_LAST,
        _pairs("Owen Felix Hugo Ralph Silas Jonah Edwin Miles"),
        _EN_LAST,
    ),
    "bn": Names(
        _pairs("রহিমা=rahima শিউলি=shiuli মিতা=mita নাসরিন=nasrin"),
        _BN_LAST,
        _pairs("রহিম=rahim সুমন=suman আনিস=anis তপন=tapan"),
        _BN_LAST,
    ),
    "ar": Names(
        _pairs("ليلى=layla سلمى=salma نور=nour هدى=huda"),
        _AR_LAST,
        _pairs("سامي=sami كريم=karim يوسف=yousef عمر=omar"),
        _AR_LAST,
    ),
    "ja": Names(
        _pairs("佐藤=sato 森田=morita 小川=ogawa 石井=ishii"),
        _JA_LAST,
        _pairs("山口=yamaguchi 中野=nakano 松本=matsumoto 岡田=okada"),
        _JA_LAST,
    ),
}
ROLES = ("owner", "manager", "head barista", "buyer", "accounts", "office manager", "chef")
