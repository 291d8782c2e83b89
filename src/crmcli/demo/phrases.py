"""What is said: topics with the parts their sentences are built from. Data only.

A sentence is one beginning, its slots filled,
and now and then one ending. Slots are {blend} {kg} {day} {month} {who}
{machine} {price}.
"""

from __future__ import annotations

from typing import NamedTuple

SLOTS: dict[str, tuple[str, ...]] = {
    "blend": ("house espresso", "Ethiopia filter", "Colombia", "the dark roast", "decaf", "Rudens blend",
              "Kenya AA", "the Brazil", "Guatemala", "cold brew blend"),
    "kg": ("2", "3", "4", "5", "6", "8", "10", "12"),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "month": ("spring", "summer", "September", "the holidays", "January", "the season"),
    "machine": ("two-group machine", "grinder", "filter brewer", "water filter",
                "old espresso machine", "milk fridge"),
    "price": ("17.40", "18.20", "18.90", "19.50", "21.00"),
    "who": ("the new barista", "their chef", "the owner's sister", "the night manager",
            "the weekend team", "their accountant"),
}  # fmt: skip


class Topic(NamedTuple):
    """Contacts of one sort. `weight` is how common they are; channels are drawn evenly; words go with what
    they mean.
    """

    name: str
    weight: int
    nature: str
    direction: str
    channels: tuple[str, ...]
    outcome: str
    moods: tuple[int | None, ...]
    sentences: tuple[str, ...]


