"""`crm complaint`: two clocks, an owner at once, a check-back; the morning list before a breach."""

from __future__ import annotations

from typing import Any

import pytest

NOW = "2026-11-20T09:00:00+00:00"  # a Friday, 11:00 in Riga
LATER = "2026-11-20T10:00:00+00:00"
MONDAY = "2026-11-23T09:00:00+00:00"


@pytest.fixture
def book(crm: Any) -> Any:
    """Riga, open nine to five on weekdays; Ana (c1, Ilze's) and Bruno (c2, nobody's)."""
    crm("init", "--zone", "Europe/Riga")
    crm("add", "Ana Berzina", "--owner", "Ilze")
    crm("add", "Bruno Kalns")
    return crm


@pytest.fixture
def opened(book: Any) -> Any:
    """The same with k1, Ana's, opened on Friday at 11:00."""
    book("complaint", "open", "ana", "the grinder leaks", "--line", "grinders")
    return book


def reasons(crm: Any, kind: str, **how: Any) -> list[dict[str, Any]]:
    rows = crm.items("followups", "today", **how)
    return [reason for row in rows for reason in row["reasons"] if reason["kind"] == kind]


class TestOpening:
    def test_it_has_every_promised_key(self, opened: Any) -> None:
        item = opened.item("complaint", "show", "k1")
        assert item["contact"] == {"id": 1, "name": "Ana Berzina"}
        assert (item["id"], item["severity"], item["owner"], item["status"]) == (1, "normal", "Ilze", "open")
        assert item["opened_at"] == "2026-11-20T11:00:00+02:00"
        assert item["respond_by"] == "2026-11-20T15:00:00+02:00"
        assert item["resolve_by"] == "2026-11-25T11:00:00+02:00"
        assert item["recovery"] == {"until": "2026-12-20", "days_left": 30}
        clock = item["clocks"]["response"]
        assert {key: clock[key] for key in ("due_at", "used_minutes", "breached", "paused")} == {
            "due_at": item["respond_by"], "used_minutes": 0, "breached": False, "paused": False,
        }  # fmt: skip
        assert (item["line"], item["about"], item["text"]) == ("grinders", None, "the grinder leaks")
        assert [step["kind"] for step in item["steps"]] == ["open"]

    def test_it_is_one_operation_and_undone_as_one(self, opened: Any) -> None:
        opened("undo")
        assert opened.items("complaint", "list") == []
        opened("redo")
        assert opened.json("complaint", "list")["summary"]["open"] == 1

    def test_solved_at_first_contact(self, book: Any) -> None:
        item = book.item("complaint", "open", "ana", "wrong invoice", "--solved", "sent the right one")
        assert (item["status"], item["solved_at_first_contact"], item["on_time"]) == ("resolved", True, True)
        assert item["check_back_on"] == "2026-11-27"
        book("complaint", "reopen", "k1")
        assert book.item("complaint", "show", "k1")["solved_at_first_contact"] is False

    def test_it_may_have_come_in_earlier_but_not_later(self, book: Any) -> None:
        item = book.item("complaint", "open", "ana", "x", "--at", "yesterday 16:00")
        assert item["opened_at"] == "2026-11-19T16:00:00+02:00"
        assert item["clocks"]["response"]["used_minutes"] == 180
        assert "still to come" in book.fails(2, "complaint", "open", "ana", "x", "--at", "2026-11-21 10:00")

    @pytest.mark.parametrize(
        "flags", [("--severity", "huge"), ("--channel", "smoke"), ("--at", "someday"), ("--owner", "")]
    )
    def test_what_is_not_right_is_refused(self, book: Any, flags: tuple[str, ...]) -> None:
        book.fails(2, "complaint", "open", "ana", "x", *flags)

    def test_logging_a_call_opens_one_in_the_same_line(self, book: Any) -> None:
        item = book.item("log", "ana", "the machine leaks", "--complaint", "high", "--line", "machines")
        assert (item["direction"], item["nature"], item["outcome"]) == ("in", "quality", "negative")
        assert (item["complaint"]["id"], item["complaint"]["severity"], item["complaint"]["line"]) == (
            1,
            "high",
            "machines",
        )
        assert item["complaint"]["interaction"] == item["id"]
        book("undo")
        assert book.items("complaint", "list") == []
        assert "--complaint" in book.fails(2, "log", "ana", "x", "--solved", "y")

    def test_the_second_inside_the_window_is_escalated(self, opened: Any) -> None:
        envelope = opened.json(
            "complaint", "open", "ana", "again", "--severity", "low", now="2026-12-20T09:00:00+00:00"
        )
        assert envelope["item"]["escalated"] is True
        assert "escalated" in envelope["notes"][0]
        assert opened.item("complaint", "open", "bruno", "x", now="2026-12-20T09:00:00+00:00")["escalated"] is False
        late = opened.item("complaint", "open", "ana", "and again", now="2027-01-20T09:00:00+00:00")
        assert late["escalated"] is False
        order = [item["id"] for item in opened.items("complaint", "list", now="2027-01-20T09:00:00+00:00")]
        assert order[0] == 2


