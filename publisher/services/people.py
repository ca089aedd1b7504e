"""Accounts: the first administrator, invitations, passwords, roles, and sign-ins that have to wait."""

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from publisher.domain.roles import ALL_UNITS, Ability, Role, abilities
from publisher.services.logbook import What, note
from publisher.store.models import Invitation, Membership, Person, SignInFailure

FIRST_LINK_LIFE = timedelta(days=1)
INVITATION_LIFE = timedelta(days=7)
# So many failures for one name, or from one address, within this time; then sign-ins wait until it is over.
THROTTLE_SPAN = timedelta(minutes=15)
MOST_FOR_NAME, MOST_FROM_ADDRESS = 5, 30
LONGEST_NAME = 200  # characters, as wide as the columns of those who did something


class PeopleError(Exception):
    """It was not done; `problems` are Vietnamese sentences by field ("whole": none in particular)."""

    def __init__(self, **problems: str) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


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


def standing(person: Person, units: Sequence[str]) -> Standing:
    """What a person may do, given the units of the configuration."""
    given = {row.unit: Role(row.role) for row in person.memberships.all()} if person.is_active else {}
    everywhere = given.get(ALL_UNITS)
    roles: dict[str, Role] = {}
    for unit in units:
        found = [role for role in (given.get(unit), everywhere) if role]
        if found:
            roles[unit] = max(found, key=list(Role).index)
    return Standing(roles=roles, everywhere=everywhere)


def has_administrator() -> bool:
    """Whether somebody can let others in."""
    rows = Membership.objects.filter(role=Role.ADMINISTRATOR.value, person__is_active=True)
    return rows.exists()


def first_link(*, now: datetime) -> str:
    """A new secret for the link of the first administrator; those before it are void."""
    with transaction.atomic():
        Invitation.objects.filter(by="publisher run", used_at=None).delete()
        return _invite("", [(ALL_UNITS, Role.ADMINISTRATOR)], by="publisher run", now=now, life=FIRST_LINK_LIFE)


def invite(name: str, roles: Sequence[tuple[str, Role]], *, by: Person, now: datetime) -> str:
    """The secret of a new invitation link. Raises PeopleError."""
    if not name.strip():
        raise PeopleError(name="Ghi họ tên người được mời.")
    if not roles:
        raise PeopleError(roles="Chọn ít nhất một đơn vị và vai trò.")
    with transaction.atomic():
        note(What.INVITE, by=by.name, now=now, detail=f"{name.strip()}: {_said(roles)}")
        return _invite(name.strip()[:LONGEST_NAME], roles, by=by.name, now=now, life=INVITATION_LIFE)


def invite_again(person: Person, *, by: Person, now: datetime) -> str:
    """The secret of a link by which somebody sets a new password."""
    with transaction.atomic():
        note(What.INVITE, by=by.name, now=now, detail=f"{person.name}: đặt lại mật khẩu")
        secret = secrets.token_urlsafe(24)
        Invitation.objects.filter(person=person, used_at=None).delete()
        Invitation.objects.create(
            digest=_digest(secret), person=person, by=by.name, created_at=now, expires_at=now + INVITATION_LIFE
        )
        return secret


def invitation(secret: str, *, now: datetime) -> Invitation | None:
    """The invitation of a link that is still good."""
    found = Invitation.objects.filter(digest=_digest(secret), used_at=None, expires_at__gt=now)
    return found.select_related("person").first()


def accept(secret: str, *, login: str, name: str, password: str, now: datetime) -> Person:
    """Make the account of an invitation, or set its password. Raises PeopleError."""
    with transaction.atomic():
        found = invitation(secret, now=now)
        if found is None:
            raise PeopleError(whole="Đường dẫn này đã dùng rồi hoặc đã hết hạn; xin người quản trị một đường dẫn mới.")
        person = found.person or _new_person(login, name, now)
        _set_password(person, password)
        person.save()
        if found.person is None:
            Membership.objects.bulk_create(
                Membership(person=person, unit=unit, role=role) for unit, role in found.roles
            )
        Invitation.objects.filter(pk=found.pk).update(used_at=now)
        note(What.JOIN, by=person.name, now=now, detail=person.login)
        return person


def change_password(person: Person, *, old: str, new: str) -> None:
    """Give oneself another password. Raises PeopleError."""
    if not person.check_password(old):
        raise PeopleError(old="Mật khẩu hiện tại không đúng.")
    _set_password(person, new, field="new")
    person.save(update_fields=["password"])


