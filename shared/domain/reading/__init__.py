"""What a mail says: the model's reading of it, held against its words. Facts to decide on, never a decision."""
