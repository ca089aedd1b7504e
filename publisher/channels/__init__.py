"""The kinds of places where posts appear: a folder each, which answers `port.Channel`."""

from collections.abc import Callable, Mapping

from publisher.channels.facebook.calls import Listener
from publisher.channels.facebook.channel import FacebookChannel
from publisher.channels.facebook.wire import Graph
from publisher.channels.port import Channel

# By name; adding one is a line here and its folder.
CHANNELS: Mapping[str, Callable[[Graph, Listener | None], Channel]] = {"facebook": FacebookChannel}
