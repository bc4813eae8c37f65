"""What applies to every request: policies, limits, deadlines, headers, uploads, log and metrics."""
