locals {
  # The queries of shared/application/record_store.py that need more than single-field indexes; every field is ascending.
  indexes = {
    inbound-by-state       = { collection = "inbound", scope = "COLLECTION", fields = ["state", "queued_at"] }
    outbox-by-state        = { collection = "outbox", scope = "COLLECTION", fields = ["state", "next_attempt_at"] }
    cases-by-state         = { collection = "cases", scope = "COLLECTION", fields = ["state", "opened_at"] }
    negotiations-by-opened = { collection = "negotiations", scope = "COLLECTION", fields = ["campaign_id", "opened_at"] }
    tasks-by-state         = { collection = "tasks", scope = "COLLECTION_GROUP", fields = ["state", "queued_at"] }
  }
}

resource "google_firestore_database" "this" {
  project     = local.project
  name        = "(default)" # the only one with the free quota
  location_id = var.firestore_location
  type        = "FIRESTORE_NATIVE"
  # With locks, eight writers on one document nearly stopped each other; preconditions settle the same at once.
  concurrency_mode                  = "OPTIMISTIC"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_firestore_index" "this" {
  for_each = local.indexes

  project     = local.project
  database    = google_firestore_database.this.name
  collection  = each.value.collection
  query_scope = each.value.scope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path = fields.value
      order      = "ASCENDING"
    }
  }
}

# Answered and ignored mails leave after the time that the code writes into expire_at; what waits, or went to a person, has
# none and stays. Nothing queries the field, and an index on
# a steadily rising value would slow every write: the empty index_config switches its indexes off.
resource "google_firestore_field" "inbound_expiry" {
  project    = local.project
  database   = google_firestore_database.this.name
  collection = "inbound"
  field      = "expire_at"

  ttl_config {}
  index_config {}
}
