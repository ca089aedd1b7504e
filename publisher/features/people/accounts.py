"""Accounts: the first administrator, invitations, passwords, roles."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from publisher.domain.actor import (
    Actor,
    Via,
    clean_name,
    name_key,
)
from publisher.domain.errors import PeopleError
from publisher.domain.reason import Reason, reason, told
from publisher.domain.roles import ALL_UNITS, Ability, Role, abilities
from publisher.store.activity_log import What, note
from publisher.store.models import ApiToken, Invitation, Membership, Person

FIRST_LINK_LIFE = timedelta(days=1)
INVITATION_LIFE = timedelta(days=7)
FIRST = "publisher run"
LONGEST_NAME = 200  # characters, as wide as the columns of those who did something


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a person may do where: computed once for a request."""

    # By unit slug; units that the configuration knows.
    roles: Mapping[str, Role]
    # Set when the person has a role in all units, those of tomorrow too.
    everywhere: Role | None

    def units(self, ability: Ability) -> frozenset[str]:
        """The units in which the person may do something."""
        return frozenset(unit for unit, role in self.roles.items() if ability in abilities(role))

    def may(self, ability: Ability, unit: str) -> bool:
        """Whether the person may do something in a unit."""
        return unit in self.roles and ability in abilities(self.roles[unit])

    def may_everywhere(self, ability: Ability) -> bool:
        """Whether the person may do something that concerns all units."""
        return self.everywhere is not None and ability in abilities(self.everywhere)


def doer(person: Person, *, key: int | None = None) -> Actor:
    """A person as one who does something (by an API key, when one is given), for what approvals
    and the log keep."""
    via = Via.DESK if key is None else Via.API
    return Actor(display_name(person), person=person.pk, login=person.login, via=via, key=key)


def display_name(person: Person) -> str:
    """The name as others read it: with the sign-in name when somebody else is called the same."""
    others = Person.objects.active().filter(name_key=person.name_key).exclude(pk=person.pk)
    if not others.exists():
        return person.name
    login = f" ({person.login})"
    return person.name[: LONGEST_NAME - len(login)] + login


def standing(person: Person, units: Sequence[str]) -> Standing:
    """What a person may do, given the units of the configuration."""
    given = (
        {row.unit: Role(row.role) for row in person.memberships.all()} if person.is_active else {}
    )
    everywhere = given.get(ALL_UNITS)
    roles: dict[str, Role] = {}
    for unit in units:
        found = [role for role in (given.get(unit), everywhere) if role]
        if found:
            roles[unit] = max(found, key=list(Role).index)
    return Standing(roles=roles, everywhere=everywhere)


def has_administrator() -> bool:
    """Whether somebody can let others in."""
    rows = Membership.objects.held().filter(role=Role.ADMINISTRATOR.value)
    return rows.exists()


def first_link(*, now: datetime) -> str:
    """A new secret for the link of the first administrator; those before it are void."""
    with transaction.atomic():
        Invitation.objects.unused().filter(by=FIRST).delete()
        return _invite(
            "", [(ALL_UNITS, Role.ADMINISTRATOR)], by=FIRST, now=now, life=FIRST_LINK_LIFE
        )


def invite(name: str, roles: Sequence[tuple[str, Role]], *, by: Person, now: datetime) -> str:
    """The secret of a new invitation link. Raises PeopleError."""
    wanted = clean_name(name)[:LONGEST_NAME]
    if not wanted:
        raise PeopleError(name="people.invite_name")
    if not roles:
        raise PeopleError(roles="people.invite_roles")
    if trouble := _taken(wanted):
        raise PeopleError(name=trouble)
    with transaction.atomic():
        note(What.INVITE, by=doer(by), now=now, detail=_roles_of(wanted, roles))
        return _invite(wanted, roles, by=doer(by), giver=by, now=now, life=INVITATION_LIFE)


def invite_again(person: Person, *, by: Person, now: datetime) -> str:
    """The secret of a link by which somebody sets a new password."""
    with transaction.atomic():
        detail = reason("log.new_password", name=person.name)
        note(What.INVITE, by=doer(by), now=now, detail=detail)
        secret = secrets.token_urlsafe(24)
        Invitation.objects.unused().filter(person=person).delete()
        Invitation.objects.create(
            digest=_digest(secret),
            person=person,
            by=doer(by),
            giver=by,
            created_at=now,
            expires_at=now + INVITATION_LIFE,
        )
        return secret


