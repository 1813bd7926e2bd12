"""The administrator's dialogs of the school's structure: year, classes and pupils, subjects and teachers, timetable."""
