"""Fetching, step by step: addresses, safety, robots.txt, pace, listings, feeds, and the one who visits them."""
