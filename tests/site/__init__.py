"""The site itself: settings, health, headers, demo accounts, serving."""
