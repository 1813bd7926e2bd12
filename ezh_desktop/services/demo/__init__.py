"""The demo school: ten classes, their staff and a year of lessons, deterministic by seed; `build.fill` makes it."""
