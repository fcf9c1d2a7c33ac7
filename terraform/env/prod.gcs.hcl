bucket = "parley-prod-terraform-state"
prefix = "parley"
