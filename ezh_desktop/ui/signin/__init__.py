"""The sign-in window with its two dialogs: an own password at the first sign-in, and the recovery code."""
