"""Letters of strangers are read as well as before, in each form; by `wrong and sure` first."""

import pytest

from tests.letters.strange import forms, measured

FORMS = forms()
# The bar is 0.97; sealed letters are below it still, and must not fall further.
PRECISION = {"open": 0.97, "sealed": 0.87, "sealed2": 0.72}
# Likewise; 0.95 is the bar, 0.9 for PDF.
RECALL = {"open": 0.95, "sealed": 0.9, "sealed2": 0.8}
# A content control of three slogans, two of them sealed faults.
FEW = 10


@pytest.mark.parametrize(("part", "form"), FORMS)
def test_what_is_sure_is_right(part: str, form: str) -> None:
    one = measured(part)[form]
    assert one.precision >= PRECISION[part] or one.wanted < FEW, one.told


@pytest.mark.parametrize(("part", "form"), FORMS)
def test_what_a_letter_says_is_found_with_doubts(part: str, form: str) -> None:
    one = measured(part)[form]
    bar = min(RECALL[part], 0.9) if form.startswith("pdf") else RECALL[part]
    assert one.recall >= bar or one.wanted < FEW, one.told
