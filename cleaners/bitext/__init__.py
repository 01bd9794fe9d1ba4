"""The bilingual wing: duplicates, pairing, alignment, quality."""
