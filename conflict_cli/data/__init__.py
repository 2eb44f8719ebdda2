"""The knowledge of the program, as data: taxonomy, rules and lexicons. SOURCES.md tells where each is from."""
