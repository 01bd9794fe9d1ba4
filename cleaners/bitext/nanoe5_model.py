"""multilingual-e5-small."""

from cleaners.bitext.surface_model import load

__all__ = ["load"]
