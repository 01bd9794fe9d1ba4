"""Release files: tables, TMX, dataset card."""
