# Prerequisite, made by hand before the first run (docs/deploy.md): cloudresourcemanager and serviceusage.
locals {
  services = toset([
    "artifactregistry.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudfunctions.googleapis.com",
    "cloudscheduler.googleapis.com",
    "firestore.googleapis.com",
    "gmail.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ])
}

resource "google_project_service" "this" {
  for_each = local.services

  project            = var.project
  service            = each.key
  disable_on_destroy = false
}

# Enabling an API is eventually consistent: its first use may be refused for about a minute.
resource "time_sleep" "services_ready" {
  depends_on = [google_project_service.this]

  create_duration = "60s"
  triggers = {
    project  = var.project
    services = join(",", local.services)
  }
}

locals {
  # Taking the project from here makes a resource wait for the APIs, while its value stays known at plan time.
  project = time_sleep.services_ready.triggers["project"]
}

data "google_project" "this" {
  project_id = var.project
}
