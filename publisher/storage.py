"""The object store on which all machines find the same pictures and videos: a folder that they
mount, or an S3 bucket.

Names say the content ("cards/<digest>.jpg"), so what lies there never changes; the one exception is
the list of what units made at the desk (pictures/brand_store.py). What is kept where is
decided in pictures/delivery_pictures.py.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO, Any, Protocol, TypeVar
from uuid import uuid4

from django.core.files.base import ContentFile, File

from publisher.domain.errors import StorageUnreachable
from publisher.domain.secret import Secret

# A store that did not answer is not asked again for so long: many would wait one after the other
# for nothing.
REST = 5.0  # seconds
ANSWER_WITHIN = 30  # seconds
CONNECT_WITHIN = 5  # seconds
# Threads of a service that may ask at the same time.
CONNECTIONS = 32
DENIED = (401, 403)
T = TypeVar("T")


class ObjectStore(Protocol):
    """Files by name. Every method raises StorageUnreachable."""

    def read(self, name: str) -> bytes | None:
        """The content, None when there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Put content there, whole or not at all, in the place of what was there."""

    def version(self, name: str) -> str | None:
        """A text that changes with the content, None when there is none."""

    def fetch(self, name: str, to: Path) -> bool:
        """Copy into a local file without holding all of it in memory; False when there is none.

        After a failure the file holds a part.
        """

    def put(self, name: str, source: Path) -> None:
        """As `write`, from a local file, without holding all of it in memory."""


class Folder:
    """A folder that all machines mount.

    It is never made here: a share that is not mounted must not look empty.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> bytes | None:
        """As `ObjectStore.read`."""
        with self._asking():
            try:
                return (self._root / name).read_bytes()
            except FileNotFoundError:
                self._check()
                return None

    def write(self, name: str, content: bytes) -> None:
        """As `ObjectStore.write`."""
        self._fill(name, lambda file: file.write(content))

    def version(self, name: str) -> str | None:
        """As `ObjectStore.version`."""
        with self._asking():
            try:
                # Opened, not only looked at: a network file system asks its server then, not its
                # memory.
                with (self._root / name).open("rb") as file:
                    found = os.fstat(file.fileno())
                    return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"
            except FileNotFoundError:
                self._check()
                return None

    def fetch(self, name: str, to: Path) -> bool:
        """As `ObjectStore.fetch`."""
        with self._asking():
            try:
                source = (self._root / name).open("rb")
            except FileNotFoundError:
                self._check()
                return False
            with source, to.open("wb") as file:
                shutil.copyfileobj(source, file, 1 << 20)
            return True

    def put(self, name: str, source: Path) -> None:
        """As `ObjectStore.put`."""
        with source.open("rb") as content:
            self._fill(name, lambda file: shutil.copyfileobj(content, file, 1 << 20))

    def _fill(self, name: str, fill: Callable[[IO[bytes]], object]) -> None:
        path = self._root / name
        # Not named by process and thread: those of two machines may be the same.
        new = path.with_name(f".new-{uuid4().hex}")
        with self._asking():
            self._check()
            path.parent.mkdir(exist_ok=True)
            try:
                with new.open("wb") as file:
                    fill(file)
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(path)
            finally:
                new.unlink(missing_ok=True)

    def _check(self) -> None:
        """What is not there is missing only if the folder itself is there."""
        if not self._root.is_dir():
            raise StorageUnreachable("storage.not_mounted", root=self._root)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except StorageUnreachable:
            raise
        except OSError as error:
            raise StorageUnreachable(
                "storage.unusable", root=self._root, why=error.strerror
            ) from error


