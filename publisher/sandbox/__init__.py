"""A stand-in for Facebook: answers the Graph calls that we make, fails on request, shows each page's timeline."""

from publisher.sandbox.server import Sandbox
from publisher.sandbox.world import Fault, FaultKind, PublicPost

__all__ = ["Fault", "FaultKind", "PublicPost", "Sandbox"]
