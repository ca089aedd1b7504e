"""The store as a Django app; its label names the tables."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Tables `publisher_*`."""

    name = "publisher.store"
    label = "publisher"
