"""The gazetteer: place names, whatever their spelling, to places with coordinates.

names.py gives a spelling its key, table.py is the file (SQLite), lookup.py asks it, geonames.py builds a larger one
from GeoNames' dump, user_places.py reads a user's own places, package.py makes the file that is installed.
"""
