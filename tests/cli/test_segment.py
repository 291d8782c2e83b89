"""`crm segment --abc`: who is in which class, what is left out, who moved, and the list that comes of it."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from crmcli.actions.session import Session

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
DAY = "2026-11-20"
ORDER_COLUMNS = (
    "contact_id", "on_date", "counts_on", "amount_minor", "cost_minor", "currency", "base_minor",
    "base_cost_minor", "created_at",
)  # fmt: skip


class Book:
    """A book filled row by row, past the commands that other tests look after."""

    def __init__(self, crm: Any) -> None:
        self.crm = crm

    def people(self, *names: str, kind: str = "person") -> list[int]:
        return [self.crm.item("add", name, "--kind", kind)["id"] for name in names]

    def order(
        self,
        contact: int | None,
        amount: int,
        on: str = "2026-06-01",
        *,
        counts_on: str | None = None,
        cost: int | None = None,
        base: bool = True,
    ) -> int:
        with Session(self.crm.path) as session, session.operation("test") as op:
            return op.insert(
                "orders", contact_id=contact, on_date=on, counts_on=counts_on or on, amount_minor=amount,
                cost_minor=cost, currency="EUR" if base else "USD", base_minor=amount if base else None,
                base_cost_minor=cost if base else None, created_at=f"{on}T09:00:00+00:00",
            )  # fmt: skip

    def void(self, order: int) -> None:
        with Session(self.crm.path) as session, session.operation("test") as op:
            op.update("orders", order, voided_at="2026-11-20T09:00:00+00:00")


@pytest.fixture
def book(crm: Any, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setenv("CRM_NOW", f"{DAY}T09:00:00+00:00")
    monkeypatch.setenv("TZ", "Etc/UTC")
    return Book(crm)


def classes(envelope: dict[str, Any]) -> dict[str, str]:
    return {item["contact"]["name"]: item["class"] for item in envelope["items"]}


def test_classes_by_net_sales_with_shares_ranks_and_totals(crm: Any, book: Book) -> None:
    ana, bo, cy, di, ed = book.people("Ana", "Bo", "Cy", "Di", "Ed")
    for contact, amount in ((ana, 8000), (bo, 1500), (cy, 300), (di, 200)):
        book.order(contact, amount)
    book.order(ed, 900, "2020-01-01")
    answer = crm.json("segment", "--abc")
    assert answer["kind"] == "segment_abc"
    assert classes(answer) == {"Ana": "A", "Bo": "B", "Cy": "C", "Di": "C", "Ed": "zero"}
    assert [i["rank"] for i in answer["items"]] == [1, 2, 3, 4, 5]
    assert [i["share"] for i in answer["items"]] == [0.8, 0.15, 0.03, 0.02, 0.0]
    assert [i["cumulative_share"] for i in answer["items"]] == [0.8, 0.95, 0.98, 1.0, 1.0]
    summary = answer["summary"]
    assert (summary["from"], summary["to"], summary["by"]) == ("2025-11-21", DAY, "sales")
    assert summary["thresholds"] == {"a": 0.8, "b": 0.95}
    assert summary["total_minor"] == 10000
    assert summary["C"] == {
        "customers": 2, "amount_minor": 500, "share": 0.05, "effort_minutes": 0, "effort_share": 0.0,
    }  # fmt: skip
    assert summary["zero"]["customers"] == 1


def test_refunds_count_on_the_day_of_their_order_and_below_zero_is_no_part_of_the_base(crm: Any, book: Book) -> None:
    ana, bo, cy = book.people("Ana", "Bo", "Cy")
    book.order(ana, 1000)
    book.order(bo, 700)
    book.order(bo, -700, "2026-07-01", counts_on="2026-06-01")
    book.order(cy, -50)
    answer = crm.json("segment", "--abc")
    assert classes(answer) == {"Ana": "A", "Bo": "zero", "Cy": "below_zero"}
    assert (answer["summary"]["total_minor"], answer["summary"]["net_minor"]) == (1000, 950)
    before_the_refund = crm.json("segment", "--abc", "--as-of", "2026-06-30")
    assert classes(before_the_refund)["Bo"] == "A"
    after_in_july_only = crm.json("segment", "--abc", "--from", "2026-07-01")
    assert classes(after_in_july_only)["Bo"] == "zero"


def test_only_the_window_and_only_what_is_dated_by_the_day_counts(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    for on, amount in (("2025-11-20", 1), ("2025-11-21", 10), (DAY, 100), ("2026-11-21", 1000)):
        book.order(ana, amount, on)
    assert crm.items("segment")[0]["amount_minor"] == 110
    assert crm.items("segment", "--period", "all")[0]["amount_minor"] == 111
    assert crm.items("segment", "--from", "2025-11-20", "--to", "2025-11-21")[0]["amount_minor"] == 11
    assert crm.items("segment", "--as-of", "2026-11-21", now="2026-11-22T09:00:00+00:00")[0]["amount_minor"] == 1100


def test_a_customer_to_come_is_in_no_class_yet_and_a_later_day_is_asked_for_truly(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100, "2026-12-01")
    assert crm.items("segment") == []
    assert crm.items("segment", "--as-of", "2026-12-01")[0]["class"] == "A"


def test_voided_orders_walk_ins_and_orders_without_a_rate_stand_apart(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 1000)
    book.order(ana, 500, base=False)
    book.void(book.order(ana, 9999))
    book.order(None, 70)
    book.order(None, 30)
    book.order(None, 500, base=False)
    answer = crm.json("segment", "--abc")
    assert answer["items"][0]["amount_minor"] == 1000
    assert answer["summary"]["excluded"] == 2
    assert answer["summary"]["walk_in"] == {"count": 2, "amount_minor": 100}
    assert "2 orders" in answer["notes"][0]


def test_a_margin_of_unknown_cost_is_unknown_and_not_the_whole_price(crm: Any, book: Book) -> None:
    ana, bo, cy = book.people("Ana", "Bo", "Cy")
    book.order(ana, 1000, cost=900)
    book.order(ana, 5000)
    book.order(bo, 300, cost=0)
    book.order(cy, 7000)
    answer = crm.json("segment", "--by", "margin")
    assert {i["contact"]["name"]: i["amount_minor"] for i in answer["items"]} == {"Bo": 300, "Ana": 100}
    assert (answer["summary"]["excluded_unknown_cost"], answer["summary"]["customers_unknown"]) == (2, 1)
    assert "unknown cost" in answer["notes"][0]
    assert crm.json("segment", "--by", "sales")["summary"]["customers_unknown"] == 0


def test_archived_customers_count(crm: Any, book: Book) -> None:
    ana, _ = book.people("Ana", "Bo")
    book.order(ana, 1000)
    with Session(crm.path) as session, session.operation("test") as op:
        op.update("contacts", ana, archived_at="2026-11-01T09:00:00+00:00")
    assert classes(crm.json("segment")) == {"Ana": "A"}


def test_effort_is_the_minutes_of_the_window_by_class(crm: Any, book: Book) -> None:
    ana, bo, _ = book.people("Ana", "Bo", "Cy")
    book.order(ana, 8000)
    book.order(bo, 2000)
    for who, minutes in (("ana", 30), ("bo", 60), ("bo", 30), ("cy", 17)):
        crm("log", who, "spoke", "--minutes", minutes)
    crm("log", "ana", "long ago", "--minutes", 500, "--at", "2024-01-01")
    answer = crm.json("segment", "--abc")
    assert [i["effort_minutes"] for i in answer["items"]] == [30, 90]
    assert [answer["summary"][c]["effort_share"] for c in "AB"] == [0.25, 0.75]
    assert answer["summary"]["effort_outside_minutes"] == 17


def test_class_and_limit_choose_rows_and_the_summary_speaks_of_the_whole(crm: Any, book: Book) -> None:
    people = book.people(*(f"Name {n}" for n in range(30)))
    for place, contact in enumerate(people):
        book.order(contact, 1000 - place)
    whole = crm.json("segment")
    some = crm.json("segment", "--class", "b", "--limit", 2)
    assert [i["class"] for i in some["items"]] == ["B", "B"]
    assert some["items"] == [i for i in whole["items"] if i["class"] == "B"][:2]
    assert some["summary"]["customers"] == 30
    assert some["summary"]["A"] == whole["summary"]["A"]
    assert "and 5 more" in crm("segment").out
    assert f"and {whole['summary']['B']['customers'] - 2} more" in crm("segment", "--class", "B", "--limit", 2).out


def test_thresholds_come_from_the_policy(crm: Any, book: Book) -> None:
    ana, bo = book.people("Ana", "Bo")
    book.order(ana, 600)
    book.order(bo, 400)
    with Session(crm.path) as session, session.operation("test") as op:
        op.insert("policy", key="abc.a", value="0.5")
    answer = crm.json("segment")
    assert classes(answer) == {"Ana": "A", "Bo": "B"}
    assert answer["summary"]["thresholds"]["a"] == 0.5


def test_movers_since_the_last_snapshot_before(crm: Any, book: Book) -> None:
    ana, bo, cy = book.people("Ana", "Bo", "Cy")
    book.order(ana, 8000)
    book.order(bo, 1500)
    saved = crm.json("segment", "--save", now="2026-07-31T09:00:00+00:00")
    assert saved["summary"]["snapshot"] == 1
    book.order(bo, 90000, "2026-09-01")
    book.order(cy, 100, "2026-09-01")
    answer = crm.json("segment", "--save")
    assert answer["summary"]["compared_with"] == {
        "on": "2026-07-31", "from": "2025-08-01", "to": "2026-07-31", "snapshot": True,
    }  # fmt: skip
    assert {i["contact"]["name"]: (i["class"], i["was"]) for i in answer["items"]} == {
        "Bo": ("A", "B"), "Ana": ("B", "A"), "Cy": ("C", None),
    }  # fmt: skip
    assert answer["summary"]["movers"] == {"up": 1, "down": 1, "new": 1, "gone": 0}
    (up,) = answer["summary"]["movers_named"]["up"]
    assert (up["contact"]["name"], up["was"], up["now"]) == ("Bo", "B", "A")
    assert (up["amount_minor"], up["was_minor"]) == (91500, 1500)
    again = crm.json("segment")["summary"]["compared_with"]["on"]
    assert again == "2026-07-31", "a snapshot of the same day hides nothing"


def test_a_snapshot_of_the_same_day_is_no_comparison_even_where_it_is_the_only_one(crm: Any, book: Book) -> None:
    ana, bo = book.people("Ana", "Bo")
    book.order(ana, 8000)
    book.order(bo, 9000, "2026-11-10")
    first = crm.json("segment", "--save")["summary"]
    for again in (crm.json("segment"), crm.json("segment", "--save")):
        assert again["summary"]["compared_with"] == first["compared_with"]
        assert again["summary"]["compared_with"]["snapshot"] is False
        assert again["summary"]["movers"] == first["movers"] == {"up": 0, "down": 0, "new": 1, "gone": 0}
    assert crm.json("segment", now="2026-11-21T09:00:00+00:00")["summary"]["compared_with"]["on"] == DAY
    closed = crm.json("segment", "--to", "2026-09-30", now="2026-11-21T09:00:00+00:00")["summary"]["compared_with"]
    assert (closed["on"], closed["snapshot"]) == ("2026-08-30", False), "no snapshot of a day after the window"


@pytest.mark.parametrize("flags", [("--to", "2026-09-30"), ("--period", "last-quarter"), ("--as-of", "2026-09-30")])
def test_who_first_orders_after_a_closed_window_is_neither_new_nor_zero(
    crm: Any, book: Book, flags: tuple[str, ...]
) -> None:
    ana, bo, cy = book.people("Ana", "Bo", "Cy")
    book.order(ana, 100, "2026-08-01")
    book.order(bo, 100, "2026-03-01")
    book.order(cy, 900, "2026-10-05")
    answer = crm.json("segment", *flags)
    assert set(classes(answer)) == {"Ana", "Bo"}
    assert (answer["summary"]["customers"], answer["summary"]["zero"]["customers"]) == (
        2, 1 if "--period" in flags else 0,
    )  # fmt: skip
    assert "Cy" not in str(answer["summary"]["movers_named"])


def test_an_earlier_closed_window_knows_nobody_who_ordered_after_it(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100, "2026-07-10")
    answer = crm.json("segment", "--period", "last-quarter")["summary"]
    assert answer["compared_with"]["to"] == "2026-06-30"
    assert answer["movers"] == {"up": 0, "down": 0, "new": 1, "gone": 0}


def test_follow_ups_that_are_open_already_are_not_opened_twice(crm: Any, book: Book) -> None:
    ana, bo = book.people("Ana", "Bo")
    book.order(ana, 100)
    book.order(bo, 100)
    call = ("segment", "--class", "A", "--followup", "call about prices", "--due", "fri")
    assert crm.json(*call)["summary"]["opened"] == 2
    crm("done", "f2")
    again = crm.json(*call)["summary"]
    assert (again["opened"], again["already_open"]) == (1, 1)
    assert "1 had it open already" not in crm(*call[:-1], "mon").out
    told = crm(*call)
    assert "Opened 0 follow-ups" in told.out
    assert "2 had it open already" in told.out
    assert crm.json(*call)["summary"]["operation"] is None


def test_notes_name_the_first_orders_to_mend(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 1000, cost=10)
    rateless = [book.order(one, 500, base=False) for one in (None, ana, ana)]
    costless = book.order(ana, 700)
    rates, costs = crm.json("segment", "--by", "margin")["notes"]
    assert f"(o{rateless[0]}, o{rateless[1]} and 1 more); `crm edit o{rateless[0]} --rate R`" in rates
    assert f"(o{costless}); `crm edit o{costless} --cost A`" in costs
    crm("edit", f"o{costless}", "--cost", "3")
    assert len(crm.json("segment", "--by", "margin")["notes"]) == 1


def test_the_next_commands_stand_alone_and_ask_the_same_question(crm: Any, book: Book) -> None:
    import shlex

    (ana,) = book.people("Ana")
    book.order(ana, 100, cost=1)
    flags = ("--by", "margin", "--from", "2026-01-01", "--to", "2026-11-10", "--accounts")
    shown = crm("segment", *flags, env={"COLUMNS": "160"}).out.splitlines()
    commands = [shlex.split(line) for line in shown if line.startswith("crm ")]
    assert len(commands) == 2
    asked = crm.json("segment", *flags)["summary"]
    for command in commands:
        done = crm.json(*command[1:])["summary"]
        assert all(done[key] == asked[key] for key in ("from", "to", "by", "accounts", "total_minor"))
    narrowed = crm("segment", "--class", "A").out.splitlines()
    assert narrowed[-1] == "crm segment --abc --class A --tag-as NAME"


def test_one_of_anything_is_said_as_one(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100)
    book.order(None, 50)
    crm("log", "ana", "spoke", "--minutes", 1)
    out = crm("segment").out
    for right in ("1 customer;", "1 minute\n", "in 1 order,"):
        assert right in out
    assert not [wrong for wrong in ("1 customers", "1 minutes", "1 orders") if wrong in out]


def test_the_end_of_the_month_is_this_months_and_counts_to_today(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100, "2026-11-18")
    assert crm.json("segment", "--to", "eom")["summary"]["to"] == DAY


@pytest.mark.parametrize("flag", ["--xyz", "--worth", "--ranking"])
def test_a_kind_there_is_not_is_refused_without_another_flag_in_its_place(crm: Any, flag: str) -> None:
    said = crm.fails(2, "segment", flag)
    assert f"no such option: {flag}." in said
    assert "Possible" not in said
    assert "--period" in crm.fails(2, "segment", "--perod", "all")


def test_a_snapshot_of_another_question_is_no_comparison(crm: Any, book: Book) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100, cost=10)
    crm("segment", "--save", now="2026-07-31T09:00:00+00:00")
    for other in (("--by", "margin"), ("--period", "all"), ("--accounts",)):
        assert not crm.json("segment", *other)["summary"]["compared_with"]["snapshot"]
    assert crm.json("segment")["summary"]["compared_with"]["snapshot"]


@pytest.mark.parametrize(
    ("flags", "window"),
    [
        ((), ("2026-10-20", "2025-10-21", "2026-10-20")),
        (("--compare", "2026-03-31"), ("2026-03-31", "2025-04-01", "2026-03-31")),
        (("--period", "last-quarter"), ("2026-08-20", "2026-04-01", "2026-06-30")),
        (("--period", "last-year"), ("2025-11-20", "2024-01-01", "2024-12-31")),
        (("--from", "2026-07-01", "--to", "2026-09-30"), ("2026-08-30", "2026-05-31", "2026-08-30")),
        (("--from", "2026-07-01", "--compare", "2026-06-30"), ("2026-06-30", "2026-02-08", "2026-06-30")),
    ],
)
def test_without_a_snapshot_the_same_question_is_asked_of_an_earlier_day(
    crm: Any, book: Book, flags: tuple[str, ...], window: tuple[str, str, str]
) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100, "2026-01-01")
    found = crm.json("segment", *flags)["summary"]["compared_with"]
    assert (found["on"], found["from"], found["to"], found["snapshot"]) == (*window, False)


def test_compare_knows_only_what_was_dated_by_then(crm: Any, book: Book) -> None:
    ana, bo = book.people("Ana", "Bo")
    book.order(ana, 100, "2026-01-01")
    book.order(bo, 10, "2026-01-01")
    book.order(bo, -10, "2026-05-01", counts_on="2026-01-01")
    answer = crm.json("segment", "--compare", "2026-03-01")
    assert {i["contact"]["name"]: i["was"] for i in answer["items"]} == {"Ana": "A", "Bo": "B"}
    assert answer["summary"]["movers"]["gone"] == 1
    assert crm.json("segment", "--compare", "2025-12-31")["summary"]["movers"]["new"] == 2


def test_accounts_count_people_under_their_first_company(crm: Any, book: Book) -> None:
    firm, _ = book.people("Kafija SIA", "Other SIA", kind="company")
    ana = crm.item("add", "Ana", "--company", "kafija", "--company", "other")["id"]
    (bo,) = book.people("Bo")
    book.order(ana, 600)
    book.order(firm, 300)
    book.order(bo, 100)
    crm("log", "ana", "spoke", "--minutes", 20)
    answer = crm.json("segment", "--accounts")
    assert {i["contact"]["name"]: (i["amount_minor"], i["effort_minutes"]) for i in answer["items"]} == {
        "Kafija SIA": (900, 20), "Bo": (100, 0),
    }  # fmt: skip
    assert answer["summary"]["C"]["customers"] + answer["summary"]["zero"]["customers"] == 0


def test_a_segment_becomes_a_tag_and_follow_ups_in_one_operation(crm: Any, book: Book, dump: Any) -> None:
    ana, bo, cy = book.people("Ana", "Bo", "Cy")
    crm("edit", "ana", "--owner", "Ilze", code=None)
    for contact, amount in ((ana, 5000), (bo, 4000), (cy, 100)):
        book.order(contact, amount)
    before = dump(crm.path)
    first = crm.json("segment", "--class", "A", "--tag-as", "top", "--followup", "thank them", "--due", "fri")
    assert (first["summary"]["tagged"], first["summary"]["opened"]) == (2, 2)
    assert first["summary"]["operation"] is not None
    rows = dump(crm.path)
    assert {(row[1], row[2]) for row in rows["tags"]} == {(ana, "top"), (bo, "top")}
    assert {(row[1], row[3], row[4]) for row in rows["followups"]} == {
        (ana, "thank them", "2026-11-27"), (bo, "thank them", "2026-11-27"),
    }  # fmt: skip
    again = crm.json("segment", "--tag-as", "top")
    assert (again["summary"]["tagged"], again["summary"]["opened"]) == (1, 0)
    nothing = crm.json("segment", "--tag-as", "top")
    assert (nothing["summary"]["tagged"], nothing["summary"]["operation"]) == (0, None)
    crm("undo")
    crm("undo")
    assert dump(crm.path) == before


def test_follow_ups_leave_archived_customers_alone(crm: Any, book: Book) -> None:
    ana, bo = book.people("Ana", "Bo")
    book.order(ana, 100)
    book.order(bo, 100)
    with Session(crm.path) as session, session.operation("test") as op:
        op.update("contacts", ana, archived_at="2026-11-01T09:00:00+00:00")
    assert crm.json("segment", "--class", "A", "--followup", "call", "--due", "fri")["summary"]["opened"] == 1


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--followup", "call", "--due", "fri"), "--class"),
        (("--class", "A", "--followup", "call"), "--due"),
        (("--class", "A", "--due", "fri"), "--followup"),
        (("--class", "A", "--followup", "call", "--due", "2026-11-01"), "past"),
        (("--class", "A", "--followup", "  ", "--due", "fri"), "empty"),
        (("--class", "A", "--tag-as", " "), "empty"),
        (("--class", "D"), "class"),
        (("--abc", "--by", "colour"), "sales"),
        (("--period", "someday"), "period"),
        (("--from", "2026-05-01", "--to", "2026-04-01"), "before it starts"),
        (("--compare", "2026-11-20"), "earlier"),
        (("--from", "2026-05-01", "--period", "all"), "--period"),
        (("--to", "2026-11-01", "--period", "last-quarter"), "last-quarter"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    crm: Any, book: Book, flags: tuple[str, ...], says: str
) -> None:
    (ana,) = book.people("Ana")
    book.order(ana, 100)
    assert says in crm.fails(2, "segment", *flags)


def test_without_a_book_and_without_orders(crm: Any, book: Book) -> None:
    crm.fails(10, "segment")
    book.people("Ana")
    answer = crm.json("segment")
    assert (answer["items"], answer["summary"]["customers"]) == ([], 0)
    assert "order add" in crm("segment").out


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_the_table_fits_the_screen_and_tells_the_classes(crm: Any, book: Book, columns: int) -> None:
    ana, bo = book.people("Ana \x1b[31m Bērziņa", "B" * 200)
    book.order(ana, 10_000)
    book.order(bo, 2_000)
    book.order(bo, 900_000, "2026-11-10")
    out = crm("segment", env={"COLUMNS": str(columns)}).out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= columns
    if columns >= 80:
        assert "A ▲ was B" in out


@pytest.mark.parametrize(
    ("name", "counts"),
    [("cdnow_sample.csv", (777, 804, 768, 8)), ("cdnow_master.csv", (7695, 8067, 7740, 68))],
)
def test_the_known_classes_of_a_real_order_log(
    crm: Any, book: Book, name: str, counts: tuple[int, int, int, int]
) -> None:
    if not (DATA / name).exists():
        pytest.skip("the shared data are not here")
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = [(int(r["customer_id"]), r["date"], round(float(r["dollar_value"]) * 100)) for r in csv.DictReader(file)]
    at = "1998-07-01T00:00:00+00:00"
    ids = sorted({row[0] for row in rows})
    with Session(crm.path) as session, session.operation("test") as op:
        op.insert_many(
            "contacts", ("id", "uid", "kind", "name", "name_key", "created_at", "created_on"),
            [(one, f"u{one}", "person", f"{one}", f"{one}", at, at[:10]) for one in ids],
        )  # fmt: skip
        op.insert_many(
            "orders", ORDER_COLUMNS,
            [(one, on, on, amount, None, "EUR", amount, None, at) for one, on, amount in rows],
        )  # fmt: skip
    found = crm.json("segment", "--abc", "--period", "all", "--as-of", "1998-06-30", "--limit", 1)["summary"]
    assert tuple(found[c]["customers"] for c in ("A", "B", "C", "zero")) == counts
    assert (found["from"], found["to"]) == ("1997-01-01", "1998-06-30")


def test_without_a_class_a_none_is_proposed_or_spoken_of(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "10", "--on", "2024-01-10")
    answer = crm.json("segment", "--abc")
    assert answer["summary"]["next"] == [
        'crm segment --abc --class zero --followup "TEXT" --due fri', "crm segment --abc --save",
    ]  # fmt: skip
    assert crm.json("segment", "--abc", "--class", "A")["summary"]["next"] == []
    out = crm("segment", "--abc").out
    assert "nobody brought anything in these days: no A, B or C; 1 customer" in out
    assert "80 %" not in out


def test_a_snapshot_of_the_same_day_is_no_comparison_and_the_help_says_so(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "10", "--on", "2026-11-10")
    crm("segment", "--abc", "--save")
    assert crm.json("segment", "--abc")["summary"]["compared_with"]["on"] == "2026-10-20"
    helped = " ".join(crm("segment", "--help", env={"COLUMNS": "200"}).out.split())
    assert "the last snapshot of an earlier day" in helped
