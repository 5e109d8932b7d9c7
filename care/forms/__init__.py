"""What people fill in about patients: the forms explain, the database forbids."""
