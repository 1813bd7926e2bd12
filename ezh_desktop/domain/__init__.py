"""What a school journal is: pure values and rules, without Qt, SQL, files or a clock of its own."""
