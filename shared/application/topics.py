"""The queues between the functions; the names are a contract with Terraform and the local stack."""

from typing import Final

INBOUND_MESSAGES: Final = "inbound-messages"
CAMPAIGN_TASKS: Final = "campaign-tasks"
GMAIL_NOTIFICATIONS: Final = "gmail-notifications"
