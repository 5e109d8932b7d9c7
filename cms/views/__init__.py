"""Pages of the public site that are not written by editors."""
