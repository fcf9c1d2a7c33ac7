# Containers only. The values are added by hand (docs/deploy.md), so they are in no state, plan or variable.
resource "google_secret_manager_secret" "this" {
  for_each = toset(["anthropic-api-key", "slack-bot-token"])

  project             = local.project
  secret_id           = each.key
  deletion_protection = true

  replication {
    auto {}
  }
}