class TestOwner:
    def test_never_the_person_complained_about(self, book: Any) -> None:
        book("policy", "set", "staff", "Ilze, Tom, Uldis")
        assert book.item("complaint", "open", "ana", "rude", "--about", "ilze")["owner"] == "Tom"
        assert book.item("complaint", "open", "ana", "rude", "--about", "Ilze")["owner"] == "Uldis"
        assert "complained about" in book.fails(2, "complaint", "open", "ana", "x", "--about", "Tom", "--owner", "TOM")

    def test_the_policy_names_one(self, book: Any) -> None:
        book("policy", "set", "complaint.owner", "Zane")
        assert book.item("complaint", "open", "bruno", "x")["owner"] == "Zane"
        assert book.item("complaint", "open", "ana", "x")["owner"] == "Ilze"

    def test_who_is_working_where_nobody_else_is_known(self, book: Any) -> None:
        assert book.item("complaint", "open", "bruno", "x", "--by", "Juris")["owner"] == "Juris"
        assert book.item("complaint", "open", "bruno", "x")["owner"] == "me"
        assert "needs an owner" in book.fails(2, "complaint", "open", "ana", "x", "--about", "Ilze")

    def test_a_persons_company_has_an_owner(self, book: Any) -> None:
        book("add", "Kafija SIA", "--kind", "company", "--owner", "Rita")
        book("add", "Juris Ozols", "--company", "kafija")
        assert book.item("complaint", "open", "juris", "x")["owner"] == "Rita"

    @pytest.mark.parametrize("flag", ["--owner", "--about"])
    def test_only_somebody_who_works_here(self, opened: Any, flag: str) -> None:
        opened("policy", "set", "staff", "Ilze, Tom")
        assert "did you mean Tom?" in opened.fails(2, "complaint", "open", "ana", "x", flag, "Tomm")
        assert "does not work here" in opened.fails(2, "edit", "k1", flag, "Zane")
        item = opened.item("complaint", "open", "ana", "x", flag, "to")
        assert item[flag[2:]] == "Tom"


