# The names are a contract with the code, and gmail-notifications with the watch that it asks Gmail for.
locals {
  topics = toset(["gmail-notifications", "inbound-messages", "campaign-tasks"])
}

resource "google_pubsub_topic" "this" {
  for_each = local.topics

  project = local.project
  name    = each.key
}

# An organisation with domain restricted sharing refuses this member until it has an exception for it.
resource "google_pubsub_topic_iam_member" "gmail" {
  project = local.project
  topic   = google_pubsub_topic.this["gmail-notifications"].id
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:gmail-api-push@system.gserviceaccount.com"
}
