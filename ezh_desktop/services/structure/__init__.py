"""What the administrator sets up by hand: year, classes, pupils, subjects, courses, timetable (4.1.4, 4.5.2)."""
