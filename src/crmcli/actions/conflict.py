"""Tensions for the store to keep: what the analysis says of each case under the policy's thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from crmcli.analysis import conflict
from crmcli.domain.policy import Policy
from crmcli.domain.span import Span, add
from crmcli.store.tensions import Case, Tension


def judge(policy: Policy, today: date, cases: Iterable[Case]) -> Iterator[Tension]:
    """The tension of everybody about whom there is a sign."""
    limits = conflict.Limits(
        policy["conflict.mood_fall"], policy["conflict.bad"], policy["conflict.attempts"], policy["conflict.recent"]
    )
    late = policy.span("conflict.promise_late") or Span(1, "d")
    for case in cases:
        signs = conflict.signs(
            conflict.Case(
                case.contact_id,
                case.spoken_at,
                [conflict.Talk(*talk) for talk in case.talks],
                [
                    conflict.Promise(number, due_on, add(date.fromisoformat(due_on), late).isoformat(), text)
                    for number, due_on, text in case.promises
                ],
                [conflict.Near(*complaint) for complaint in case.complaints],
            ),
            limits,
            today,
        )
        if signs:
            yield Tension(
                case.contact_id,
                sum(sign.weight for sign in signs),
                min(sign.since for sign in signs),
                max(sign.cause for sign in signs),
                [sign._asdict() for sign in signs],
            )
