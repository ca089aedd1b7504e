"""The JSON API: what the desk does, for portals and scripts. OpenAPI at /api/v1/openapi.json; keys
on the account page.

Each call acts as the key's person and goes through `access.py`, as the screens do.
"""

from publisher.web.api import deliveries, entries
from publisher.web.api.door import api

__all__ = ["api", "deliveries", "entries"]
