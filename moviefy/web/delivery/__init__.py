"""How pages and their files travel: joined scripts and styles, addresses with a hash, compression, entity tags."""
