"""Long work (задания) with progress, remaining time and cancel; it runs beside the window, never in its thread."""
