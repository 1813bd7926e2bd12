"""The command line: the same services as the window, for scheduled and batch work."""
