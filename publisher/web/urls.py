"""Addresses of the web pages."""

from django.urls import path

from publisher.web.health import healthz

urlpatterns = [path("healthz", healthz)]
