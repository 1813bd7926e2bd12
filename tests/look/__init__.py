"""Pictures of every page and dialog, made without a screen: `python -m tests.look [page] [--scale 200] [--dark]`."""
