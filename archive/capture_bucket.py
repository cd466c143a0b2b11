"""Captures in a bucket of an S3-compatible store. Its packages are in a lock of their own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from archive.capture_storage import FOLDER, StorageAway, StorageRefuses, as_file

LAST = f"{FOLDER}/\U0010ffff"  # behind the name of every file there
IN_MEMORY = 2**22  # bytes of a file that are not put on this machine's disk while it is read
FEW = 200  # files, up to which asking for each is quicker than listing those between
# Seconds. Who waits for a page waits for no more than two tries.
CONFIG = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"max_attempts": 1},
    signature_version="s3v4",
    s3={"addressing_style": "path"},
    # Stores other than Amazon's know no checksums of the newer kind; fixity has its own.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class CapturesBucket(S3Storage):
    """A bucket that several machines use."""

    is_shared = True

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {"client_config": CONFIG, "file_overwrite": True}

    def exists(self, name: str) -> bool:
        """Return True if a file is there. Raises StorageAway."""
        if name == FOLDER:
            self.check()
            return True
        with _answered():
            is_there = super().exists(name)
        if not is_there:
            self.check()
        return is_there

    def check(self) -> None:
        """Raise StorageAway where the bucket does not answer, StorageRefuses where it is none."""
        try:
            with _answered():
                self._client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError:
            raise StorageRefuses(f"there is no bucket {self.bucket_name}") from None

    def replace(self, name: str, content: bytes | IO[bytes]) -> None:
        """Have a file of this name with these bytes, whatever it held. Raises StorageAway."""
        self.save(name, as_file(content))

    def delete(self, name: str) -> None:
        with _answered():
            super().delete(name)

    def missing(self, names: Iterable[str]) -> list[str]:
        """Return those of the names that no file has. Raises StorageAway."""
        wanted = list(names)
        if len(wanted) <= FEW:
            return [name for name in wanted if not self.exists(name)]
        self.check()
        absent = set(wanted)
        absent.difference_update(self.names(min(wanted), max(wanted)))
        return [name for name in wanted if name in absent]

    @property
    def _client(self):
        return self.connection.meta.client

    def names(self, first: str = "", last: str = LAST) -> Iterator[str]:
        """Yield the names of the captures in the bucket from one to another, a thousand a request.

        They come in the order of their letters.
        """
        listing = self._client.get_paginator("list_objects_v2")
        before = first[:-1]  # comes before all that begin so
        options = {"Bucket": self.bucket_name, "Prefix": f"{FOLDER}/", "StartAfter": before}
        with _answered():
            for page in listing.paginate(**options):
                for entry in page.get("Contents", ()):
                    if entry["Key"] > last:
                        return
                    yield entry["Key"]

    def _open(self, name: str, mode: str = "rb") -> File:
        """Return a copy of the file: what comes of it cannot stop in the middle any more."""
        file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - who asked for it closes it
        try:
            with _answered():
                self._client.download_fileobj(self.bucket_name, name, file)
        except FileNotFoundError:
            self.check()
            raise
        file.seek(0)
        return File(file, name)

    def _save(self, name: str, content: File) -> str:
        try:
            with _answered():
                return super()._save(name, content)
        except FileNotFoundError:
            raise StorageRefuses(f"there is no bucket {self.bucket_name}") from None


@contextmanager
def _answered() -> Iterator[None]:
    """Raise FileNotFoundError for what is not there, StorageAway for all else that goes wrong."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == 404:
            raise FileNotFoundError(str(error)) from error
        if status in (301, 400, 403):
            raise StorageRefuses(f"the store of the captures refuses the key: {error}") from error
        raise StorageAway(f"the store of the captures fails: {error}") from error
    except (Boto3Error, BotoCoreError) as error:
        raise StorageAway(f"the store of the captures does not answer: {error}") from error
