project            = "parley-dev"
environment        = "dev"
region             = "europe-west1"
firestore_location = "eur3"

mailboxes    = { "deals-dev@brand.example" = [] }
team_domains = ["brand.example"]

slack_escalations_channel = "C0000000001"
slack_agreements_channel  = "C0000000002"
