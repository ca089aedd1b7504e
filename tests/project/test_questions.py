"""Questions about rows stand in the store: a filter with a rule in it, once."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import publisher

_ROOT = Path(publisher.__file__).parent
# What only the store filters by: states, and times.
_RULES = re.compile(
    r"(\w+__)?(state|hold|held_from|sent_back|lease_owner|leased|stop|dismissed|is_active"
    r"|waits_until|at|\w+_at)(__\w+)?"
)


def _rules(code: str) -> Iterator[str]:
    for call in ast.walk(ast.parse(code)):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in ("filter", "exclude") or (
            isinstance(call.func, ast.Name) and call.func.id == "Q"
        ):
            yield from (
                f"{name}({one.arg}=…) in line {call.lineno}"
                for one in call.keywords
                if one.arg and _RULES.fullmatch(one.arg)
            )


def test_outside_the_store_nobody_filters_by_a_state_or_a_time() -> None:
    found = [
        f"{path.relative_to(_ROOT)}: {rule}"
        for path in sorted(_ROOT.rglob("*.py"))
        if path.relative_to(_ROOT).parts[0] != "store"
        for rule in _rules(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "ask publisher/store/querysets.py, or add the question there"


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("Delivery.objects.filter(pk=1)", 0),
        ("Delivery.objects.filter(page='p', entry_id='e').exclude(campaign='')", 0),
        ("Delivery.objects.filter(state='held', pk=1)", 1),
        ("rows.exclude(delivery__state='held')", 1),
        ("rows.filter(due_at__gte=now, latest_at__lt=now)", 2),
        ("Freeze.objects.filter(Q(ended_at=None))", 1),
    ],
)
def test_a_rule_is_seen_in_whatever_filter_it_stands(code: str, rules: int) -> None:
    assert len(list(_rules(code))) == rules
