"""What can be wrong with a segment pair: one module per idea, each check ``Pair -> findings``."""
