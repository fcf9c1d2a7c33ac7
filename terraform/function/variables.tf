variable "key" {
  description = "Name of the entry point and of its file in functions/."
  type        = string
  nullable    = false

  validation {
    # An account id has 30 characters at most, seven of them are "parley-".
    condition     = can(regex("^[a-z][a-z_]{0,21}[a-z]$", var.key))
    error_message = "A function's key is 2 to 23 lower-case letters and underscores."
  }
}

variable "project" {
  type     = string
  nullable = false
}

variable "region" {
  type     = string
  nullable = false
}

variable "environment" {
  description = "Environment variables; never a secret."
  type        = map(string)
  nullable    = false
}

variable "limits" {
  type = object({
    timeout_seconds = number
    max_instances   = number
    memory          = string
  })
  nullable = false

  validation {
    # A push request waits for the ack deadline, which is 600 s at most and 30 s longer than the timeout.
    condition     = var.limits.timeout_seconds >= 10 && var.limits.timeout_seconds <= 570
    error_message = "timeout_seconds is 10 to 570."
  }
}

variable "code" {
  description = "The archive and what builds it: the repository's id for images, the build account's full name."
  type = object({
    bucket     = string
    object     = string
    repository = string
    account    = string
  })
  nullable = false
}

variable "public" {
  description = "Reachable from the internet without a Google identity; false admits only this project's own callers."
  type        = bool
  nullable    = false
}

variable "invokers" {
  description = "IAM members that may call it, under fixed keys."
  type        = map(string)
  nullable    = false
}

variable "database" {
  description = "Name of the one Firestore database it may read and write."
  type        = string
  nullable    = false
}

variable "topics" {
  description = "Topic ids it may publish to, by topic name."
  type        = map(string)
  nullable    = false
}

variable "secrets" {
  description = "Secret ids it may read, by secret name."
  type        = map(string)
  nullable    = false
}

variable "mailbox_account" {
  description = "The delegated account's full name and the role to sign as it; null for a function that never touches Gmail."
  type = object({
    id   = string
    role = string
  })
}
