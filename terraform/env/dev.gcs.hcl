bucket = "parley-dev-terraform-state"
prefix = "parley"
