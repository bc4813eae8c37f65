"""What the servers themselves need before and after the app: gunicorn's worker, and headers for their own answers."""
