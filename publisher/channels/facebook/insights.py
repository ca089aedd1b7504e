"""What Facebook counts of a post (graph-api.md 3.10, read 2026-11-22): one metric that is
refused drops out alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from publisher.channels.facebook.calls import Calls, is_gone, odd
from publisher.channels.facebook.verdicts import GraphStep, judge
from publisher.channels.facebook.wire import Answer, CallFault
from publisher.channels.port import PageAccess
from publisher.domain.verdict import Missing, Setback

INVALID = 100
# Counted on the post itself; they need no metric and no hundred likes.
FIELDS = "shares,comments.summary(true).limit(0),reactions.summary(true).limit(0)"


class InsightCalls(Calls):
    """Calls that only read numbers."""

    def of_post(
        self, access: PageAccess, post_id: str, metrics: Sequence[str]
    ) -> Mapping[str, int] | Missing | Setback:
        """The numbers of a post by name: the metrics that Facebook gives, and "comments",
        "reactions", "shares".

        A metric whose value is a table ("like": 3, "love": 2) counts as its sum.
        """
        counted = self._counted(access, post_id)
        if not isinstance(counted, dict):
            return counted
        answer = self._ask(access, post_id, metrics)
        if isinstance(answer, CallFault) and answer.code == INVALID and len(metrics) > 1:
            # One bad name fails the whole call: the others are asked one by one.
            for metric in metrics:
                alone = self._ask(access, post_id, [metric])
                if isinstance(alone, Answer):
                    counted |= _values(alone.body)
            return counted
        if isinstance(answer, Answer):
            return counted | _values(answer.body)
        # Without read_insights, or on a page with few likes, the counts of the post itself still
        # stand.
        return counted

    def _ask(self, access: PageAccess, post_id: str, metrics: Sequence[str]) -> Answer | CallFault:
        return self._get(access, f"{post_id}/insights", metric=",".join(metrics), period="lifetime")

    def _counted(self, access: PageAccess, post_id: str) -> dict[str, int] | Missing | Setback:
        answer = self._get(access, post_id, fields=FIELDS)
        if isinstance(answer, CallFault):
            return Missing() if is_gone(answer) else judge(answer, GraphStep.LOOK)
        body = answer.body
        if "id" not in body:
            return odd()
        # `shares` is absent when nobody shared.
        return {
            "shares": _number((body.get("shares") or {}).get("count")),
            "comments": _number(
                ((body.get("comments") or {}).get("summary") or {}).get("total_count")
            ),
            "reactions": _number(
                ((body.get("reactions") or {}).get("summary") or {}).get("total_count")
            ),
        }


def _values(body: Mapping[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in body.get("data") or []:
        values = row.get("values") if isinstance(row, Mapping) else None
        if isinstance(values, list) and values and isinstance(values[-1], Mapping):
            value = values[-1].get("value")
            found[str(row.get("name"))] = (
                sum(map(_number, value.values())) if isinstance(value, Mapping) else _number(value)
            )
    return found


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
