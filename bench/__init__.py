"""Benchmarks of the product as it is served: `make bench`. Nothing of the product imports them."""
