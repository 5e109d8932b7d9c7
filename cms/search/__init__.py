"""Search that understands Chinese, on SQLite and on PostgreSQL: for readers, and for every list that editors search."""
