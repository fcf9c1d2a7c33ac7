"""Use-cases: one module, one public function; what they need from outside is named in ports.py."""
