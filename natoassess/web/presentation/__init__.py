"""How results look and read: words for codes, numbers and dates, and the geometry of bars and charts.

Pure functions over the parts of an engine response (docs/scoring.md, section 7). Nothing here reads the
database or knows a request. Pages draw the shapes as SVG and exports may print the same numbers.
"""
