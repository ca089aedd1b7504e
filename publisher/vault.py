"""Encrypts secrets at rest.

The key lies outside the database: in an environment variable, or in a file of its own.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from publisher.domain.errors import VaultError
from publisher.domain.secret import Secret
from publisher.files import close_to_others

# Imported when a secret is touched; a look at a card touches none.
# Takes the place of the key file: for those who keep secrets in a manager.
VARIABLE = "PUBLISHER_KEY"
FILE_NAME = "publisher.key"


class Vault:
    """Seals and opens secrets with the key of one installation (Fernet: AES-128-CBC with
    HMAC-SHA256)."""

    def __init__(
        self, folder: Path, *, variable: Callable[[], str | None] = lambda: os.environ.get(VARIABLE)
    ) -> None:
        """`folder`: where the key file lies, beside the configuration."""
        self._file, self._variable = folder / FILE_NAME, variable

    def seal(self, secret: Secret) -> bytes:
        """The secret, encrypted with the first key; makes a key file (mode 600) when there is no
        key yet.

        Raises:
            VaultError: the key is no key.
            OSError: the key file cannot be written.
        """
        return self._keys(make=True).encrypt(secret.reveal().encode())

    def open(self, sealed: bytes) -> Secret:
        """The secret that `seal` sealed, with any of the keys.

        Raises:
            VaultError: there is no key, or none that opens it.
        """
        try:
            return Secret(self._keys(make=False).decrypt(bytes(sealed)).decode())
        except InvalidToken:
            raise VaultError("vault.other_key", file=self._file) from None

    def derive(self, purpose: str) -> str:
        """A secret of its own for a purpose, hex; the same for ever while the first key is. Makes a
        key as `seal` does.

        Raises:
            VaultError: the key is no key.
            OSError: the key file cannot be written.
        """
        first = self._words(make=True)[0]
        return hmac.new(first.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def check(self) -> None:
        """Look at the key before it is needed; no key yet is well, the first secret makes one.

        Raises:
            VaultError: the key is no key.
            OSError: the key file cannot be read.
        """
        if self._variable() or self._file.exists():
            self._words(make=False)
        close_to_others(self._file)

    def _keys(self, *, make: bool) -> MultiFernet:
        # Several keys: the first seals, all open; so a key is changed without losing what was
        # sealed before.
        return MultiFernet([Fernet(word) for word in self._words(make=make)])

    def _words(self, *, make: bool) -> list[str]:
        """The keys: at least one, each surely a key."""
        given = self._variable()
        words = (given or self._read(make=make)).split()
        known = {"name": VARIABLE, "file": self._file}
        if not words:
            raise VaultError("vault.variable_empty" if given else "vault.file_empty", **known)
        try:
            for word in words:
                Fernet(word)
        except ValueError:
            raise VaultError(
                "vault.variable_wrong" if given else "vault.file_wrong", **known
            ) from None
        return words

    def _read(self, *, make: bool) -> str:
        try:
            # What is no text is no key either, and is said to be none.
            return self._file.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            if not make:
                raise VaultError("vault.no_key", file=self._file) from None
        key = Fernet.generate_key()
        # Never over a key that another process made meanwhile.
        with os.fdopen(
            os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(key + b"\n")
        return key.decode()
