"""Which colour of a brand can be read on which."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.cards.brand import LEAST_CONTRAST, Brand, color_of, contrast, readable
from publisher.domain.errors import CardRefused

WHITE, BLACK, YELLOW = (255, 255, 255), (0, 0, 0), (255, 236, 0)
BRAND = Brand(
    path=Path("a.toml"),
    colors={"paper": WHITE, "ink": BLACK, "gold": YELLOW},
    fonts={},
    cmyk={},
    lines=(),
    logo=None,
)
COLOUR = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (WHITE, BLACK, 21),
        (WHITE, WHITE, 1),
        ((119, 119, 119), WHITE, 4.48),
        ((255, 0, 0), WHITE, 4.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(
    one: tuple[int, int, int], other: tuple[int, int, int], ratio: float
) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


@given(COLOUR, COLOUR)
def test_contrast_is_the_same_both_ways_and_within_its_bounds(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOUR)
def test_a_colour_written_out_is_itself(color: tuple[int, int, int]) -> None:
    assert color_of("#{:02x}{:02X}{:02x}".format(*color), {}) == color


def test_the_first_colour_that_can_be_read_on_all_grounds_is_taken() -> None:
    assert readable(["gold", "ink", "#000000"], ["paper"], BRAND, "text") == "ink"
    assert readable(["gold", "ink"], ["ink"], BRAND, "text") == "gold"
    assert readable(["gold"], [], BRAND, "text") == "gold"


def test_where_none_can_be_read_the_best_is_named_with_its_contrast() -> None:
    with pytest.raises(CardRefused) as refused:
        readable(["paper", "gold"], ["paper", "#ffffff"], BRAND, "text")
    told = refused.value.reason.arguments
    assert (told["color"], told["has"]) == ("gold", "1,2:1")
    assert told["needs"] == f"{LEAST_CONTRAST:.1f}:1".replace(".", ",")
