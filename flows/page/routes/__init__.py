"""The addresses of the page, a module for each kind of thing that is looked at."""
