"""The site as it is served to others: gunicorn under the settings of production, on PostgreSQL."""
