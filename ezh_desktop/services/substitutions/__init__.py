"""The deputy's acts on single lessons: substitutions (4.4.3), transfers, swaps, cancellations, extra lessons (5.2)."""
