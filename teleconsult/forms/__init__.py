"""Forms explain; the constraints below them forbid."""
