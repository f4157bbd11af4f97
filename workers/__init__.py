"""Celery workers: thin tasks around the batch functions of the engine."""
