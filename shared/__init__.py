"""The product, from the pure core outwards: domain, application, adapters; wired in bootstrap."""
