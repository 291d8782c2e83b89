"""The public holidays of a country, as local dates.

The calendar itself is a library's: loading it takes longer than a daily command may, so this is called when the policy
changes or a year begins, and what it says is kept in the book (see `store/holiday_days`).
"""

from __future__ import annotations

from collections.abc import Iterable

from crmcli.errors import BadValueError


def public_holidays(country: str | None, region: str | None, years: Iterable[int]) -> list[str]:
    """The dates on which the country, or a part of it, does not work, ascending; some lie on a weekend.

    Raises BadValueError where no country is named, and for a country or a part of one whose holidays are not known.
    """
    if country is None:
        raise BadValueError("holidays: whose is not said", "`crm policy set country LV` first")
    import holidays

    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known:
        raise BadValueError(
            f"country: the public holidays of {country} are not known here",
            "`crm policy set country LV` for another; or leave holidays false, and name the days in closed_days",
        )
    parts = known[country]
    if region is not None and region not in parts:
        few = ", ".join(list(parts)[:12]) + (", ..." if len(parts) > 12 else "")
        right = f"one of {few}" if parts else f"{country} has no parts with holidays of their own"
        raise BadValueError(f"region: {country} has no part {region} with holidays of its own", right)
    return sorted(day.isoformat() for day in holidays.country_holidays(country, subdiv=region, years=list(years)))
