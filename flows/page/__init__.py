"""Pages for people: what became of a scrape, as one HTML file."""
