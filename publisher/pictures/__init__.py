"""The pictures of deliveries and the brands of units: made or taken in once, kept by content."""
