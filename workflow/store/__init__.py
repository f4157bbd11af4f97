"""The truth: tables, event log, queues and outbox on PostgreSQL or SQLite."""
