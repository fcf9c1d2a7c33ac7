"""One file or folder per outside system, the only place its SDK is imported. Adapters do not know each other."""
