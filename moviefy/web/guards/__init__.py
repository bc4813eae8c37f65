"""What stands before every view: limits, deadlines, headers, uploads, the request log."""
