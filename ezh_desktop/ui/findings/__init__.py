"""Findings (недочёты) in the window: watched while the person types, shown in cells, tabs, the tree and a panel."""
