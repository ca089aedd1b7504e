"""A browser in which somebody has signed in before: a signed cookie says so, and opens nothing.

What others get wrong with a person's name does not make that browser wait
(features/people/sign_in.py).
"""

import secrets
from typing import NamedTuple

from django.core import signing
from django.http import HttpRequest, HttpResponse

from publisher.store.models import Person

COOKIE, SALT = "known", "publisher.known-browser"
LASTS = 180 * 24 * 3600  # seconds
# Of people who share a browser, the last ones.
MOST = 5


class _Browser(NamedTuple):
    name: str
    people: list[int]


def browser_of(request: HttpRequest, login: str) -> str:
    """The name of the browser, when the person of that sign-in name has signed in there; else
    empty.
    """
    found = _read(request)
    if found is None:
        return ""
    person = Person.objects.filter(login=login.strip().lower()).values_list("pk", flat=True).first()
    return found.name if person in found.people else ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Let the browser know that the person has signed in there."""
    before = _read(request) or _Browser(secrets.token_hex(16), [])
    people = [person.pk, *(pk for pk in before.people if pk != person.pk)][:MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([before.name, people], salt=SALT),
        max_age=LASTS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _read(request: HttpRequest) -> _Browser | None:
    try:
        name, people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return _Browser(str(name), list(people))
