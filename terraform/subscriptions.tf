# Our own push subscriptions, not Eventarc's: dead letter, ack deadline and back-off of those cannot be declared.
resource "google_service_account" "push" {
  project      = local.project
  account_id   = "parley-push"
  display_name = "Parley: Pub/Sub calls the functions as this account"
}

resource "google_pubsub_subscription" "push" {
  for_each = local.pushed

  project = local.project
  name    = replace(each.key, "_", "-")
  topic   = google_pubsub_topic.this[each.value.called_by.topic].id
  # Longer than the function may run, else Pub/Sub delivers a message again while it is being handled.
  ack_deadline_seconds       = each.value.timeout_seconds + 30
  message_retention_duration = "604800s" # 7 days

  expiration_policy {
    ttl = "" # never: an idle subscription is otherwise deleted after 31 days
  }

  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }

  # The code parks a message with a card after five failures; this is for one that never reaches the code. With the
  # back-off above, twenty attempts last over two hours, so a shorter outage loses no order of work.
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead_letter[each.key].id
    max_delivery_attempts = 20
  }

  push_config {
    push_endpoint = module.function[each.key].uri

    oidc_token {
      service_account_email = google_service_account.push.email
      audience              = module.function[each.key].uri
    }
  }
}
