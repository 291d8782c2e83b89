"""The root command: finds a command in the registry, loads only that one, and catches every error once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info
from typer.models import CommandInfo

from crmcli.cli.registry import COMMANDS, Entry
from crmcli.cli.settings import FORMATS, Settings, common_options
from crmcli.domain.result import Result
from crmcli.errors import CrmError, UsageError

CLOSE = 0.75
NEGATIVE = r"-[\d.,][\d.,  ']*( ?[A-Za-z]{3})?"


class Command(TyperCommand):
    """A command with the common flags; a negative amount is a value, not a flag, and so is a text that begins with a dash."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **more: Any) -> None:
        shown = list(params or [])
        own = {option for param in shown for option in param.opts}
        common = [o for o in common_options(lists=True) if not own & set(o.opts)]
        super().__init__(*args, params=shown + common, **more)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads the arguments; `-12.50` stands for a number, `- said hi` for a text."""
        shown = [_dashless(self, arg) for arg in args]
        typed = {new: old for new, old in zip(shown, args, strict=True) if new != old}
        try:
            rest = super().parse_args(ctx, list(shown))
        except TyperException as exc:
            cast(Any, exc).ctx = getattr(exc, "ctx", None) or ctx
            raise
        if len([arg for arg in shown if arg[:1] == "-"]) > 1:
            self._refuse_twice(ctx, shown)
        if typed:
            ctx.params.update({name: _as_typed(value, typed) for name, value in ctx.params.items()})
        return rest

    def _refuse_twice(self, ctx: Any, args: list[str]) -> None:
        """Raises UsageError where a flag of this command that takes one value is given two: one would win unsaid."""
        given = set()
        for param in cast(Any, self.make_parser(ctx).parse_args(args=args)[2]):
            own = param.param_type_name == "option" and param.expose_value
            if own and param.name in given and not param.multiple and not param.is_flag:
                raise UsageError(f"{param.opts[0]} is given twice", "it takes one value; leave one out")
            given.add(param.name)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help text as it is written, then the flags."""
        from crmcli.cli.help import command_help

        command_help(self, ctx, formatter)


