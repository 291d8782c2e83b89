"""The words files use for the columns we know: English, the common exports, and the basics of six languages.

Data only, and the one rule for comparing: letters and digits, folded, nothing else. Earlier names win over
later ones.
"""

from __future__ import annotations

import re
from functools import cache

from crmcli.domain.text import fold

_NOT_LETTERS = re.compile(r"[\W_]+")

CONTACT_HEADINGS: dict[str, str] = {
    "last_name": "last name|family name|surname|uzvārds|nachname|familienname|nom de famille|apellidos"
    "|apellido|фамилия|পদবি",
    "first_name": "first name|given name|forename|vorname|prénom",
    "middle_name": "middle name|additional name|second name|отчество",
    "name": "name|full name|contact name|display name|file as|person name|customer name|contact|customer"
    "|client|vārds uzvārds|vārds un uzvārds|vollständiger name|nom complet|nombre completo"
    "|имя и фамилия|фио|নাম|পুরো নাম",
    "prefix": "name prefix|prefix|salutation|honorific|anrede",
    "suffix": "name suffix|suffix",
    "email": "email|e-mail|email address|e-mail address|email value|primary email|secondary email"
    "|person email|mail|email work|email home|work email|epasts|e-pasts|e-pasta adrese"
    "|e-mail-adresse|courriel|adresse e-mail|correo|correo electrónico|почта|эл. почта"
    "|электронная почта|ইমেইল|ই-মেইল",
    "phone": "phone|phone number|telephone|mobile|mobile phone|cell|cell phone|phone value|person phone"
    "|tel|work phone|home phone|business phone|primary phone|other phone|mobile number|tālrunis"
    "|telefons|mobilais|telefon|telefonnummer|handy|mobil|téléphone|portable|teléfono|móvil"
    "|телефон|мобильный|ফোন|মোবাইল",
    "company": "company|organization|organisation|company name|organization name|organisation name"
    "|account name|associated company|firm|employer|uzņēmums|firma|unternehmen|société|entreprise"
    "|empresa|компания|организация|কোম্পানি|প্রতিষ্ঠান",
    "role": "role|job title|position|organization title|title|function|amats|funktion|fonction|poste"
    "|cargo|puesto|должность|পদ",
    "tag": "tags|tag|labels|label|categories|category|groups|group membership|etiķetes|birkas"
    "|schlagwörter|kategorien|étiquettes|catégories|etiquetas|метки|теги|ট্যাগ",
    "address": "address|address formatted|full address|postal address|adrese|adresse|anschrift|dirección|адрес|ঠিকানা",
    "birthday": "birthday|birthdate|date of birth|birth date|dob|dzimšanas diena|dzimšanas datums|geburtstag"
    "|geburtsdatum|anniversaire|date de naissance|cumpleaños|fecha de nacimiento|день рождения"
    "|дата рождения|জন্মদিন|জন্ম তারিখ",
    "birth_year": "birth year",
    "birth_month": "birth month",
    "birth_day": "birth day",
    "note": "notes|note|comment|comments|remarks|piezīmes|notizen|bemerkungen|remarques|notas|заметки"
    "|примечание|комментарий|নোট|মন্তব্য",
    "owner": "owner|contact owner|account owner|assigned to|responsible|atbildīgais|zuständig|responsable"
    "|ответственный",
    "source": "source|lead source|original source|avots|quelle|fuente|источник|উৎস",
    "language": "language|preferred language|valoda|sprache|langue|idioma|язык|ভাষা",
    "kind": "kind|contact kind|contact type",
    "referred_by": "referred by|referrer|ieteica|empfohlen von|recommandé par|recomendado por",
    "ref": "ref|external id|record id|contact id|customer id|customer number|client id|person id|id|uid"
    "|kundennummer|klienta nr|numéro client",
}
ORDER_HEADINGS: dict[str, str] = {
    "last_name": CONTACT_HEADINGS["last_name"] + "|customer last name|billing last name",
    "first_name": CONTACT_HEADINGS["first_name"] + "|customer first name|billing first name",
    "contact": "contact|customer id|customer number|customer no|client id|contact id|account id|buyer id"
    "|user id|klienta nr|kundennummer|kunden nr|customer reference id|customer|client|buyer"
    "|klients|pircējs|kunde|käufer|acheteur|cliente|comprador|клиент|покупатель|গ্রাহক|ক্রেতা",
    "name": "customer name|client name|contact name|billing name|buyer name|full name|name|customer"
    "|client|buyer|vārds uzvārds|nom complet|nombre completo|фио|গ্রাহকের নাম|নাম",
    "email": CONTACT_HEADINGS["email"] + "|customer email|billing email|buyer email|from email address",
    "phone": CONTACT_HEADINGS["phone"] + "|customer phone|billing phone|buyer phone",
    "on": "on|date|order date|ordered on|ordered at|order created|created at|created date|date created"
    "|created|paid at|sale date|invoice date|transaction date|purchase date|day|datums"
    "|pasūtījuma datums|datum|bestelldatum|rechnungsdatum|date de commande|fecha|fecha de pedido"
    "|дата|дата заказа|তারিখ|অর্ডারের তারিখ",
    "amount": "amount|dollar value|revenue|net sales|net amount|net total|subtotal|order amount|total"
    "|order total|grand total|total amount|gross|gross amount|gross sales|total collected|sales"
    "|value|price|sum|summa|kopā|betrag|summe|nettobetrag|gesamt|gesamtbetrag|umsatz|montant"
    "|montant total|total ttc|total ht|importe|monto|сумма|итого|стоимость|টাকা|মোট|মূল্য",
    "cost": "cost|costs|cogs|cost of goods|cost of goods sold|total cost|pašizmaksa|kosten|einstandspreis"
    "|coût|costo|coste|себестоимость|খরচ",
    "currency": "currency|currency code|iso currency|valūta|währung|devise|monnaie|moneda|divisa|валюта|মুদ্রা",
    "quantity": "quantity|qty|number of cds|items sold|units|pieces|item count|daudzums|skaits|menge|anzahl"
    "|quantité|cantidad|количество|кол-во|পরিমাণ|সংখ্যা",
    "line": "product line|line|product|item|product name|item name|category|product category|prece"
    "|produkts|produkt|artikel|warengruppe|produit|article|producto|artículo|товар|পণ্য",
    "site": "site|store|shop|branch|location|outlet|veikals|filiale|magasin|tienda|магазин|শাখা",
    "ref": "ref|reference|order id|order number|order no|order|order ref|invoice number|invoice no"
    "|invoice|transaction id|receipt number|num|id|pasūtījuma nr|rēķina nr|bestellnummer"
    "|rechnungsnummer|numéro de commande|numéro de facture|número de pedido|номер заказа"
    "|অর্ডার নম্বর",
    "by": "by|seller|salesperson|sales rep|sold by|pārdevējs|verkäufer|vendeur|vendedor|продавец|বিক্রেতা",
    "tax": "tax|taxes|vat|sales tax|tax amount|pvn|mwst|ust|tva|iva|ндс|ভ্যাট",
    "shipping": "shipping|shipping amount|order shipping|shipping cost|delivery fee|piegāde|versand"
    "|versandkosten|frais de port|livraison|envío|доставка",
    "refunded": "refunded amount|amount refunded|refund amount|partial refunds|total refunded",
    "status": "status|order status|financial status|payment status|state|statuss|statut|estado|статус",
    "cancelled": "cancelled at|canceled at|cancelled on|voided at|storniert am",
}
WEAK_FIRST_NAMES = "vārds|nombre|имя"
"""A given name beside a family name, otherwise the whole name."""

