"""The sizes of a card, and places on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.cards.formats import FORMATS, Format

PLAIN = Format("thử", "thử", 1000, 500, (100, 50, 300, 150), "wide")
PERCENT = st.floats(0, 100)


def test_margins_are_taken_off_on_their_own_sides() -> None:
    assert (PLAIN.size, PLAIN.safe) == ((1000, 500), (100, 50, 600, 300))


def test_a_place_is_in_percent_of_the_safe_area() -> None:
    assert PLAIN.place((50, 10, 25, 20)) == (400, 80, 150, 60)
    assert PLAIN.point((50, 10)) == (400, 80)


@pytest.mark.parametrize(
    ("box", "bled"),
    [
        ((0, 0, 100, 100), (0, 0, 1000, 500)),
        ((0, 0, 50, 50), (0, 0, 400, 200)),
        ((50, 50, 50, 50), (400, 200, 600, 300)),
        ((10, 10, 80, 80), PLAIN.place((10, 10, 80, 80))),
    ],
)
def test_only_an_edge_at_the_safe_areas_edge_bleeds(
    box: tuple[float, float, float, float], bled: tuple[float, float, float, float]
) -> None:
    assert PLAIN.bleed(box) == bled


@pytest.mark.parametrize("wanted", FORMATS.values(), ids=str)
@given(left=PERCENT, top=PERCENT, width=PERCENT, height=PERCENT)
def test_what_bleeds_stays_on_the_picture_and_covers_its_place(
    wanted: Format, left: float, top: float, width: float, height: float
) -> None:
    box = (left, top, min(width, 100 - left), min(height, 100 - top))
    (x, y, w, h), (px, py, pw, ph) = wanted.bleed(box), wanted.place(box)
    near = 1e-6
    assert x >= 0
    assert y >= 0
    assert x + w <= wanted.width + near
    assert y + h <= wanted.height + near
    assert x <= px + near
    assert y <= py + near
    assert x + w >= px + pw - near
    assert y + h >= py + ph - near


def test_a_unit_is_a_hundredth_of_the_geometric_mean_of_the_safe_sides() -> None:
    assert pytest.approx(PLAIN.unit) == (600 * 300) ** 0.5 / 100
