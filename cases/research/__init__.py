"""Data for papers: releases, batch scoring, sensitivity studies and citations."""
