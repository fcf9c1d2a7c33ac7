terraform {
  required_version = ">= 1.11"

  # One bucket and prefix per environment: terraform init -backend-config=env/ENVIRONMENT.gcs.hcl
  backend "gcs" {}

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 7.45, < 8.0"
    }
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
  }
}

provider "google" {
  project = var.project
  region  = var.region

  default_labels = {
    app         = "parley"
    environment = var.environment
  }
}