class TestLoggedContacts:
    def test_whom_it_is_about(self, book: Any) -> None:
        book("policy", "set", "staff", "Ilze, Tom")
        item = book.item("log", "ana", "Ilze was rude", "--complaint", "normal", "--about", "ilze")
        assert (item["complaint"]["about"], item["complaint"]["owner"]) == ("Ilze", "Tom")
        assert "--complaint" in book.fails(2, "log", "ana", "x", "--about", "Ilze")

    def test_one_that_answers_a_complaint_stops_its_first_clock(self, opened: Any) -> None:
        opened("log", "ana", "we look into it", "--done", "k1")
        item = opened.item("complaint", "show", "k1")
        assert (item["steps"][-1]["kind"], item["steps"][-1]["text"]) == ("respond", "we look into it")
        assert item["clocks"]["response"]["ended_at"] == "2026-11-20T11:00:00+02:00"
        opened("undo")
        assert opened.item("complaint", "show", "k1")["clocks"]["response"]["ended_at"] is None
        assert opened.items("timeline", "ana", "--channel", "phone") == []

    def test_one_that_cannot_answer_it_is_refused(self, opened: Any) -> None:
        assert "attempt" in opened.fails(2, "log", "ana", "x", "-o", "no-answer", "--done", "k1")
        assert "not a complaint of" in opened.fails(2, "log", "bruno", "x", "--done", "k1")
        opened.fails(4, "log", "ana", "x", "--done", "k9")
        opened("complaint", "resolve", "k1")
        opened.fails(5, "log", "ana", "x", "--done", "k1")

    def test_a_word_with_them_reminds_of_the_answer(self, opened: Any) -> None:
        says = "k1 waits for an answer: `crm complaint respond k1`"
        assert says in opened.json("log", "ana", "about prices")["notes"]
        assert says not in opened.json("log", "ana", "rang", "-o", "no-answer")["notes"]
        assert says not in opened.json("log", "ana", "they rang", "--direction", "in")["notes"]
        opened("complaint", "respond", "k1")
        assert says not in opened.json("log", "ana", "about prices")["notes"]


class TestTerms:
    def test_times_by_the_class_they_are_served_as(self, book: Any) -> None:
        book("policy", "set", "complaint.prospect.respond_within", "30min")
        assert book.item("complaint", "open", "ana", "x")["respond_by"] == "2026-11-20T11:30:00+02:00"
        book("policy", "set", "complaint.A.respond_within", "1h")
        book("edit", "bruno", "--tier", "A")
        assert book.item("complaint", "open", "bruno", "x")["respond_by"] == "2026-11-20T12:00:00+02:00"

    def test_a_change_of_policy_half_way_changes_nothing(self, opened: Any) -> None:
        for key, value in (("complaint.respond_within", "1h"), ("hours.fri", "closed"), ("closed_days", "2026-11-23"),
                           ("zone", "America/New_York")):  # fmt: skip
            opened("policy", "set", key, value)
        clocks = opened.item("complaint", "show", "k1", now=MONDAY)["clocks"]
        assert clocks["response"]["used_minutes"] == clocks["resolution"]["used_minutes"] == 480
        assert clocks["response"]["breached"] is True

    def test_holidays_are_left_out(self, book: Any) -> None:
        pytest.importorskip("holidays")
        book("policy", "set", "country", "LV")
        book("policy", "set", "holidays", "true")
        item = book.item("complaint", "open", "ana", "x", now="2026-12-23T14:00:00+00:00")
        assert item["respond_by"] == "2026-12-28T12:00:00+02:00"


