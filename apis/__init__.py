"""What pages and programs may ask."""
