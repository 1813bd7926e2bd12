"""Frozen read models: exactly what one page shows. The only input of reports, exchange and the window's models."""
