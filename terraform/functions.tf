# One entry is one deployed function: functions/KEY.py with the entry point KEY, its account, every grant it has, its
# archive and its caller.
#   called_by  exactly one of { topic }, { cron, retries } or { public = true } (open to the internet; the code must
#              check a signature or a login)
#   publishes  topics it may publish to
#   secrets    Secret Manager containers it may read
#   mailbox    may act as the mailboxes, through the delegated account
locals {
  functions = {
    gmail_notification = {
      called_by       = { topic = "gmail-notifications" }
      publishes       = ["inbound-messages"]
      secrets         = []
      mailbox         = true
      timeout_seconds = 120
      max_instances   = 5
      memory          = "512Mi"
    }
    negotiation_turn = {
      called_by = { topic = "inbound-messages" }
      publishes = ["inbound-messages"] # a mail that became stale before it left is decided again
      secrets   = ["anthropic-api-key", "slack-bot-token"]
      mailbox   = true
      # Two model calls, one repair and a send. A push request ends at the latest after 600 s (the ack deadline's limit).
      timeout_seconds = 300
      max_instances   = 10
      memory          = "1Gi"
    }
    campaign_task = {
      called_by       = { topic = "campaign-tasks" }
      publishes       = ["inbound-messages"] # a creator may write just before the opening leaves
      secrets         = ["anthropic-api-key", "slack-bot-token"]
      mailbox         = true
      timeout_seconds = 300
      max_instances   = 5
      memory          = "1Gi"
    }
    renew_watch = {
      # A Gmail watch ends after 7 days and Google asks for a renewal every day. Every six hours, because an alert on
      # a missing run can look back 23.5 hours at most: one missed run stays quiet, a dead job does not.
      called_by       = { cron = "17 */6 * * *", retries = 5 }
      publishes       = []
      secrets         = []
      mailbox         = true
      timeout_seconds = 120
      max_instances   = 1
      memory          = "512Mi"
    }
    sweep = {
      # The next run is five minutes away and does the same work: one retry is enough.
      called_by       = { cron = "*/5 * * * *", retries = 1 }
      publishes       = ["inbound-messages", "campaign-tasks"]
      secrets         = ["anthropic-api-key", "slack-bot-token"] # follow-ups are worded
      mailbox         = true
      timeout_seconds = 270
      max_instances   = 1
      memory          = "1Gi"
    }
  }

  pushed    = { for key, f in local.functions : key => f if can(f.called_by.topic) }
  scheduled = { for key, f in local.functions : key => f if can(f.called_by.cron) }

  # The whole configuration that the code reads. Secrets are not here: it reads them from Secret Manager itself.
  environment = {
    GOOGLE_CLOUD_PROJECT             = local.project
    PARLEY_STORE                     = "firestore"
    PARLEY_SECRETS                   = "secret-manager"
    PARLEY_MAILBOX                   = join(",", keys(var.mailboxes))
    PARLEY_ALIASES                   = join(",", flatten([for box, others in var.mailboxes : [for other in others : "${box}:${other}"]]))
    PARLEY_MAILBOX_ACCOUNT           = google_service_account.mailbox.email
    PARLEY_SLACK_ESCALATIONS_CHANNEL = var.slack_escalations_channel
    PARLEY_SLACK_AGREEMENTS_CHANNEL  = var.slack_agreements_channel
    PARLEY_TEAM_DOMAINS              = join(",", var.team_domains)
    PARLEY_DAILY_TOKENS              = format("%d", var.daily_tokens)
    PARLEY_NEGOTIATION_TOKENS        = format("%d", var.negotiation_tokens)
    PARLEY_GMAIL_UNITS_PER_MINUTE    = format("%d", var.gmail_units_per_minute)
  }
}

module "function" {
  source   = "./function"
  for_each = local.functions

  key         = each.key
  project     = local.project
  region      = var.region
  environment = local.environment

  limits = {
    timeout_seconds = each.value.timeout_seconds
    max_instances   = each.value.max_instances
    memory          = each.value.memory
  }

  code = {
    bucket     = google_storage_bucket.source.name
    object     = google_storage_bucket_object.source[each.key].name
    repository = google_artifact_registry_repository.images.id
    account    = google_service_account.build.name
  }

  public = can(each.value.called_by.public)
  invokers = merge(
    can(each.value.called_by.topic) ? { push = google_service_account.push.member } : {},
    can(each.value.called_by.cron) ? { scheduler = google_service_account.scheduler.member } : {},
  )

  database        = google_firestore_database.this.name
  topics          = { for name in each.value.publishes : name => google_pubsub_topic.this[name].id }
  secrets         = { for name in each.value.secrets : name => google_secret_manager_secret.this[name].id }
  mailbox_account = each.value.mailbox ? { id = google_service_account.mailbox.name, role = google_project_iam_custom_role.sign_as_mailbox.id } : null

  # The build account must be able to read, log and push before the first build starts.
  depends_on = [
    google_artifact_registry_repository_iam_member.build,
    google_project_iam_member.build_logs,
    google_project_iam_member.build_sources,
  ]
}
