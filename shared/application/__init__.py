"""Use-cases: one module, one public function; ports.py, language_model.py and store.py name what they need."""
