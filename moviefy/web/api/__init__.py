"""The API under /api/v1, its description, and the addresses that machines ask."""
