"""The list of commands, as data: name, where it lives, its panel on the help screen, and one line about it.

A command's module is imported only when that command is asked for. A name with a dot in `place` after the colon is a
function of the module; several functions under one noun make a group, which alone means its `list`. To add a noun, add its
line.
"""

from __future__ import annotations

from typing import NamedTuple

PANELS = ("Daily", "Customers", "Money", "Service", "Data")


class Entry(NamedTuple):
    """One word after `crm`. `functions` maps its second words to functions; {"": name} is a plain command.

    With `bare`, a second word that is none of them belongs to its `list`: `crm fact ana` is `crm fact list ana`.
    """

    name: str
    panel: str
    what: str
    module: str
    functions: dict[str, str]
    hidden: bool = False
    bare: bool = False


def _plain(name: str, panel: str, what: str, module: str, function: str | None = None, hidden: bool = False) -> Entry:
    return Entry(name, panel, what, f"crmcli.cli.{module}", {"": function or name.replace("-", "_")}, hidden)


def _group(name: str, panel: str, what: str, module: str, **functions: str) -> Entry:
    return Entry(name, panel, what, f"crmcli.cli.{module}", functions)


COMMANDS: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        _plain("log", "Daily", "keep what was said, and the next step", "interaction"),
        _plain("followups", "Daily", "whom to reach today, why, and what clears the row", "followup"),
        _plain("show", "Daily", "the briefing before a call", "contact"),
        _plain("find", "Daily", "any word in names, numbers, notes and conversations", "contact"),
        _plain("done", "Daily", "clear what is due", "followup"),
        _plain("snooze", "Daily", "put it off to another day", "followup"),
        _plain("skip", "Daily", "let it go this time", "followup"),
        _plain("timeline", "Daily", "what happened, newest first", "interaction"),
        _plain("undo", "Daily", "take back the last thing done, whatever it was", "history"),
        _plain("add", "Customers", "a person, company or partner", "contact"),
        _plain("edit", "Customers", "correct a contact or any record (i5 o77 q5 f9)", "correct"),
        _plain("void", "Customers", "strike out a record", "correct"),
        _plain("note", "Customers", "a remark that is no contact", "interaction"),
        _plain("list", "Customers", "contacts by tag, class, owner, field", "contact", "list_contacts"),
        _plain("archive", "Customers", "set aside, keeping the history", "contact"),
        _plain("unarchive", "Customers", "bring back", "contact"),
        _group("wanted", "Customers", "accounts wanted next year", "wanted", list="list_wanted", add="add", remove="remove"),
        _plain("suppress", "Customers", "take off costly channels for a while", "suppress"),
        _group("followup", "Customers", "a dated next step", "followup", add="add"),
        _group("order", "Money", "orders, refunds, walk-in sales", "order", add="add", list="list_orders"),
        _group(
            "quote", "Money", "offers: open, won, lost, expired", "quote",
            add="add", won="won", lost="lost", expire="expire", list="list_quotes",
        ),
        _plain("segment", "Money", "who brings the money, who moved", "segment"),
        _plain("lapsed", "Money", "silent longer than their own rhythm explains", "warning"),
        _plain("underbuying", "Money", "buying far less than their own usual", "warning"),
        _plain("winback", "Money", "valued customers lost: why, and what to offer", "warning"),
        _plain("forecast", "Money", "orders and value to come", "forecast"),
        _plain("profit", "Money", "what each customer leaves after what they cost", "profit"),
        _group("wallet", "Money", "what they spend in all, and our share", "wallet", list="list_wallets", set="set_wallet"),
        _group(
            "complaint", "Service", "two clocks, an owner, a check-back", "complaint",
            open="open_complaint", respond="respond", wait="wait", resume="resume", resolve="resolve", reopen="reopen",
            check="check", show="show", list="list_complaints",
        ),
        _plain("watch", "Service", "who is about to be lost in a conflict, and by what sign", "watch"),
        _plain("ask", "Service", "one or two questions worth asking next", "question"),
        _group("question", "Service", "the bank of questions", "question", add="add", list="list_questions", remove="remove"),
        _group("fact", "Service", "what they answered", "fact", list="list_facts", set="set_fact")._replace(bare=True),
        _plain("owner", "Service", "whose customer it is; handing over", "owner"),
        _group(
            "suggestion", "Service", "what customers propose", "suggestion",
            add="add", answer="answer", list="list_suggestions",
        ),
        _group(
            "report", "Service", "what happened, compared with the time before", "report",
            complaints="complaints", response="response", experience="experience", loyalty="loyalty", reach="reach",
        ),
        _group(
            "policy", "Service", "every number the program uses", "policy",
            show="show", check="check", set="set_value", edit="edit", history="history",
        ),
        _plain("redo", "Data", "do it again", "history"),
        _plain("history", "Data", "every operation, newest first", "history"),
        _plain("init", "Data", "start a book with your currency and country", "book"),
        _plain("demo", "Data", "a made-up coffee roaster to try things on", "book"),
        _plain("import", "Data", "contacts or orders from a file", "interchange", "import_file"),
        _plain("backup", "Data", "a checked, private copy", "book"),
        _plain("completion", "Data", "complete commands and flags in your shell", "shell"),
    )
}  # fmt: skip
