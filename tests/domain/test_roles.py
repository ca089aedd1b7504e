"""Roles: each includes the ones before it, and adds what it is for."""

from itertools import pairwise

import pytest

from publisher.domain.roles import Ability, Role, abilities


@pytest.mark.parametrize(("less", "more"), list(pairwise(Role)))
def test_a_higher_role_may_all_that_a_lower_one_may_and_something_more(
    less: Role, more: Role
) -> None:
    assert abilities(less) < abilities(more)


def test_an_administrator_may_everything() -> None:
    assert abilities(Role.ADMINISTRATOR) == frozenset(Ability)


@pytest.mark.parametrize(
    ("ability", "first"),
    [
        (Ability.SEE, Role.WRITER),
        (Ability.WRITE, Role.WRITER),
        (Ability.EDIT, Role.EDITOR),
        (Ability.SCHEDULE, Role.EDITOR),
        (Ability.AMEND, Role.EDITOR),
        (Ability.DESIGN, Role.EDITOR),
        (Ability.APPROVE, Role.APPROVER),
        (Ability.FREEZE, Role.APPROVER),
        (Ability.CONNECT, Role.ADMINISTRATOR),
        (Ability.PEOPLE, Role.ADMINISTRATOR),
    ],
)
def test_an_ability_begins_with_its_role(ability: Ability, first: Role) -> None:
    assert [ability in abilities(role) for role in Role] == [
        role_number >= list(Role).index(first) for role_number in range(len(Role))
    ]
