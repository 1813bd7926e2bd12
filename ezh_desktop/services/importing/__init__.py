"""Entering what comes from files: rows are judged against the journal, the good ones are one act (9.3.1, 4.1.4)."""
