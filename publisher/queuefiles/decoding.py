"""Text files as people's editors and spreadsheets save them."""


def decoded(raw: bytes) -> str | None:
    """The text of a file in UTF-8 or in UTF-16 with its mark; None for anything else."""
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text
