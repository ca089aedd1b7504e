"""Rows and the transactions over them.

Importing it sets Django up; `connection.open_store` brings the database.
"""

import django
from django import conf

import publisher.store.django_settings as fixed

if not conf.settings.configured:
    conf.settings.configure(
        **{name: value for name, value in vars(fixed).items() if name.isupper()}
    )
    django.setup()