class Group(TyperGroup):
    """A noun: its verbs are functions of one module, loaded when asked for. Without a verb it is its `list`."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            name=entry.name,
            params=list(common_options(lists=True)),
            help=entry.what,
            no_args_is_help="list" not in entry.functions,
        )
        self.entry = entry
        self.commands = cast(Any, dict.fromkeys(entry.functions))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads what stands before the verb; flags alone, and nothing at all, are for the `list`, and so is a word that is no
        verb where the noun takes one bare."""
        known = {"--help", *self.commands}
        alone = not args or args[0].startswith("-")
        if "list" in self.commands and not known.intersection(args) and (alone or self.entry.bare):
            args = ["list", *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The verb's command, or None."""
        function = self.entry.functions.get(cmd_name)
        return build(self.entry.module, function, cmd_name) if function else None

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The verbs of this noun."""
        from crmcli.cli.help import group_help

        group_help(self, ctx, formatter)


class Root(TyperGroup):
    """`crm` itself. Without a command it is `crm followups today`."""

    def __init__(self) -> None:
        super().__init__(name="crm", params=list(common_options(lists=True)), help="A customer book for the terminal.")
        self.commands = cast(Any, dict.fromkeys(COMMANDS))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Reads what stands before the command; no command means the morning list."""
        rest = super().parse_args(ctx, args)
        if not ctx._protected_args and not ctx.resilient_parsing:
            ctx._protected_args = ["followups"]
        return rest

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command or group of this name, or None."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        plain = entry.functions.get("")
        return build(entry.module, plain, cmd_name) if plain else Group(entry)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """One screen: the daily verbs first, then the rest by panel."""
        from crmcli.cli.help import root_help

        root_help(formatter)


def _positive(arg: str) -> str:
    """A negative amount with a true minus sign, which no parser takes for a flag."""
    if arg[:1] != "-" or arg[1:2] not in "0123456789.," or not re.fullmatch(NEGATIVE, arg):
        return arg
    return "\u2212" + arg[1:]


def _dashless(command: Command, arg: str) -> str:
    """An argument with a space in it is a text, whatever it begins with, but for `--at=fri 10:00` and `-nfri 10:00`."""
    if arg[:1] != "-" or not any(map(str.isspace, arg)):
        return _positive(arg)
    named = {option for param in command.params for option in param.opts if not getattr(param, "is_flag", False)}
    is_option = re.match("--[a-z][a-z-]*=", arg) if arg[:2] == "--" else arg[:2] in named
    return arg if is_option else "\u2212" + arg[1:]


def build(module: str, function: str, name: str) -> Any:
    """The Typer command of one function."""
    callback: Callable[..., Any] = getattr(import_module(module), function)
    info = CommandInfo(name=name, cls=Command, callback=callback)
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


def main(arguments: Sequence[str]) -> int:
    """Runs one command line; returns the exit code. Nothing it can meet ends in a traceback unless --debug asks for one."""
    args = [_readable(arg) for arg in arguments]
    settings = Settings(args)
    try:
        answer = Root().main(args=args, prog_name="crm", standalone_mode=False, obj=settings)
        if isinstance(answer, Result):
            return _tell(settings, answer)
        return answer if isinstance(answer, int) else 0
    except TyperException as exc:
        return _fail(settings, _usage(exc))
    except CrmError as exc:
        return _fail(settings, exc)
    except (KeyboardInterrupt, EOFError, typer.Abort):
        return 130
    except RecursionError as exc:
        return _fail(settings, CrmError("that is nested too deeply", "shorten it"), exc)
    except MemoryError as exc:
        return _fail(settings, CrmError("there is not enough memory for this", "do it in parts"), exc)
    except Exception as exc:
        fault = CrmError(
            f"this should not happen ({type(exc).__name__}: {exc})",
            "run it again with --debug and report what it shows",
        )
        return _fail(settings, fault, exc)


def _tell(settings: Settings, answer: Result) -> int:
    """Prints the answer. Raises CrmError where it cannot be printed; a write that was done is said to be done."""
    try:
        return settings.output().emit(answer)
    except CrmError as exc:
        number = answer.totals.get("operation")
        if number is None:
            raise
        raise CrmError(
            f"done as n{number}, but the answer could not be printed ({exc.message})", "`crm undo` takes it back"
        ) from exc


def _as_typed(value: Any, typed: dict[str, str]) -> Any:
    """A parsed value with its own minus sign back."""
    if isinstance(value, list | tuple):
        return type(value)(_as_typed(one, typed) for one in value)
    return typed.get(value, value) if isinstance(value, str) else value


def _readable(argument: str) -> str:
    """An argument as text: bytes that are none, and halves of characters, as U+FFFD."""
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return argument.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _usage(exc: TyperException) -> CrmError:
    wrong: Any = exc
    if getattr(exc, "possibilities", None):
        wrong.possibilities = [name for name in wrong.possibilities if _alike(name, wrong.option_name)]
    message = " ".join(exc.format_message().split()).rstrip(".")
    ctx = getattr(exc, "ctx", None)
    where = ctx.command_path if ctx is not None else "crm"
    if not message or type(exc).__name__ == "NoArgsIsHelpError":
        return UsageError(f"`{where}` needs a further word", f"`{where} --help` shows which")
    return UsageError(
        message[:1].lower() + message[1:], None if "Did you mean" in message else f"`{where} --help` shows how"
    )


def _alike(option: str, typed: str) -> bool:
    """Whether an option may be what was meant: one begins with the other, or they differ by a slip of the fingers."""
    from difflib import SequenceMatcher

    one, other = option.strip("-"), typed.strip("-")
    if not other:
        return False
    return one.startswith(other) or other.startswith(one) or SequenceMatcher(None, one, other).ratio() >= CLOSE


def _fail(settings: Settings, error: CrmError, cause: BaseException | None = None) -> int:
    for name in FORMATS:
        if f"--{name}" in settings.arguments:
            settings.values.setdefault(name, True)
    if settings.values.get("debug") or "--debug" in settings.arguments:
        import traceback

        sys.stderr.write("".join(traceback.format_exception(cause or error)))
    try:
        return settings.output().emit_error(error)
    except UsageError:
        settings.values = {}
        return settings.output().emit_error(error)
