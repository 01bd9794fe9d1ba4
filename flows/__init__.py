"""How and when Limpide runs: reading raw pages, calling the cleaners, publishing releases."""
