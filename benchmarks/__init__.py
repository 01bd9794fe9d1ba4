"""Adapters that run Limpide on public benchmarks, and long measurements."""
