"""Which function lays out which kind of result as a table. Data only: a view is loaded when it is needed.

A view is `view(result, screen, limit) -> list[str]`: it gets the whole result, shows at most `limit` of its
items (None: all), takes totals from the summary, and leaves "… and N more" to the output.
"""

from __future__ import annotations

VIEWS: dict[str, str] = {
    "history": "crmcli.render.views.history:view",
    "segment_abc": "crmcli.render.views.segment:abc",
    "segment_rfm": "crmcli.render.views.segment_groups:view",
    "segment_value": "crmcli.render.views.segment_groups:view",
    "segment_ladder": "crmcli.render.views.segment_groups:view",
    "segment_by": "crmcli.render.views.segment_groups:view",
    "orders": "crmcli.render.views.money:orders",
    "quotes": "crmcli.render.views.money:quotes",
    "followups": "crmcli.render.views.followups:view",
    "briefing": "crmcli.render.views.briefing:view",
    "contacts": "crmcli.render.views.contact:contacts",
    "find": "crmcli.render.views.contact:found",
    "timeline": "crmcli.render.views.timeline:view",
    "policy": "crmcli.render.views.policy:view",
    "policy_history": "crmcli.render.views.policy:history",
    "wallets": "crmcli.render.views.wallet:view",
    "wanted": "crmcli.render.views.wanted:view",
    "lapsed": "crmcli.render.views.warning:lapsed",
    "underbuying": "crmcli.render.views.warning:underbuying",
    "winback": "crmcli.render.views.warning:winback",
    "forecast": "crmcli.render.views.forecast:view",
    "suppressions": "crmcli.render.views.suppress:view",
    "profit": "crmcli.render.views.profit:view",
    "worst": "crmcli.render.views.profit:worst",
    "report_complaints": "crmcli.render.views.report_service:complaints",
    "report_response": "crmcli.render.views.report_service:response",
    "report_experience": "crmcli.render.views.report_customers:experience",
    "report_loyalty": "crmcli.render.views.report_customers:loyalty",
    "report_reach": "crmcli.render.views.report_customers:reach",
    "watch": "crmcli.render.views.watch:view",
    "ask": "crmcli.render.views.question:ask",
    "questions": "crmcli.render.views.question:bank",
    "facts": "crmcli.render.views.fact:view",
    "owners": "crmcli.render.views.owner:overview",
    "owner": "crmcli.render.views.owner:one",
    "suggestions": "crmcli.render.views.suggestion:view",
    "complaints": "crmcli.render.views.complaint:complaints",
    "complaint_record": "crmcli.render.views.complaint:record",
    "import": "crmcli.render.views.importing:view",
}
GENERIC = "crmcli.render.views.generic:view"
