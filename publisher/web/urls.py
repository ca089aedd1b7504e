"""Addresses of the web pages."""

from django.urls import path

from publisher.web.health import healthz
from publisher.web.metrics import metrics

urlpatterns = [path("healthz", healthz), path("metrics", metrics)]
