"""The publisher of Vietnamese trade unions: queue files become pictures and posts, once and on
time."""

__version__ = "0.1.0"
