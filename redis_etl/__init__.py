"""Documents to a facet index in Redis, and queries over it."""
