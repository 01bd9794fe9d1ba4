"""Corpora that people already have: read, assessed, written again."""