class TestSteps:
    def test_a_whole_course(self, opened: Any) -> None:
        opened("complaint", "respond", "k1", "called", "--at", "today 11:00")
        item = opened.item("complaint", "wait", "1", "asked for photos", now=LATER)
        assert item["status"] == "waiting"
        resolution = item["clocks"]["resolution"]
        assert (resolution["paused"], resolution["due_at"], resolution["used_minutes"]) == (True, None, 60)
        item = opened.item("complaint", "resume", "k1", now=MONDAY)
        assert item["resolve_by"] == "2026-11-26T10:00:00+02:00"
        item = opened.item("complaint", "resolve", "k1", "new seal", now="2026-11-24T09:00:00+00:00")
        assert (item["status"], item["on_time"], item["clocks"]["resolution"]["used_minutes"]) == (
            "resolved",
            True,
            540,
        )
        item = opened.item("complaint", "reopen", "k1", "leaks again", now="2026-11-25T09:00:00+00:00")
        assert (item["status"], item["reopened"], len(item["steps"])) == ("open", 1, 6)
        assert item["clocks"]["resolution"]["used_minutes"] == 540

    @pytest.mark.parametrize(
        ("before", "step", "says"),
        [
            ((), "resume", "crm complaint wait k1"),
            ((), "reopen", "crm complaint resolve k1"),
            ((), "check", "crm complaint resolve k1"),
            (("wait",), "wait", "crm complaint resume k1"),
            (("resolve",), "resolve", "crm complaint reopen k1"),
            (("resolve",), "respond", "crm complaint reopen k1"),
            (("resolve",), "wait", "crm complaint reopen k1"),
        ],
    )
    def test_a_step_that_does_not_fit_names_the_one_that_does(
        self, opened: Any, before: tuple[str, ...], step: str, says: str
    ) -> None:
        for kind in before:
            opened("complaint", kind, "k1")
        flags = ("--recovered", "yes") if step == "check" else ()
        assert says in opened.fails(5, "complaint", step, "k1", *flags)

    def test_no_step_before_the_one_before_it(self, opened: Any) -> None:
        assert "before the last step" in opened.fails(2, "complaint", "respond", "k1", "--at", "today 10:59")
        assert "still to come" in opened.fails(2, "complaint", "respond", "k1", "--at", "2026-11-20 12:00")

    def test_a_complaint_that_is_not_there(self, opened: Any) -> None:
        opened.fails(4, "complaint", "respond", "k9")
        opened.fails(2, "complaint", "respond", "ana")

    def test_a_day_gone_by_is_answered_as_it_stood(self, opened: Any) -> None:
        opened("complaint", "wait", "k1", now="2026-11-24T09:00:00+00:00")
        opened("complaint", "resolve", "k1", now="2026-11-26T09:00:00+00:00")
        late = "2026-12-01T09:00:00+00:00"
        for day, status in (("2026-11-20", "open"), ("2026-11-25", "waiting"), ("2026-11-26", "resolved")):
            assert opened.item("complaint", "show", "k1", "--as-of", day, now=late)["status"] == status
            listed = opened.json("complaint", "list", "--as-of", day, now=late)
            assert [item["status"] for item in listed["items"]] == [status]
            assert listed["summary"][status] == 1
        assert opened.json("complaint", "list", "--as-of", "2026-11-19", now=late)["items"] == []


class TestCheckBack:
    @pytest.fixture
    def solved(self, opened: Any) -> Any:
        opened("complaint", "resolve", "k1", now=MONDAY)
        return opened

    def test_it_comes_up_after_a_week_until_it_is_noted(self, solved: Any) -> None:
        assert reasons(solved, "check_back", now="2026-11-29T09:00:00+00:00") == []
        (reason,) = reasons(solved, "check_back", now="2026-12-01T09:00:00+00:00")
        assert (reason["ref"], reason["due_on"]) == ("k1", "2026-11-30")
        item = solved.item("complaint", "check", "k1", "happy", "--recovered", "yes", now="2026-12-01T09:00:00+00:00")
        assert item["recovered"] == "yes"
        assert reasons(solved, "check_back", now="2026-12-02T09:00:00+00:00") == []

    def test_done_closes_the_row_and_reopening_opens_another(self, solved: Any) -> None:
        solved("done", "k1", now="2026-12-01T09:00:00+00:00")
        assert reasons(solved, "check_back", now="2026-12-03T09:00:00+00:00") == []
        assert solved.item("complaint", "show", "k1", now="2026-12-03T09:00:00+00:00")["recovered"] is None
        solved("complaint", "reopen", "k1", now="2026-12-03T09:00:00+00:00")
        solved("complaint", "resolve", "k1", now="2026-12-03T09:10:00+00:00")
        assert len(reasons(solved, "check_back", now="2026-12-12T09:00:00+00:00")) == 1

    def test_nobody_asks_for_ever(self, solved: Any) -> None:
        assert len(reasons(solved, "check_back", now="2026-12-28T09:00:00+00:00")) == 1
        assert reasons(solved, "check_back", now="2027-01-05T09:00:00+00:00") == []

    def test_one_that_did_not_stay_solved_is_not_forgotten(self, solved: Any) -> None:
        late = "2026-12-01T09:00:00+00:00"
        answer = solved.json("complaint", "check", "k1", "--recovered", "no", now=late)
        assert (answer["item"]["followup"]["owner"], answer["item"]["followup"]["due_on"]) == ("Ilze", "2026-12-01")
        (reason,) = reasons(solved, "followup", now=late)
        assert reason["text"] == "not solved: k1 the grinder leaks; reopen or win them back"
        solved("undo", now=late)
        assert reasons(solved, "followup", now=late) == []

    def test_an_answer_is_yes_or_no(self, solved: Any) -> None:
        solved.fails(2, "complaint", "check", "k1")
        solved.fails(2, "complaint", "check", "k1", "--recovered", "perhaps")

    def test_whether_they_ordered_again(self, solved: Any) -> None:
        solved("order", "add", "ana", "50", "--on", "2026-11-23", now="2026-12-05T09:00:00+00:00")
        assert solved.item("complaint", "show", "k1", now="2026-12-05T09:00:00+00:00")["ordered_again_on"] is None
        solved("order", "add", "ana", "50", "--on", "2026-12-04", now="2026-12-05T09:00:00+00:00")
        assert (
            solved.item("complaint", "show", "k1", now="2026-12-05T09:00:00+00:00")["ordered_again_on"] == "2026-12-04"
        )


