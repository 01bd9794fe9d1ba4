"""What Limpide knows about text: pure functions, usable without the flows."""
