output "functions" {
  description = "Per function: its name, its address and the account it runs as."
  value = {
    for key, function in module.function : key => {
      name    = function.name
      uri     = function.uri
      account = function.account_email
    }
  }
}

output "mailbox_delegation" {
  description = "What a Workspace admin enters under API controls, Domain-wide delegation."
  value = {
    client_id = google_service_account.mailbox.unique_id
    scopes    = ["https://www.googleapis.com/auth/gmail.modify"]
    account   = google_service_account.mailbox.email
  }
}

output "notification_topic" {
  description = "Full name of the topic that the mailbox's watch publishes to."
  value       = google_pubsub_topic.this["gmail-notifications"].id
}

output "dead_letter_subscriptions" {
  description = "Where messages wait that a function never accepted, by function."
  value       = { for key, subscription in google_pubsub_subscription.dead_letter : key => subscription.id }
}

output "secrets_to_fill" {
  description = "Containers that need a version before the first mail."
  value       = [for secret in google_secret_manager_secret.this : secret.secret_id]
}