class TestMorning:
    def test_it_comes_up_before_the_breach(self, book: Any) -> None:
        book("policy", "set", "complaint.resolve_within", "2w")
        book("complaint", "open", "ana", "slow delivery", "--solved", "x")
        book("complaint", "reopen", "k1")
        assert reasons(book, "complaint", now="2026-11-26T09:00:00+00:00") == []
        (reason,) = reasons(book, "complaint", now="2026-11-27T09:00:00+00:00")
        assert (reason["ref"], reason["due_on"]) == ("k1", "2026-11-27")
        assert "solve by" in reason["text"]
        assert "Ilze" in reason["text"]

    def test_it_is_late_only_after_its_deadline(self, book: Any) -> None:
        book("complaint", "open", "ana", "slow delivery", "--severity", "high", "--at", "today 10:00")
        book("complaint", "respond", "k1")
        due = [
            reasons(book, "complaint", now=f"2026-11-{day}T08:00:00+00:00")[0] for day in (20, 21, 23, 24, 25, 26, 27)
        ]
        assert [(one["due_on"], one["due_time"]) for one in due] == [
            ("2026-11-20", None), ("2026-11-21", None), ("2026-11-23", None), ("2026-11-24", None),
            *[("2026-11-25", "10:00")] * 3,
        ]  # fmt: skip

    def test_a_row_is_its_owners_and_not_the_customers(self, book: Any) -> None:
        book("complaint", "open", "ana", "x", "--owner", "Tom", "--severity", "high")
        book("policy", "set", "staff", "Ilze, Tom, Uldis")

        def kinds(owner: str) -> list[str]:
            rows = book.items("followups", "today", "--owner", owner)
            return [reason["kind"] for row in rows for reason in row["reasons"]]

        assert "complaint" in kinds("tom")
        assert "complaint" not in kinds("Ilze")
        answer = book.json("followups", "today", "--owner", "Uldis")
        assert (answer["items"], answer["summary"]["more"]) == ([], 0)
        assert "Well kept" in book("followups", "today", "--owner", "Uldis").out
        assert [len(book.items("followups", "all", "--owner", one)) for one in ("Tom", "Uldis")] == [1, 0]
        book.fails(4, "followups", "today", "--owner", "nobody")

    def test_a_high_one_at_once(self, book: Any) -> None:
        book("policy", "set", "complaint.respond_within", "2w")
        book("policy", "set", "complaint.resolve_within", "4w")
        book("complaint", "open", "ana", "x", "--severity", "high")
        book("complaint", "open", "bruno", "x")
        assert [reason["ref"] for reason in reasons(book, "complaint")] == ["k1"]

    def test_one_that_waits_comes_up_when_it_has_waited_long(self, opened: Any) -> None:
        opened("complaint", "wait", "k1")
        assert reasons(opened, "complaint", now="2026-11-24T09:00:00+00:00") == []
        (reason,) = reasons(opened, "complaint", now="2026-11-25T09:00:00+00:00")
        assert "waits for them" in reason["text"]

    def test_done_puts_an_open_one_off_to_the_next_working_day(self, opened: Any) -> None:
        assert opened.item("done", "k1")["due_on"] == "2026-11-23"
        assert reasons(opened, "complaint") == []
        assert len(reasons(opened, "complaint", now=MONDAY)) == 1

    def test_solved_it_is_gone(self, opened: Any) -> None:
        opened("complaint", "resolve", "k1")
        assert reasons(opened, "complaint") == []


