locals {
  pubsub_agent = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

resource "google_pubsub_topic" "dead_letter" {
  for_each = local.pushed

  project = local.project
  name    = "${each.value.called_by.topic}-dead-letter"
}

# A topic without a subscription drops its messages. Here they wait, for 31 days (Pub/Sub's maximum), to be read and
# published again.
resource "google_pubsub_subscription" "dead_letter" {
  for_each = local.pushed

  project                    = local.project
  name                       = "${each.value.called_by.topic}-dead-letter"
  topic                      = google_pubsub_topic.dead_letter[each.key].id
  ack_deadline_seconds       = 60
  message_retention_duration = "2678400s"

  expiration_policy {
    ttl = "" # never: an idle subscription is otherwise deleted after 31 days
  }
}

# Without both grants Pub/Sub moves nothing to the dead letters, and says nothing.
resource "google_pubsub_topic_iam_member" "dead_letter" {
  for_each = local.pushed

  project = local.project
  topic   = google_pubsub_topic.dead_letter[each.key].id
  role    = "roles/pubsub.publisher"
  member  = local.pubsub_agent
}

resource "google_pubsub_subscription_iam_member" "dead_letter" {
  for_each = local.pushed

  project      = local.project
  subscription = google_pubsub_subscription.push[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = local.pubsub_agent
}
