"""Qt models over the read models of services: what a page shows with the person's own pending acts laid over."""
