output "name" {
  value = google_cloudfunctions2_function.this.name
}

output "uri" {
  description = "run.app address: where callers post, and the audience of their tokens."
  value       = google_cloudfunctions2_function.this.service_config[0].uri
}

output "account_email" {
  value = google_service_account.this.email
}
