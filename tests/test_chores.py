"""What is done again and again: declared by its feature, listed once, with a name for a cluster's turns."""

from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import publisher.features
from publisher.app import chores
from publisher.chores import CHORE_NAME, Chore
from publisher.config.values import FeedSettings
from tests.contexts import a_config


def declared() -> list[Chore]:
    found = walk_packages(publisher.features.__path__, "publisher.features.")
    modules = [import_module(module.name) for module in found]
    return [module.CHORE for module in modules if hasattr(module, "CHORE")]


def test_every_chore_that_a_feature_declares_is_done(tmp_path: Path) -> None:
    names = [chore.name for chore in chores(a_config(tmp_path, {}))]
    assert sorted(names) == sorted(chore.name for chore in declared())


def test_a_chore_has_a_name_of_its_own_that_a_turn_can_hold() -> None:
    names = [chore.name for chore in declared()]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= CHORE_NAME


def test_the_name_of_a_long_feed_is_cut() -> None:
    from publisher.features.press import feeds

    [chore] = feeds.chores([FeedSettings(name="b" * 80, url="https://bao.vn/rss", keywords=())])
    assert chore.name == f"feed {'b' * 35}"
