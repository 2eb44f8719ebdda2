"""Step 1, READ: bytes in, `Article` out. Knows nothing of spaCy."""
