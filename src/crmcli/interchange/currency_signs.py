"""Which currencies a sign beside an amount can mean. Data only; codes need no entry here."""

from __future__ import annotations

CURRENCY_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₽": "RUB",
    "৳": "BDT",
    "₩": "KRW",
    "₴": "UAH",
    "₺": "TRY",
    "₫": "VND",
    "₪": "ILS",
    "zł": "PLN",
    "kč": "CZK",
    "$": "USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD BRL",
    "us$": "USD",
    "r$": "BRL",
    "a$": "AUD",
    "c$": "CAD",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
    "kr.": "SEK NOK DKK ISK",
    "fr": "CHF",
    "fr.": "CHF",
    "tk": "BDT",
    "tk.": "BDT",
    "eur": "EUR",
}
