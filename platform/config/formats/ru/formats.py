"""The same as in the catalogue of texts."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j E Y г."
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j E Y г. H:i"
TIME_FORMAT = "H:i"
