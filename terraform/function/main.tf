locals {
  name = "parley-${replace(var.key, "_", "-")}" # also the Cloud Run service's name, which allows no underscore
}

resource "google_cloudfunctions2_function" "this" {
  project  = var.project
  location = var.region
  name     = local.name

  build_config {
    runtime           = "python312"
    entry_point       = var.key
    service_account   = var.code.account
    docker_repository = var.code.repository

    source {
      storage_source {
        bucket = var.code.bucket
        object = var.code.object
      }
    }

    automatic_update_policy {}
  }

  service_config {
    service_account_email = google_service_account.this.email
    timeout_seconds       = var.limits.timeout_seconds
    available_memory      = var.limits.memory
    available_cpu         = "1"
    # One mail at a time per process: no two turns share memory, and a turn that runs out of memory takes no other along.
    max_instance_request_concurrency = 1
    max_instance_count               = var.limits.max_instances
    min_instance_count               = 0
    ingress_settings                 = var.public ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision   = true
    environment_variables            = merge(var.environment, { LOG_EXECUTION_ID = "true" })
  }
}

# Who may call a 2nd gen function is decided on its Cloud Run service, which a replaced function makes anew.
resource "google_cloud_run_service_iam_member" "invoker" {
  for_each = var.public ? { public = "allUsers" } : var.invokers

  project  = var.project
  location = var.region
  service  = google_cloudfunctions2_function.this.name
  role     = "roles/run.invoker"
  member   = each.value

  lifecycle {
    replace_triggered_by = [google_cloudfunctions2_function.this.id]
  }
}