class Bucket:
    """A bucket in an S3 store, through django-storages.

    Django's settings must be there when it is first asked.
    """

    def __init__(
        self,
        name: str,
        *,
        keys: Callable[[], tuple[Secret, Secret] | None],
        endpoint_url: str = "",
        region: str = "",
        prefix: str = "",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`keys` gives access key and secret key as they are now; `endpoint_url`
        empty: Amazon's.
        """
        self._name, self._keys, self._prefix = name, keys, prefix
        self._endpoint_url, self._region = endpoint_url, region
        self._clock = clock
        self._lock = threading.Lock()
        self._opened: Any = None
        self._rests_until = 0.0

    def read(self, name: str) -> bytes | None:
        """As `ObjectStore.read`."""
        with self._asking() as storage:
            # One request, where the storage's own `open` takes three.
            found = _found(lambda: storage.bucket.Object(self._key(name)).get())
            if found is None:
                return None
            with found["Body"] as body:
                content: bytes = body.read()
            return content

    def write(self, name: str, content: bytes) -> None:
        """As `ObjectStore.write`."""
        with self._asking() as storage:
            storage.save(self._key(name), ContentFile(content))

    def version(self, name: str) -> str | None:
        """As `ObjectStore.version`."""
        with self._asking() as storage:
            found = storage.bucket.Object(self._key(name))
            return _found(lambda: str(found.e_tag))

    def fetch(self, name: str, to: Path) -> bool:
        """As `ObjectStore.fetch`."""
        with self._asking() as storage, to.open("wb") as file:
            found = storage.bucket.Object(self._key(name))
            got = _found(
                lambda: found.download_fileobj(file, Config=storage.transfer_config) or True
            )
            return got is not None

    def put(self, name: str, source: Path) -> None:
        """As `ObjectStore.put`."""
        with self._asking() as storage, source.open("rb") as content:
            storage.save(self._key(name), File(content, name=name))

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}" if self._prefix else name

    @contextmanager
    def _asking(self) -> Iterator[Any]:
        """The storage; what goes wrong with it inside becomes StorageUnreachable."""
        storage = self._storage()
        # Amazon's client, here and below, is an optional extra: only with a bucket.
        from botocore.exceptions import BotoCoreError, ClientError
        from s3transfer.exceptions import RetriesExceededError

        try:
            yield storage
        except ClientError as error:
            raise self._refused(error.response) from None
        except (BotoCoreError, RetriesExceededError) as error:
            self._rests_until = self._clock() + REST
            # Only its kind: what it says may hold an address with a signature.
            raise StorageUnreachable(
                "storage.silent", name=self._name, kind=type(error).__name__
            ) from None

    def _refused(self, answer: dict[str, Any]) -> StorageUnreachable:
        code = answer.get("Error", {}).get("Code", "?")
        if answer.get("ResponseMetadata", {}).get("HTTPStatusCode") in DENIED:
            # The keys may have been replaced: read them anew at the next call.
            self._opened = None
            return StorageUnreachable("storage.denied", name=self._name, code=code)
        return StorageUnreachable("storage.trouble", name=self._name, code=code)

    def _storage(self) -> Any:
        if self._clock() < self._rests_until:
            raise StorageUnreachable("storage.rests", name=self._name)
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> Any:
        keys = self._keys()
        if keys is None:
            raise StorageUnreachable("storage.no_key", name=self._name)
        try:
            from botocore.config import Config
            from storages.backends.s3 import S3Storage
        except ImportError:
            raise StorageUnreachable("storage.not_installed") from None
        access, secret = keys
        config = Config(
            s3={"addressing_style": "path" if self._endpoint_url else "auto"},
            signature_version="s3v4",
            connect_timeout=CONNECT_WITHIN,
            read_timeout=ANSWER_WITHIN,
            max_pool_connections=CONNECTIONS,
            retries={"total_max_attempts": 3, "mode": "standard"},
            # Stores that are not Amazon's know the trailing checksums of newer clients only in
            # part.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        storage = S3Storage(
            bucket_name=self._name,
            access_key=access.reveal(),
            secret_key=secret.reveal(),
            # Nothing of another account in the environment of this process.
            security_token=None,
            session_profile=None,
            endpoint_url=self._endpoint_url or None,
            region_name=self._region or None,
            client_config=config,
            file_overwrite=True,
        )
        # Made here, under the lock: all threads use this one connection.
        assert storage.bucket.meta
        return storage


def _found(ask: Callable[[], T]) -> T | None:
    """What the store has, None when it says that it has nothing of that name."""
    from botocore.exceptions import ClientError

    try:
        return ask()
    except ClientError as error:
        # A bucket that is not there is no empty one.
        if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
            return None
        raise
