project            = "parley-prod"
environment        = "prod"
region             = "europe-west1"
firestore_location = "eur3"

mailboxes    = { "deals@brand.example" = [] }
team_domains = ["brand.example"]

slack_escalations_channel = "C0000000001"
slack_agreements_channel  = "C0000000002"
