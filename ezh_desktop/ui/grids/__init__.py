"""Grids that paint themselves: marks, their headers, and the narrow view beside them."""
