"""Small widgets of the whole program: floats, tabs, status bar, navigation rows, fields with a sign."""
