"""The library: YAML files that a lawyer can read, and the loader that checks them whole before it writes."""
