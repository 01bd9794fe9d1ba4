"""Boilerplate: what on a page is content, and which kind the rest is."""
