"""What a file is by its bytes, whatever its name says: people rename files, and programs save
one kind as another."""

import io
import re
import zipfile
from enum import StrEnum

_OLE = b"\xd0\xcf\x11\xe0"
_HTML = re.compile(
    rb"\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,100})?<(?:!doctype html|html|head|body|table|meta|div)\b",
    re.IGNORECASE,
)


class FileType(StrEnum):
    """Kinds of files that people try to import."""

    WORD = "docx"
    EXCEL = "xlsx"
    POWERPOINT = "pptx"
    OPEN_DOCUMENT = "odt"
    # Of Office before 2007: .doc, .xls.
    OLD_OFFICE = "doc"
    # Office files with a password.
    LOCKED = "locked"
    PDF = "pdf"
    RTF = "rtf"
    HTML = "html"
    # A container whose list of contents is missing or holds none of the above.
    BROKEN_ZIP = "zip"
    # Anything else, text above all.
    OTHER = ""


def file_type(raw: bytes) -> FileType:
    """What the bytes are; nothing is unpacked but a list of names."""
    if raw.startswith(_OLE):
        # The names of its streams stand in it in UTF-16.
        return (
            FileType.LOCKED
            if "EncryptedPackage".encode("utf-16-le") in raw
            else FileType.OLD_OFFICE
        )
    if raw.startswith(b"PK"):
        return _of_zip(raw)
    if raw[:1024].lstrip().startswith(b"%PDF"):
        return FileType.PDF
    if raw.startswith(b"{\\rtf"):
        return FileType.RTF
    return (
        FileType.HTML if _HTML.match(raw[:1024].removeprefix(b"\xef\xbb\xbf")) else FileType.OTHER
    )


def _of_zip(raw: bytes) -> FileType:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if any(info.flag_bits & 1 for info in archive.infolist()):
                return FileType.LOCKED
            names = archive.namelist()
    except Exception:  # noqa: BLE001 (whatever a broken list of names makes zipfile stumble over)
        return FileType.BROKEN_ZIP
    for folder, kind in (
        ("word/", FileType.WORD),
        ("xl/", FileType.EXCEL),
        ("ppt/", FileType.POWERPOINT),
    ):
        if any(name.startswith(folder) for name in names):
            return kind
    return (
        FileType.OPEN_DOCUMENT
        if "content.xml" in names and "mimetype" in names
        else FileType.BROKEN_ZIP
    )
