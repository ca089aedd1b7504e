"""Reads the official plans of the unions: number, date, slogans word for word, days to remember, windows, channels."""

from publisher.plans.line import Line
from publisher.plans.plan import Anniversary, Found, Plan, Window
from publisher.plans.reading import ENDINGS, LARGEST, plan_of, read_lines, read_plan
from publisher.plans.refusing import PlanRefused

__all__ = [
    "ENDINGS",
    "LARGEST",
    "Anniversary",
    "Found",
    "Line",
    "Plan",
    "PlanRefused",
    "Window",
    "plan_of",
    "read_lines",
    "read_plan",
]
