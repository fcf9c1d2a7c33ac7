"""What our mail is to say, and what its writer is taught. The gate has the last word."""
