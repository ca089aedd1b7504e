"""Cards: how fast a slogan becomes a picture, beside peers that a reader can install (`python -m
bench.cards`)."""
