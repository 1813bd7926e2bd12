"""Tests of the sealed file."""