def set_roles(
    person: Person, roles: Sequence[tuple[str, Role]], *, active: bool, within: Sequence[str], by: Person, now: datetime
) -> None:
    """Give a person other roles in the units `within`; roles elsewhere stand. Raises PeopleError."""
    with transaction.atomic():
        person.memberships.filter(unit__in=list(within)).delete()
        Membership.objects.bulk_create(Membership(person=person, unit=unit, role=role.value) for unit, role in roles)
        Person.objects.filter(pk=person.pk).update(is_active=active)
        if not has_administrator():
            raise PeopleError(whole="Phải còn ít nhất một người quản trị đang dùng được tài khoản.")
        said = _said(roles) or "không còn vai trò"
        note(What.ROLES, by=by.name, now=now, detail=f"{person.name}: {said}{'' if active else '; khóa tài khoản'}")


def wait_before_sign_in(login: str, address: str, *, now: datetime) -> timedelta:
    """How long nobody may try this name or from this address; zero when they may."""
    since = now - THROTTLE_SPAN
    own = SignInFailure.objects.filter(login=login.strip().lower(), at__gt=since).order_by("-at")
    near = SignInFailure.objects.filter(address=address, at__gt=since).order_by("-at")
    waits = [
        limiting.at + THROTTLE_SPAN - now
        for rows, most in ((own, MOST_FOR_NAME), (near, MOST_FROM_ADDRESS))
        if (limiting := rows[most - 1 : most].first())
    ]
    return max(waits, default=timedelta())


def note_failure(login: str, address: str, *, now: datetime) -> None:
    """Count a sign-in that failed; what is old is forgotten."""
    SignInFailure.objects.filter(at__lt=now - THROTTLE_SPAN).delete()
    SignInFailure.objects.create(login=login.strip().lower()[:150], address=address[:64], at=now)


def note_sign_in(person: Person, address: str, *, now: datetime) -> None:
    """A sign-in that succeeded clears the count of its name."""
    SignInFailure.objects.filter(Q(login=person.login)).delete()
    note(What.SIGN_IN, by=person.name, now=now, detail=address)


def _invite(name: str, roles: Sequence[tuple[str, Role]], *, by: str, now: datetime, life: timedelta) -> str:
    secret = secrets.token_urlsafe(24)
    Invitation.objects.create(
        digest=_digest(secret),
        name=name,
        roles=[[unit, role.value] for unit, role in roles],
        by=by,
        created_at=now,
        expires_at=now + life,
    )
    return secret


def _new_person(login: str, name: str, now: datetime) -> Person:
    wanted = login.strip().lower()
    problems = {}
    if not re.fullmatch(r"[\w.@+-]{2,150}", wanted):
        problems["login"] = "Tên đăng nhập viết liền, gồm chữ, số và các dấu . @ + - _ (có thể là địa chỉ thư)."
    elif Person.objects.filter(login=wanted).exists():
        problems["login"] = "Tên đăng nhập này đã có người dùng; chọn tên khác."
    if not name.strip():
        problems["name"] = "Ghi họ tên; tên này đứng trong phê duyệt và nhật ký."
    if problems:
        raise PeopleError(**problems)
    return Person(login=wanted, name=name.strip()[:LONGEST_NAME], created_at=now)


def _set_password(person: Person, password: str, *, field: str = "password") -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        said = [_RULES.get(str(one.code), str(one.message)) for one in error.error_list]
        raise PeopleError(**{field: " ".join(said)}) from None
    person.set_password(password)


# Django's rules in our words: its own are not all translated.
_RULES = {
    "password_too_short": "Mật khẩu quá ngắn: cần ít nhất 10 ký tự.",
    "password_too_common": "Mật khẩu này quá phổ biến, ai cũng đoán được.",
    "password_entirely_numeric": "Mật khẩu không được chỉ gồm chữ số.",
    "password_too_similar": "Mật khẩu giống tên quá, dễ đoán.",
}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _said(roles: Sequence[tuple[str, Role]]) -> str:
    return ", ".join(f"{ROLE_WORDS[role]} ({'mọi đơn vị' if unit == ALL_UNITS else unit})" for unit, role in roles)


ROLE_WORDS = {
    Role.WRITER: "người viết",
    Role.EDITOR: "biên tập",
    Role.APPROVER: "người duyệt",
    Role.ADMINISTRATOR: "quản trị",
}
