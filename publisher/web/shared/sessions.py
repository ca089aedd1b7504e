"""Sessions in the database, of which it holds digests of the keys only: a row opens nothing, a
cookie does."""

from typing import Any, cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import salted_hmac

# As wide as the column.
WIDTH = 40


def row_key(session_key: str) -> str:
    """Under what a session stands in the database. With another `publisher.key` it is another."""
    return salted_hmac("publisher.session", session_key, algorithm="sha256").hexdigest()[:WIDTH]


class SessionStore(db.SessionStore):
    """Django's own, but for what stands in the column of the key."""

    # All access by the key passes through these four; Django's asynchronous twins are not used
    # here.
    def _get_session_from_db(self) -> Any:
        found = self._rows(self.session_key).filter(expire_date__gt=timezone.now()).first()
        if found is None:
            # As Django does for an unknown key: the cookie's key is never taken over.
            self._session_key = None
        return found

    def exists(self, session_key: str | None) -> bool:
        """Whether there is a session of that key."""
        return bool(self._rows(session_key).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = row_key(row.session_key)
        return cast(Session, row)

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session: this one, when no key is given."""
        self._rows(session_key or self.session_key).delete()

    @staticmethod
    def _rows(session_key: str | None) -> Any:
        return (
            Session.objects.filter(session_key=row_key(session_key))
            if session_key
            else Session.objects.none()
        )
