# Keyless domain-wide delegation: the functions ask the IAM Credentials API to sign a token request as this account,
# and a Workspace admin allows this account, by its number, to act for the mailbox (docs/deploy.md). No key exists.
resource "google_service_account" "mailbox" {
  project      = local.project
  account_id   = "parley-mailbox"
  display_name = "Parley: delegated to the mailbox; runs nothing"
}

# roles/iam.serviceAccountTokenCreator would also let a function get access tokens and sign blobs as the account.
resource "google_project_iam_custom_role" "sign_as_mailbox" {
  project     = local.project
  role_id     = "parleySignAsMailbox"
  title       = "Parley: sign token requests as the mailbox account"
  permissions = ["iam.serviceAccounts.signJwt"]
}
