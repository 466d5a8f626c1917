"""The site: pages on which the catalogue is dug and played."""
