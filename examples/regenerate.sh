#!/bin/sh
# Write anew what shows output: examples/*.yaml and the marked blocks of README.md and docs/.
# Run it after a change of the rules, then read the difference: `git diff examples README.md docs`.
cd "$(dirname "$0")/.." || exit 1
REGENERATE=1 exec "${PYTHON:-python}" -m pytest tests/test_golden.py tests/test_docs.py
