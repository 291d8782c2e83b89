"""Words from which the large book is made: names in several scripts, trades, and a vocabulary for conversations.

Everything is a constant or follows from one; nothing here draws a random number. `vocabulary()` is ordered from the most
common word to the rarest, so that a search can be timed at both ends.
"""

from __future__ import annotations

from functools import cache

FIRST = """Ana Anna Andris Andrejs Aija Aiga Agnese Agris Aivars Aleksandrs Alise Anete Anita Antra Armands Arta Artis Arvis
Baiba Beāte Dace Daina Dainis Daiga Dāvis Diāna Dzintra Edgars Edīte Eduards Egils Elīna Elza Emīls Ēriks Evija Gatis Ginta
Gints Guna Guntars Gunta Gustavs Haralds Ieva Ilga Ilze Imants Inese Inga Ingrīda Ints Irēna Ivars Ivo Jana Jānis Jēkabs Jolanta
Juris Kaspars Kārlis Klāvs Kristaps Kristīne Krišjānis Lāsma Laima Laura Lauris Liene Līga Linda Madara Māra Mareks Mārcis Mārtiņš
Marta Matīss Mihails Miķelis Monta Nellija Normunds Oskars Ojārs Paula Pēteris Raimonds Raivis Reinis Renārs Rihards Rita Roberts
Rūta Sandra Sandris Santa Sanita Sarmīte Signe Sigita Solvita Toms Uldis Una Valdis Velta Viesturs Vija Vilis Vita Zane Ziedonis
James Mary John Patricia Robert Jennifer Michael Elizabeth William Barbara David Susan Richard Jessica Joseph Sarah Thomas Karen
Charles Nancy Daniel Lisa Matthew Betty Anthony Margaret Mark Ashley Steven Emily Paul Donna Andrew Michelle Joshua Carol Kevin
Amanda Brian Melissa George Deborah Edward Stephanie Ronald Rebecca Timothy Sharon Jason Cynthia Jeffrey Kathleen Ryan Amy Gary
Hélène Zoë François André Élodie Cécile Benoît Jürgen Jörg Käthe Günter Björn Åsa Sören Øyvind Håkon Małgorzata Łukasz Zbigniew
Żaneta Jiří Štěpán Tomáš Božena José María Íñigo Ángel Inés João Conceição Sebastião Zoltán Győző Ágnes Ștefan Ioana Özlem Çağla""".split()

LAST_WHOLE = """Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White Harris
Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter O'Brien
O'Neill McDonald MacLeod Fitzgerald Smith-Jones Müller Schröder Jäger Köhler Großmann Weiß Fröhlich Lefèvre Béranger Gauthier
Muñoz Núñez Peña García-Ruiz Ibáñez Sørensen Jørgensen Åkerlund Öström Wójcik Kowalczyk Żółkiewski Novák Dvořák Černý Kovács Szőke
Popescu Ionescu Öztürk Yıldız Çelik D'Angelo Esposito Marchetti van-Dijk de-Vries Peeters Janssens Virtanen Mäkinen Kõiv Tamm""".split()
STEMS = """Ozol Kalni Bērz Liep Kļav Egl Priež Vītol Zariņ Krūm Lap Ziediņ Auziņ Rudzīt Kviesīt Miez Balod Zvirbul Vanag Dzen Stārķ
Gulb Lāc Vilk Lapsiņ Briež Zaķ Sil Mež Kaln Upīt Ezeriņ Jūr Straut Akmen Smil Saul Mēnes Zvaigzn Vēj Lietiņ Sniedz Pūk Mieln
Sproģ Grav Purv Ābol Bumbier Plūm Roz Magon Liel Maz Vec Jaun Bal Meln Zal Sark""".split()
ENDINGS = ("iņš", "iņa", "s", "a", "ītis", "īte", "kalns", "kalna", "ers", "ere")

BENGALI = (
    "অনন্যা অরুণ অভিজিৎ আনিকা আরিফ ইমরান কামাল তানিয়া নাসরিন ফারহানা মাহমুদ মিতা রফিক রুমানা শফিক সাদিয়া সুমন হাসান".split(),
    "আহমেদ ইসলাম খান চৌধুরী দাস দে পাল বসু বেগম ভট্টাচার্য মণ্ডল মিত্র রহমান রায় সরকার সেন হক হোসেন".split(),
)
JAPANESE = (
    "花子 太郎 健一 美咲 翔太 陽菜 直樹 由美子 浩二 さくら 拓也 恵子 大輔 明美 隆 久美子".split(),
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上".split(),
)
ARABIC = (
    "أحمد محمد علي حسن فاطمة عائشة خالد ليلى مريم يوسف سارة عمر نور زينب إبراهيم هند".split(),
    "المصري الحداد النجار الخطيب السيد الشريف العلي حداد منصور ناصر سعيد صالح عبدالله قاسم".split(),
)

TRADES = """Coffee Roastery Bakery Foods Trading Logistics Hotel Restaurant Catering Bistro Stores Market Supplies Design Studio
Engineering Works Partners Group Print Garden Pharmacy Books Travel Motors Energy Textiles Furniture Dairy Fisheries""".split()
FORMS = ("SIA", "AS", "Ltd", "GmbH", "OÜ", "UAB", "Oy", "AB", "BV", "SARL", "IK", "Inc")
PLACES = "Rīga Jūrmala Liepāja Ventspils Daugavpils Jelgava Cēsis Sigulda Tallinn Tartu Vilnius Kaunas Helsinki Berlin Lyon".split()
ROLES = "owner buyer director bookkeeper manager chef barista assistant engineer reception".split()
TAGS = "wholesale retail vip newsletter fair-2025 horeca office export late-payer tasting loyal referral seasonal".split()
LINES = "espresso filter decaf tea machines spares training syrups cups service".split()
STAFF = ("Ilze", "Mārtiņš", "Kate", "Oskars", "Dace")

COMMON = """price order delivery invoice sample call meeting offer coffee machine beans discount next week month payment happy
asked wants sent new list contract quality grinder service roast blend tasting office team budget decision later busy thinks about
again will after before holiday stock pallet carton bag kilo espresso filter milk water repair warranty training visit showroom
catalogue customer supplier competitor cheaper expensive likes dislikes complaint solved open question answer email phone reminder
agreed signed waiting approval manager owner buyer accountant transport courier late early damaged missing returned credit refund
menu opening season summer winter autumn spring Christmas event fair stand brochure photo logo label packaging""".split()
ONSETS = (
    "b",
    "br",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "k",
    "kl",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
)
MIDDLES = ("a", "e", "i", "o", "u", "ai", "ei", "au")
CODAS = ("", "l", "m", "n", "r", "s", "t", "k")


@cache
def last_names() -> list[str]:
    """Some hundreds of family names in Latin letters."""
    return LAST_WHOLE + [stem + ending for stem in STEMS for ending in ENDINGS]


@cache
def vocabulary() -> list[str]:
    """6,000 words of conversations, most common first."""
    made = (
        first + vowel + coda + second
        for second in ("ba", "do", "ki", "lu", "ne", "ra", "so", "ti")
        for coda in CODAS
        for vowel in MIDDLES
        for first in ONSETS
    )
    return list(dict.fromkeys([*COMMON, *made]))[:6000]
