project            = "parley-staging"
environment        = "staging"
region             = "europe-west1"
firestore_location = "eur3"

mailboxes    = { "deals-staging@brand.example" = [] }
team_domains = ["brand.example"]

slack_escalations_channel = "C0000000001"
slack_agreements_channel  = "C0000000002"
