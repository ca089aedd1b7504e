"""Why a file cannot be read as a plan."""


class PlanRefused(Exception):
    """The file gives no plan;

    the message says why and what to do, in Vietnamese, without a full stop.
    """
