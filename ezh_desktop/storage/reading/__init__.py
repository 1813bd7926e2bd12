"""Reads: plain rows of the tables, each query fetched whole, for the read models of services."""
