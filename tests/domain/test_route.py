"""Which way a page prefers."""

import pytest

from publisher.domain.route import PostKind, PreferredRoutes, RouteName


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        (PostKind.TEXT, RouteName.DIRECT),
        (PostKind.LINK, RouteName.HANDOVER),
        (PostKind.PHOTOS, RouteName.DRAFT),
    ],
)
def test_each_kind_of_post_has_its_own_preference(kind: PostKind, way: RouteName) -> None:
    wanted = PreferredRoutes(text=RouteName.DIRECT, link=RouteName.HANDOVER, photos=RouteName.DRAFT)
    assert wanted.of(kind) is way
