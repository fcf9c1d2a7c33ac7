resource "google_service_account" "scheduler" {
  project      = local.project
  account_id   = "parley-scheduler"
  display_name = "Parley: Cloud Scheduler calls the functions as this account"
}

# Runs are at least once and a missed one is not made up for: the functions are idempotent.
resource "google_cloud_scheduler_job" "this" {
  for_each = local.scheduled

  project          = local.project
  region           = var.region
  name             = "parley-${replace(each.key, "_", "-")}"
  schedule         = each.value.called_by.cron
  time_zone        = "Etc/UTC"
  attempt_deadline = "${each.value.timeout_seconds + 30}s"

  retry_config {
    retry_count          = each.value.called_by.retries
    min_backoff_duration = "10s"
    max_backoff_duration = "300s"
    max_doublings        = 5
  }

  http_target {
    http_method = "POST"
    uri         = module.function[each.key].uri

    oidc_token {
      service_account_email = google_service_account.scheduler.email
      audience              = module.function[each.key].uri
    }
  }
}
