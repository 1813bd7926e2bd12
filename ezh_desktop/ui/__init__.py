"""How it looks and feels on screen: windows, pages, grids, widgets and the theme. Nothing here writes to a journal."""