WEAK_LAST_NAMES = "name|nom"
"""A family name beside a given name (German, French), otherwise the whole name."""

GROSS = "total|order total|grand total|total amount|gross|gross amount|total collected|gesamt|gesamtbetrag|total ttc"
"""Amounts that still hold tax and shipping, when the file has columns for them."""

SEVERAL = frozenset({"email", "phone", "tag", "address", "note"})
"""Fields that may come from several columns."""

EXPORTS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("orders", "financial status|lineitem name", {"name": "ref", "billing name": "name"}),
    ("orders", "gross|fee|net", {"gross": "amount", "net": ""}),
    ("contacts", "title|job title", {"title": "prefix"}),
    ("contacts", "birth month|birth day", {"birth day": "birth_day"}),
)
"""(kind, headings that give an export away, what its headings mean there; empty text: not a field)."""


def heading_key(heading: str) -> str:
    """What is compared of a heading: "E-mail 1 - Value" -> "email1value"."""
    return _NOT_LETTERS.sub("", fold(heading[:200]).removesuffix("(utc)"))


def keys(names: str) -> list[str]:
    """The keys of names separated by bars, in their order."""
    return [heading_key(name) for name in names.split("|")]


@cache
def known_keys(kind: str) -> dict[str, list[str]]:
    """field -> keys of the headings that mean it, best first. kind: "contacts" or "orders"."""
    table = CONTACT_HEADINGS if kind == "contacts" else ORDER_HEADINGS
    return {field: keys(names) for field, names in table.items()}
