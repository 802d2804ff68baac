"""Classes and exercises; empty until they are built."""
