bucket = "parley-staging-terraform-state"
prefix = "parley"