class TestList:
    def test_severity_then_value_then_time_left(self, book: Any) -> None:
        for name in ("ana", "bruno"):
            book("add", f"{name} the third")
        book("order", "add", "c2", "900", "--on", "2026-08-01")
        book("complaint", "open", "c1", "one")
        book("complaint", "open", "c2", "two")
        book("complaint", "open", "c3", "three", "--severity", "high")
        book("complaint", "open", "c4", "four", "--at", "yesterday 12:00")
        book("complaint", "open", "c4", "solved", "--solved", "x", "--at", "2026-09-01 10:00")
        assert [item["id"] for item in book.items("complaint", "list")] == [3, 2, 4, 1, 5]
        assert book.json("complaint", "list")["summary"]["resolved"] == 1

    def test_the_second_counts_as_high_and_the_class_served_by_decides(self, book: Any) -> None:
        for name in ("Cara", "Dora", "Emil"):
            book("add", name)
        book("edit", "cara", "--tier", "A")
        book("edit", "dora", "--tier", "B")
        book("edit", "emil", "--tier", "B")
        made = [("dora", "low"), ("dora", "low"), ("emil", "high"), ("cara", "normal"), ("emil", "normal")]
        ids = {}
        for place, (name, severity) in enumerate(made):
            ids[book.item("complaint", "open", name, "x", "--severity", severity)["id"]] = place
        assert [ids[item["id"]] for item in book.items("complaint", "list")] == [2, 4, 1, 3, 0]

    def test_what_is_solved_reads_the_same_in_the_list_and_alone(self, opened: Any) -> None:
        opened("complaint", "wait", "k1", now=LATER)
        opened("complaint", "resolve", "k1", now=MONDAY)
        opened("complaint", "open", "bruno", "x", "--solved", "y", now=MONDAY)
        late = "2026-12-20T09:00:00+00:00"
        for item in opened.items("complaint", "list", now=late):
            alone = opened.item("complaint", "show", item["ref"], now=late)
            assert {key: value for key, value in item.items() if key != "class"} == {
                key: alone[key] for key in item if key != "class"
            }

    def test_those_in_danger(self, opened: Any) -> None:
        assert opened.items("complaint", "list", "--breaching") == []
        near = opened.json("complaint", "list", "--breaching", now="2026-11-20T11:00:00+00:00")
        assert [item["breaching"] for item in near["items"]] == [True]
        assert (near["summary"]["breaching"], near["summary"]["breached"]) == (1, 0)
        late = opened.json("complaint", "list", "--breaching", now=MONDAY)
        assert late["summary"]["breached"] == 1
        assert late["items"][0]["clocks"]["response"]["breached"] is True

    def test_by_status_contact_and_owner(self, opened: Any) -> None:
        opened("complaint", "open", "bruno", "x", "--owner", "Tom")
        opened("complaint", "wait", "k2")
        assert [item["id"] for item in opened.items("complaint", "list", "--status", "waiting")] == [2]
        assert [item["id"] for item in opened.items("complaint", "list", "ana")] == [1]
        assert [item["id"] for item in opened.items("complaint", "list", "--owner", "tom")] == [2]
        opened.fails(2, "complaint", "list", "--status", "lost")

    @pytest.mark.parametrize("columns", ["80", "120"])
    def test_it_fits_the_screen(self, opened: Any, columns: str) -> None:
        for words in (("complaint", "list"), ("complaint", "show", "k1")):
            out = opened(*words, env={"COLUMNS": columns}).out
            assert "the grinder" in out
            assert max(map(len, out.splitlines())) <= int(columns)


