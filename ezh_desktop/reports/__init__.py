"""Paper (бумага): what is printed of the journal, by ReportLab, from read models alone."""
