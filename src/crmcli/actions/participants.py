"""Who took part in a conversation: the one it is kept for, and those who were there, too."""

from __future__ import annotations

from collections.abc import Sequence

from crmcli.actions.contact import clean_name
from crmcli.actions.session import Session
from crmcli.actions.who import find_one, is_reference
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store.contacts import Named


def participants(session: Session, who: str, others: Sequence[str], *, new: bool) -> list[Named]:
    """Who was there, WHO first; with `new` a WHO whom nobody matches comes back with the id 0, to be made.

    Raises NotFoundError, AmbiguousError, and BadValueError where the new one is in the book already.
    """
    try:
        first = find_one(session, who) if session.exists or not new else Named(0, clean_name(who))
    except NotFoundError:
        if not new:
            raise NotFoundError(
                f"nobody matches {quoted(who)}", "--new makes the contact; `crm find` looks further"
            ) from None
        if is_reference(who):
            raise NotFoundError(f"there is no {quoted(who)}", "a new contact is made by its name") from None
        first = Named(0, clean_name(who))
    people = [first]
    for other in others:
        one = _companion(session, other, new=new)
        if one.id not in {person.id for person in people}:
            people.append(one)
    if new and first.id:
        raise BadValueError(
            f"{first.name} (c{first.id}) is in the book already", "leave out --new, or `crm add` another"
        )
    return people


def _companion(session: Session, who: str, *, new: bool) -> Named:
    """Somebody else who was there; --new does not make them."""
    if not new:
        return find_one(session, who)
    try:
        if session.exists:
            return find_one(session, who)
    except NotFoundError:
        pass
    raise NotFoundError(
        f"nobody matches {quoted(who)}", f"--new makes only the first; `crm add {quoted(who)}` comes before"
    )
