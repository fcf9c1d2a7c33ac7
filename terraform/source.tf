# terraform/package.py stages build/KEY from an allow-list before every plan; nothing else reaches an archive.
data "archive_file" "source" {
  for_each = local.functions

  type             = "zip"
  source_dir       = "${path.module}/../build/${each.key}"
  output_path      = "${path.module}/../build/${each.key}.zip"
  output_file_mode = "0644" # the same hash on every machine
}

resource "google_storage_bucket" "source" {
  project                     = local.project
  name                        = "${var.project}-parley-source"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  lifecycle_rule {
    condition {
      days_since_noncurrent_time = 90
    }
    action {
      type = "Delete"
    }
  }
}

# A function is deployed again only when the object's name changes: the name carries the content's hash.
resource "google_storage_bucket_object" "source" {
  for_each = local.functions

  bucket         = google_storage_bucket.source.name
  name           = "${each.key}/${data.archive_file.source[each.key].output_sha256}.zip"
  source         = data.archive_file.source[each.key].output_path
  source_md5hash = data.archive_file.source[each.key].output_md5

  lifecycle {
    create_before_destroy = true
  }
}

resource "google_artifact_registry_repository" "images" {
  project       = local.project
  location      = var.region
  repository_id = "parley-functions"
  description   = "Images that the function builds make."
  format        = "DOCKER"

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 5
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "2592000s" # 30 days
    }
  }
}

# Without an account of its own a build runs as the default compute account, which new projects give too few rights.
resource "google_service_account" "build" {
  project      = local.project
  account_id   = "parley-function-build"
  display_name = "Parley: builds the functions' images"
}

resource "google_project_iam_member" "build_logs" {
  project = local.project
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

# Cloud Functions copies an archive into a bucket of its own, made at the first deployment, and builds from there. A
# bucket that does not exist yet takes no grant, hence the project-wide one, narrowed to these two buckets.
resource "google_project_iam_member" "build_sources" {
  project = local.project
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "function-sources"
    expression = <<-EOT
      resource.name.startsWith("projects/_/buckets/${google_storage_bucket.source.name}") ||
      resource.name.startsWith("projects/_/buckets/gcf-v2-sources-${data.google_project.this.number}-${var.region}")
    EOT
  }
}

resource "google_artifact_registry_repository_iam_member" "build" {
  project    = local.project
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}
