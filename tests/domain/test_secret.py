"""A token is shown by no way of writing it."""

import pytest

from publisher.domain.secret import Secret

TOKEN = Secret("EAAB-bí-mật")


@pytest.mark.parametrize(
    "written",
    [repr(TOKEN), str(TOKEN), f"{TOKEN}", f"{TOKEN:>5}", repr([TOKEN]), f"{TOKEN!r}"],
)
def test_a_secret_is_three_asterisks_however_it_is_written(written: str) -> None:
    assert "***" in written
    assert "EAAB" not in written


def test_only_asking_gives_it_out() -> None:
    assert TOKEN.reveal() == "EAAB-bí-mật"


def test_a_fingerprint_tells_two_apart_and_reveals_neither() -> None:
    assert TOKEN.fingerprint() == Secret("EAAB-bí-mật").fingerprint()
    assert TOKEN.fingerprint() != Secret("EAAB-bí-mậu").fingerprint()
    assert len(TOKEN.fingerprint()) == 16
    assert "EAAB" not in TOKEN.fingerprint()
