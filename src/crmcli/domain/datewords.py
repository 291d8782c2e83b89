"""The words people use for days: English first, with the commonest ones of Latvian, German and Bengali.

Data and look-ups only, everything already folded (see text.fold). What a word means on a given day must not
be said here: that is when.py's.
"""

from __future__ import annotations

DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# A day said in words, as days from today.
DAYS = {
    **dict.fromkeys(("today", "heute", "sodien", "আজ", "আজকে"), 0),
    **dict.fromkeys(("tomorrow", "tmrw", "rit", "morgen", "আগামীকাল"), 1),
    **dict.fromkeys(("yesterday", "vakar", "gestern", "গতকাল"), -1),
    **dict.fromkeys(("day after tomorrow", "overmorrow", "parit", "ubermorgen", "uebermorgen"), 2),
    **dict.fromkeys(("day before yesterday", "aizvakar", "vorgestern"), -2),
}
NOW = {"now", "jetzt", "tagad", "এখন"}
FILLERS = {"at", "on", "by", "the", "um", "plkst", "plkst."}
ORDINALS = {"st", "nd", "rd", "th", "of", "gada"}
NEXT = {"next", "nachste", "nachsten", "nachster", "nachstes", "kommenden", "nakamo", "nakamaja", "আগামী"}
THIS = {"this", "diese", "diesen", "dieser", "dieses", "so", "saja", "এই"}
LAST = {"last", "letzte", "letzten", "letzter", "letztes", "pagajuso", "pagajusaja", "গত"}
# What "next" and "last" step by, as spans.
STEPS = {
    **dict.fromkeys(("week", "woche", "nedela", "nedelu", "সপ্তাহ", "সপ্তাহে"), "1w"),
    **dict.fromkeys(("month", "monat", "menesi", "মাস", "মাসে"), "1m"),
    **dict.fromkeys(("quarter", "quartal", "ceturksni"), "3m"),
    **dict.fromkeys(("year", "jahr", "gada", "gadu", "বছর"), "1y"),
}
# Ends of calendar periods: the letter says which; "k" is the working week.
ENDS = {
    **dict.fromkeys(("eow", "end of week", "wochenende", "nedelas beigas"), "w"),
    **dict.fromkeys(("eoww", "end of work week", "end of working week"), "k"),
    **dict.fromkeys(("eom", "end of month", "month end", "monatsende", "menesa beigas"), "m"),
    **dict.fromkeys(("eoq", "end of quarter", "quarter end", "quartalsende"), "q"),
    **dict.fromkeys(("eoy", "end of year", "year end", "jahresende", "gada beigas"), "y"),
}
_WEEKDAYS = (
    "monday montag pirmdiena সোমবার",
    "tuesday dienstag otrdiena মঙ্গলবার",
    "wednesday weds mittwoch tresdiena বুধবার",
    "thursday donnerstag ceturtdiena বৃহস্পতিবার",
    "friday freitag piektdiena শুক্রবার",
    "saturday samstag sonnabend sestdiena শনিবার",
    "sunday sonntag svetdiena রবিবার",
)
_MONTHS = (
    "january januar janner janvaris জানুয়ারি",
    "february februar februaris ফেব্রুয়ারি",
    "march marz mrz marts marta মার্চ",
    "april aprilis এপ্রিল",
    "may mai maijs maija মে",
    "june juni junijs junija জুন",
    "july juli julijs julija জুলাই",
    "august augusts augusta আগস্ট",
    "september septembris সেপ্টেম্বর",
    "october oktober oktobris অক্টোবর",
    "november novembris নভেম্বর",
    "december dezember decembris ডিসেম্বর",
)


def weekday_of(word: str) -> int | None:
    """Return 0 (Monday) .. 6 for a folded name of a weekday, or three letters and more of it, else None."""
    return _index(word, _WEEKDAYS)


def month_of(word: str) -> int | None:
    """Return 1 .. 12 for a folded name of a month or its first three letters and more, else None."""
    found = _index(word, _MONTHS)
    return None if found is None else found + 1


def _index(word: str, rows: tuple[str, ...]) -> int | None:
    word = word.rstrip(".")
    exact = {i for i, row in enumerate(rows) if word in row.split()}
    begun = {i for i, row in enumerate(rows) if len(word) >= 3 and (" " + row).find(" " + word) >= 0}
    found = exact or begun
    return found.pop() if len(found) == 1 else None