USUAL = (
    Topic("reorder", 24, "sales", "out", ("phone",), "positive", (1, None, 1, 0), (
        "Took the order for {day}: {kg} kg {blend}.",
        "{kg} kg more {blend} than usual, a busy week ahead.",
        "Same as last time, plus {kg} kg {blend} to try.",
        "Swapped {blend} for {kg} kg of something lighter.",
        "Order stands for {day}; they have about {kg} kg left.",
        "Asked how the {blend} sells: best of the week.",
        "Moves delivery to {day} for good.",
        "Grāmatvede lūdz rēķinu līdz piektdienai; pasūtījums kā parasti.",
        "Apsolīja pasūtīt līdz nedēļas beigām, vajag {kg} kg.",
    )),
    Topic("check", 16, "service", "out", ("phone", "message"), "neutral", (0, 1, None), (
        "All well; {blend} is running evenly.",
        "Quick word with {who}: nothing missing.",
        "Checked that the {machine} is behaving; it is.",
        "They keep {kg} kg in reserve and are fine until {day}.",
        "Wants to talk again before {month}.",
        "Quiet weeks, expects more guests from {month}.",
        "Viss kārtībā, jautā par jauno ražu.",
        "Ieteica mūs kaimiņu kafejnīcai.",
    )),
    Topic("visit", 9, "sales", "out", ("visit",), "positive", (1, 2, 1, 0), (
        "Tasted {blend} with {who}; they like it with milk.",
        "Looked at the {machine}, set the dose half a gram lower.",
        "Brought samples of {blend}; {who} will brew them on {day}.",
        "Walked through the menu for {month}, room for a second filter.",
        "Trained {who} for an hour, milk is much better now.",
        "Counted the shelf together: {kg} kg too much of {blend}.",
        "New counter, more seats; they expect a third more cups.",
    )),
    Topic("mail", 14, "sales", "out", ("email",), "neutral", (None, None, 0), (
        "Sent the price list; {blend} is now {price} a kilo.",
        "Wrote about the new harvest of {blend}.",
        "Sent the brewing sheet for {blend} that {who} asked for.",
        "Confirmed the delivery on {day} in writing.",
        "Sent the roasting days before {month}.",
        "Offered {kg} kg of {blend} as a guest coffee.",
        "Nosūtīju jauno cenrādi un piegādes dienas.",
    )),
    Topic("delivery", 7, "delivery", "out", ("message", "phone"), "neutral", (0, None), (
        "Told them the van comes on {day} before opening.",
        "Left {kg} kg with the neighbours, as agreed.",
        "Box count was right this time; {who} signed.",
        "New door code, use the yard on {day}s.",
        "Piegāde pārcelta uz rītu, atbildēja ar paldies.",
    )),
    Topic("payment", 5, "payment", "out", ("email", "phone"), "neutral", (0, -1, None), (
        "Reminded them of the open invoice; {who} pays on {day}.",
        "Agreed to pay in two parts, the second after {month}.",
        "Invoice address has changed, corrected it.",
        "Wants one invoice a month from now on.",
    )),
    Topic("support", 6, "support", "out", ("phone", "visit"), "positive", (0, 1, -1), (
        "The {machine} drips; sent the technician for {day}.",
        "Explained the cleaning tablets to {who}.",
        "Shots run too fast since the new {machine}; finer by two steps.",
        "Lent them a {machine} until {day}.",
        "Water is too hard, the cartridge is due.",
    )),
    Topic("social", 4, "social", "out", ("phone", "message", "letter"), "positive", (2, 1), (
        "Wished them well for the opening of the terrace.",
        "Congratulated {who} on ten years behind the bar.",
        "Thanked them for sending us the bakery next door.",
        "Card and 250 g of {blend} for the anniversary.",
    )),
    Topic("asks", 9, "service", "in", ("email", "message", "web"), "neutral", (0, None, 1), (
        "Do you still have {blend}? We would take {kg} kg.",
        "Can the delivery come on {day} instead?",
        "Please add {kg} kg {blend} to the next order.",
        "What would {kg} kg a week cost us from {month}?",
        "{who} asks for the recipe you used on {day}.",
        "Vai varat atvest vēl {kg} kg līdz piektdienai?",
    )),
    Topic("calls", 6, "sales", "in", ("phone",), "positive", (0, 1), (
        "Rang to add {kg} kg {blend} for {day}.",
        "Called about the {machine}, wants a price with installation.",
        "Rang to say {who} takes over the ordering.",
        "Called to double {blend} until {month} is over.",
    )),
    Topic("quality", 2, "quality", "in", ("phone",), "negative", (-1, -2), (
        "Says the last {blend} tastes flat; roast date was three weeks old.",
        "Two bags of {blend} were not sealed.",
        "Complains that {blend} is darker than the sample.",
        "Stones in {blend}, the {machine} jammed on {day}.",
        "Saka, ka pupiņas par tumšu; pieklājīgi, bet neapmierināti.",
    )),
    Topic("late", 2, "delivery", "in", ("phone",), "negative", (-1, -2), (
        "Delivery came after opening for the second time, {who} was cross.",
        "{kg} kg {blend} missing from the box.",
        "Got somebody else's order, {kg} kg of decaf.",
        "The van did not come on {day} and nobody rang.",
    )),
)  # fmt: skip
REPLIES = (
    "Answered the same day: yes, on {day}.", "Wrote back with the price for {kg} kg.",
    "Replied that {blend} is roasted on {day}.",
    "Sent what they asked for.", "Answered; they are content with {day}.", "Atbildēju, apstiprināju {kg} kg.",
    "Confirmed by return, {kg} kg {blend} reserved.",
)  # fmt: skip
AMENDS = (
    "Apologised and sent {kg} kg {blend} the next morning; accepted.",
    "Roasted a fresh batch for them, {who} is content again.",
    "Credit note for {kg} kg; they stay with us.", "Went there, tasted both, replaced the bags.",
    "Agreed that the driver rings before nine from now on.",
)  # fmt: skip
TRIES = {
    "no-answer": (
        "Rang twice, nobody there.",
        "Line was engaged all morning.",
        "It rang until the line went dead.",
    ),
    "left-message": (
        "Left word with {who}.",
        "Voice mail; asked to ring back.",
        "Spoke to the machine about {blend}.",
    ),
}
FAREWELLS = (
    "Trying a cheaper roaster for {month}; price was {price} against 14.50.",
    "New owner brings his own coffee supplier.",
    "Closing the second room, will order less and not from us for now.",
    "Went to the roaster across the river after the late deliveries.",
    "Moves to capsules, nobody wants to clean the {machine}.",
    "Bookkeeper cut the coffee budget; sorry to leave.",
    "Pērk tagad lielveikalā, jo lētāk.",
)  # fmt: skip
COOLING = (
    "Orders come later and later; says the {machine} stands still most days.",
    "Wants a better price than {price}, sounded distant.",
    "Has {kg} kg of another roaster on the shelf.", "Short on the phone, will ring when they need something.",
)  # fmt: skip
DEMANDING = (
    "Wanted the whole training again for {who}; no order.", "Two hours at the {machine}, all was well with it.",
    "Asked for a third quote for {month}, ordered two bags.", "Tasted everything we have; took {kg} kg less than usual.",
    "Collected the loan grinder, brought it back the same week.", "Counted bags for an hour over one invoice.",
)  # fmt: skip
RESTING = (
    "Closed until their season; the {machine} is cleaned and covered.", "Nothing needed before they open again.",
    "Plans for {month}: same coffees, one more counter.", "Will ring when the tables go out again.",
)  # fmt: skip
WOOING = (
    "First call: they use a supermarket blend, open to a tasting.", "Met at the fair, took the sample box.",
    "Sent samples of {blend} and the starter offer.",
    "Would change roasters from {month} if the grinder is lent.",
    "Likes {blend}, has to ask {who}.", "Came to the roastery for a cupping, stayed two hours.",
)  # fmt: skip
PARTNERING = (
    "Agreed on the next shipment of green {blend}.", "Discussed service visits for {month}.",
    "Compared freight rates, {day} runs stay.",
    "Asked for {kg} boxes of cups with the new print.", "Settled last month's invoice.",
)  # fmt: skip
MISSED = (
    "Wrote that we would like them back, with a sample of {blend}.",
    "Rang to ask how they are; friendly, nothing needed.",
    "Sent the list for {month}, no reply asked for.",
    "Called by while passing; coffee is from elsewhere now.",
)  # fmt: skip
ENDINGS = (
    " Friendly as ever.", " Ask again in {month}.", " Met {who}, too.", " They pay on time.",
    " In a hurry, ring after ten next time.",
    " Wants news of the harvest.", " Will be away until {day}.", " Two new tables outside.",
    " Paldies no viņiem.",
)  # fmt: skip
NEXT_STEPS = (
    "Ask how {blend} went", "Send the new price list", "Ring about the order for {day}",
    "Bring samples of {blend}",
    "See whether the {machine} works", "Offer a tasting before {month}",
)  # fmt: skip
IN_THEIR_WORDS = {
    "ja": ("次の配達は火曜日でお願いします。", "深煎りをあと三キロお願いできますか。"),
    "bn": ("আগামী সপ্তাহে আরও দুই কেজি লাগবে।", "মঙ্গলবারে ডেলিভারি দিতে পারবেন?"),
    "ar": ("نحتاج كيلوين إضافيين الأسبوع القادم.", "هل يمكن التوصيل يوم الثلاثاء؟"),
}
REMARKS = (
    "Side door, ring twice.", "Deliver before 8:30, the street closes later.",
    "Owner tastes everything herself.",
    "Two sugars jokes, always.", "Invoice by post, please.", "Parking only in the yard.",
    "Dog in the office, harmless.",
    "Never ring during lunch.", "Keeps the old grinder as a spare.",
    "Reads the tasting notes aloud to guests.",
    "Key is with the bakery next door.", "Allergic to nuts: no nut syrup samples.",
    "Terrace opens with the first warm weekend.",
    "Counts bags on delivery, wait for it.", "Likes to be called by first name.",
)  # fmt: skip
QUOTED = (
    "a year of {blend}", "a {machine} with service", "{kg} kg a week until {month}", "the second site",
    "barista training for four",
    "retail bags with their label", "filter set for the meeting rooms",
)  # fmt: skip
LOST = (
    "price",
    "chose another roaster",
    "put off until next year",
    "wanted capsules",
    "budget cut",
    "delivery days did not suit",
)
