"""Reads the official plans of the unions: number, date, slogans word for word, days to remember, windows, channels."""

from publisher.plans.apart import read_plan, understand
from publisher.plans.line import Line
from publisher.plans.plan import Anniversary, Found, Plan, Window, from_json
from publisher.plans.reading import ENDINGS, LARGEST
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
    "from_json",
    "read_plan",
    "understand",
]
