"""Who may do what: roles are given per unit, and each includes the ones before it."""

from enum import StrEnum

# In the place of a unit's slug: all units, those of tomorrow too.
ALL_UNITS = "*"


class Role(StrEnum):
    """What a person is in a unit (vai trò), from least to most."""

    WRITER = "writer"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Ability(StrEnum):
    """Something that a screen or a call of the API asks for."""

    # See what is queued, planned and published.
    SEE = "see"
    # Queue entries, and change or delete one's own.
    WRITE = "write"
    # Change and delete what others queued; campaigns.
    EDIT = "edit"
    # Give deliveries another time; decide on what was missed or refused.
    SCHEDULE = "schedule"
    # Change or take down what is public.
    AMEND = "amend"
    # Colours and emblem of the unit.
    DESIGN = "design"
    APPROVE = "approve"
    FREEZE = "freeze"
    # Tokens of the unit's pages.
    CONNECT = "connect"
    # Give roles, invite people.
    PEOPLE = "people"


_ADDED = {
    Role.WRITER: {Ability.SEE, Ability.WRITE},
    Role.EDITOR: {Ability.EDIT, Ability.SCHEDULE, Ability.AMEND, Ability.DESIGN},
    Role.APPROVER: {Ability.APPROVE, Ability.FREEZE},
    Role.ADMINISTRATOR: {Ability.CONNECT, Ability.PEOPLE},
}


def abilities(role: Role) -> frozenset[Ability]:
    """Everything that a role may do."""
    order = list(Role)
    return frozenset(ability for one in order[: order.index(role) + 1] for ability in _ADDED[one])
