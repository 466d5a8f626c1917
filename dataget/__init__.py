"""Discogs to files to documents."""
