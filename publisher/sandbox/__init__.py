"""A stand-in for Facebook: answers the Graph calls that we make, fails on request, shows each page's timeline."""

from publisher.sandbox.faults import Fault, FaultKind
from publisher.sandbox.nearby import Nearby
from publisher.sandbox.server import Sandbox
from publisher.sandbox.world import PublicPost, World

__all__ = ["Fault", "FaultKind", "Nearby", "PublicPost", "Sandbox", "World"]
