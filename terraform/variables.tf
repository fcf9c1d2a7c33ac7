variable "project" {
  description = "Google Cloud project id; one project per environment."
  type        = string
  nullable    = false
}

variable "environment" {
  description = "Label on every resource."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment is dev, staging or prod."
  }
}

variable "region" {
  description = "Region of the functions, the jobs and the source bucket, such as europe-west1."
  type        = string
  nullable    = false
}

variable "firestore_location" {
  description = "Region or multi-region of the database, such as eur3. It can never be changed."
  type        = string
  nullable    = false
}

variable "mailboxes" {
  description = "Addresses of the Google Workspace mailboxes that negotiate, each with its other addresses."
  type        = map(list(string))
  nullable    = false

  validation {
    condition = length(var.mailboxes) > 0 && alltrue([
      for address in concat(keys(var.mailboxes), flatten(values(var.mailboxes))) :
      can(regex("^[^@ ,:A-Z]+@[^@ ,:A-Z]+\\.[^@ ,:A-Z]+$", address))
    ])
    error_message = "mailboxes holds at least one full mail address in lower case, and lists of full addresses."
  }
}

variable "slack_escalations_channel" {
  description = "Slack channel id of the cases that wait for a person, such as C0123456789."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[CG][A-Z0-9]{8,}$", var.slack_escalations_channel))
    error_message = "Give the channel's id (C... or G...), not its name: names change."
  }
}

variable "slack_agreements_channel" {
  description = "Slack channel id of the deal cards."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[CG][A-Z0-9]{8,}$", var.slack_agreements_channel))
    error_message = "Give the channel's id (C... or G...), not its name: names change."
  }
}

variable "team_domains" {
  description = "Mail domains of the team; a mail from one of them is a colleague's, never a creator's."
  type        = list(string)
  nullable    = false

  validation {
    condition = length(var.team_domains) > 0 && alltrue([
      for domain in var.team_domains : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", domain))
    ])
    error_message = "team_domains holds at least one domain in lower case, such as brand.example."
  }
}

variable "daily_tokens" {
  description = "Model tokens of every kind that may be taken in a day (UTC); mail waits for the next day beyond them."
  type        = number
  default     = 5000000
  nullable    = false

  validation {
    condition     = var.daily_tokens >= 1 && floor(var.daily_tokens) == var.daily_tokens
    error_message = "daily_tokens is a whole number above 0."
  }
}

variable "negotiation_tokens" {
  description = "Model tokens that one negotiation may take; beyond them a person answers."
  type        = number
  default     = 300000
  nullable    = false

  validation {
    condition     = var.negotiation_tokens >= 1 && floor(var.negotiation_tokens) == var.negotiation_tokens
    error_message = "negotiation_tokens is a whole number above 0."
  }
}

variable "gmail_units_per_minute" {
  description = "Gmail's quota units of one mailbox in a minute: 6,000 for a project new to the API, 15,000 for one from before May 2026."
  type        = number
  default     = 6000
  nullable    = false

  validation {
    condition     = var.gmail_units_per_minute >= 1 && floor(var.gmail_units_per_minute) == var.gmail_units_per_minute
    error_message = "gmail_units_per_minute is a whole number above 0."
  }
}
