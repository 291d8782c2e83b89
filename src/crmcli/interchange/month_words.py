"""The names of months as exports write them, in the languages we know. Data only."""

from __future__ import annotations

from crmcli.domain.text import fold

_MONTHS = (
    "jan januar janvier enero ene janvaris ianv ianvar ianvaria янв январь января",
    "feb februar fevrier fevr febrero februaris фев февраль февраля",
    "mar march mrz marz maerz mars marzo marts мар март марта",
    "apr april avr avril abril abr aprilis апр апрель апреля",
    "may mai mayo maijs май мая",
    "jun june juni juin junio junijs июн июнь июня",
    "jul july juli juil juillet julio julijs июл июль июля",
    "aug august aout agosto ago augusts авг август августа",
    "sep sept september septembre septiembre septembris сен сентябрь сентября",
    "oct october okt oktober octobre octubre oktobris окт октябрь октября",
    "nov november novembre noviembre novembris ноя ноябрь ноября",
    "dec december dez dezember decembre diciembre dic decembris дек декабрь декабря",
)
MONTH_NUMBERS = {fold(word): n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
MONTH_NUMBERS |= {"january": 1, "february": 2}
