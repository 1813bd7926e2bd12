"""What a signed-in person may do: one act, one function, one protocol entry."""
