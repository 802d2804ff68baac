"""English formats: dates as a law review prints them."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
