resource "google_service_account" "this" {
  project      = var.project
  account_id   = local.name
  display_name = "Parley: runs ${var.key}"
}

# Firestore knows no grant per collection; the condition narrows the project-wide role to one database.
resource "google_project_iam_member" "database" {
  project = var.project
  role    = "roles/datastore.user"
  member  = google_service_account.this.member

  condition {
    title      = "one-database"
    expression = "resource.name == \"projects/${var.project}/databases/${var.database}\""
  }
}

resource "google_pubsub_topic_iam_member" "publisher" {
  for_each = var.topics

  project = var.project
  topic   = each.value
  role    = "roles/pubsub.publisher"
  member  = google_service_account.this.member
}

resource "google_secret_manager_secret_iam_member" "reader" {
  for_each = var.secrets

  project   = var.project
  secret_id = each.value
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this.member
}

resource "google_service_account_iam_member" "sign_as_mailbox" {
  count = var.mailbox_account == null ? 0 : 1

  service_account_id = var.mailbox_account.id
  role               = var.mailbox_account.role
  member             = google_service_account.this.member
}
