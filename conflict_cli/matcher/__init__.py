"""The rule engine: YAML rules in, findings out. Holds no word of conflict vocabulary."""
