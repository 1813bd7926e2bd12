"""Measurements, each as a ratio against a peer or limit that alternates with it in the same process."""
