"""Every address and every socket × every role: what each may open, as one table of plain data."""
