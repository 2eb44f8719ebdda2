"""What is known before reading: loaders and indexes over data/lexicons."""
