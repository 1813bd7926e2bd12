"""One module a room of the window; each registers its pictures by `@shows(...)`."""