class TestCorrecting:
    def test_what_was_said_of_it(self, opened: Any) -> None:
        item = opened.item("edit", "k1", "the mill leaks", "--severity", "high", "--owner", "Tom", "--unset", "line")
        assert (item["text"], item["severity"], item["owner"], item["line"]) == ("the mill leaks", "high", "Tom", None)
        assert sorted(item["changed"]) == ["line", "owner", "severity", "text"]

    def test_when_it_was_opened(self, opened: Any) -> None:
        opened("complaint", "respond", "k1")
        item = opened.item("edit", "k1", "--at", "yesterday 16:00")
        assert item["opened_at"] == item["steps"][0]["at"] == "2026-11-19T16:00:00+02:00"
        assert item["clocks"]["response"]["used_minutes"] == 180
        assert "after its next step" in opened.fails(2, "edit", "k1", "--at", "today 11:30", now=LATER)

    def test_the_person_it_is_about_cannot_own_it(self, opened: Any) -> None:
        assert "cannot own" in opened.fails(2, "edit", "k1", "--about", "Ilze")
        assert opened.item("edit", "k1", "--about", "Ilze", "--owner", "Tom")["owner"] == "Tom"

    def test_struck_out_it_counts_nowhere(self, opened: Any) -> None:
        opened("complaint", "open", "ana", "again")
        opened("void", "k1")
        assert [item["escalated"] for item in opened.items("complaint", "list")] == [False]
        assert [reason["ref"] for reason in reasons(opened, "complaint")] == ["k2"]
        assert "struck out" in opened.fails(5, "complaint", "respond", "k1")


def test_a_complaint_costs_what_the_policy_says(opened: Any) -> None:
    opened("order", "add", "ana", "500", "--cost", "300", "--on", "2026-10-01")
    costs = [row["cost_to_serve_minor"] for row in opened.items("profit", "--from", "2026-11-01", "--to", "2026-11-20")]
    assert costs == [2000]


def test_a_check_back_keeps_its_day_and_falls_on_a_working_day(opened: Any) -> None:
    opened("complaint", "resolve", "k1")
    assert opened.item("complaint", "show", "k1")["check_back_on"] == "2026-11-27"
    opened("policy", "set", "complaint.check_back_after", "2w")
    assert opened.item("complaint", "show", "k1")["check_back_on"] == "2026-11-27"
    assert opened.items("complaint", "list")[0]["check_back_on"] == "2026-11-27"
    assert [one["due_on"] for one in reasons(opened, "check_back", now="2026-11-27T09:00:00+00:00")] == ["2026-11-27"]
    opened("complaint", "reopen", "k1")
    opened("policy", "set", "complaint.check_back_after", "8d")
    assert opened.item("complaint", "resolve", "k1")["check_back_on"] == "2026-11-30"


def test_a_reminder_falls_on_a_working_day(opened: Any) -> None:
    opened("policy", "set", "complaint.wait_reminder", "1d")
    opened("complaint", "wait", "k1")
    assert [one["due_on"] for one in reasons(opened, "complaint", now="2026-11-23T09:00:00+00:00")] == ["2026-11-23"]