def invitation(secret: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link that is still good."""
    found = open_invitations(now=now).filter(digest=_digest(secret)).first()
    return found if found and still_given(found) else None


def open_invitations(*, now: datetime) -> "QuerySet[Invitation]":
    """Invitations and links for a new password that nobody has used yet, the newest first."""
    found = Invitation.objects.open(now=now)
    return found.select_related("person", "giver").order_by("-created_at", "-pk")


def units_of(found: Invitation) -> set[str]:
    """The units in which an invitation lets somebody do something."""
    if found.person is None:
        return {unit for unit, _role in found.roles}
    return {row.unit for row in found.person.memberships.all()}


def still_given(found: Invitation) -> bool:
    """Whether the one who gave an invitation could still give it, and whom it is for may still
    come in."""
    if found.person is not None and not found.person.is_active:
        return False
    if found.giver is None:
        return True
    within = {
        row.unit
        for row in found.giver.memberships.all()
        if Ability.PEOPLE in abilities(Role(row.role))
    }
    return found.giver.is_active and (ALL_UNITS in within or units_of(found) <= within)


def withdraw(found: Invitation, *, by: Person, now: datetime) -> None:
    """Make an open invitation, or a link for a new password, void."""
    with transaction.atomic():
        if Invitation.objects.unused().filter(pk=found.pk).delete()[0]:
            note(What.WITHDRAW, by=doer(by), now=now, detail=str(found))


def _end_invitations(giver: Person, *, now: datetime) -> None:
    """Who has lost the right to let people in has let in nobody who has not come yet, not even
    when it comes back."""
    for found in open_invitations(now=now).filter(Q(giver=giver) | Q(person=giver)):
        if not still_given(found):
            found.delete()


def accept(secret: str, *, login: str, name: str, password: str, now: datetime) -> Person:
    """Make the account of an invitation, or set its password. Raises PeopleError."""
    with transaction.atomic():
        found = invitation(secret, now=now)
        if found is None:
            raise PeopleError(whole="people.link_void")
        person = found.person or _new_person(login, name, now)
        _set_password(person, password)
        person.save()
        # Whoever had the old password may have made keys with it.
        revoke_all(person, now=now)
        if found.person is None:
            Membership.objects.bulk_create(
                Membership(person=person, unit=unit, role=role) for unit, role in found.roles
            )
        Invitation.objects.filter(pk=found.pk).update(used_at=now)
        note(What.JOIN, by=doer(person), now=now, detail=person.login)
        return person


def change_password(
    person: Person, *, old: str, new: str, now: datetime, keep_keys: bool = False
) -> int:
    """Give oneself another password; keys of the API end with the old one, unless told to stay.

    Returns how many ended. Raises PeopleError.
    """
    if not person.check_password(old):
        raise PeopleError(old="people.wrong_password")
    _set_password(person, new, field="new")
    with transaction.atomic():
        person.save(update_fields=["password"])
        # A link for a new password that still lies about would undo this one.
        Invitation.objects.unused().filter(person=person).delete()
        return 0 if keep_keys else revoke_all(person, now=now)


def revoke_all(person: Person, *, now: datetime) -> int:
    """Make all keys of a person void; returns how many."""
    ended = ApiToken.objects.running(now=now).filter(person=person).update(revoked_at=now)
    if ended:
        note(What.KEY, by=doer(person), now=now, detail=reason("log.keys_ended", n=ended))
    return ended


def set_roles(
    person: Person,
    roles: Sequence[tuple[str, Role]],
    *,
    active: bool,
    within: Sequence[str],
    by: Person,
    now: datetime,
) -> None:
    """Give a person other roles in the units `within`; roles elsewhere stand.
    Raises PeopleError.
    """
    with transaction.atomic():
        person.memberships.filter(unit__in=list(within)).delete()
        Membership.objects.bulk_create(
            Membership(person=person, unit=unit, role=role.value) for unit, role in roles
        )
        Person.objects.filter(pk=person.pk).update(is_active=active)
        if not has_administrator():
            raise PeopleError(whole="people.last_administrator")
        _end_invitations(Person.objects.get(pk=person.pk), now=now)
        said = _roles_of(person.name, roles)
        detail = said if active else reason("log.locked", said=said)
        note(What.ROLES, by=doer(by), now=now, detail=detail)


def _invite(
    name: str,
    roles: Sequence[tuple[str, Role]],
    *,
    by: str,
    now: datetime,
    life: timedelta,
    giver: Person | None = None,
) -> str:
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        digest=_digest(secret),
        name=name,
        roles=[[unit, role.value] for unit, role in roles],
        by=by,
        giver=giver,
        created_at=now,
        expires_at=now + life,
    )
    return secret


def _new_person(login: str, name: str, now: datetime) -> Person:
    wanted, called = login.strip().lower(), clean_name(name)[:LONGEST_NAME]
    problems: dict[str, Reason | str] = {}
    if not re.fullmatch(r"[\w.@+-]{2,150}", wanted):
        problems["login"] = "people.login_letters"
    elif Person.objects.filter(login=wanted).exists():
        problems["login"] = "people.login_taken"
    if not called:
        problems["name"] = "people.no_name"
    elif trouble := _taken(called):
        problems["name"] = trouble
    if problems:
        raise PeopleError(**problems)
    return Person(login=wanted, name=called, created_at=now)


def _taken(name: str) -> str | None:
    """Why nobody else may be called so (a code): the log would not tell the two apart."""
    active = Person.objects.active()
    # As somebody is shown whose name another one has, too.
    shown = re.fullmatch(r".*\(([^()]*)\)", name)
    if active.filter(name_key=name_key(name)).exists() or (
        shown and active.filter(login=name_key(shown[1])).exists()
    ):
        return "people.name_taken"
    return None


def _set_password(person: Person, password: str, *, field: str = "password") -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        rules = [_RULES.get(str(one.code)) or told(str(one.message)) for one in error.error_list]
        raise PeopleError(**{field: reason("people.poor_password", rules=rules)}) from None
    person.set_password(password)


# Django's rules in our words: its own are not all translated.
_RULES = {
    "password_too_short": reason("people.password_short"),
    "password_too_common": reason("people.password_common"),
    "password_entirely_numeric": reason("people.password_digits"),
    "password_too_similar": reason("people.password_like_name"),
}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _roles_of(name: str, roles: Sequence[tuple[str, Role]]) -> Reason:
    if not roles:
        return reason("log.no_role", name=name)
    named = [
        reason("log.role_everywhere", role=role_named(role))
        if unit == ALL_UNITS
        else reason("log.role", role=role_named(role), unit=unit)
        for unit, role in roles
    ]
    return reason("log.roles_of", name=name, roles=named)


def role_named(role: Role) -> Reason:
    """What a role is called."""
    return reason(_ROLES[role])


_ROLES = {
    Role.WRITER: "people.role_writer",
    Role.EDITOR: "people.role_editor",
    Role.APPROVER: "people.role_approver",
    Role.ADMINISTRATOR: "people.role_administrator",
}
