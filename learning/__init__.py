"""Training: questions that teachers bring and exchange, and how good they are."""
