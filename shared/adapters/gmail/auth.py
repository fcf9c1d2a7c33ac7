"""Keyless access to a mailbox: the function's own service account signs for itself as the mailbox's user.

Needs: the IAM Credentials API, roles/iam.serviceAccountTokenCreator of the account on itself, and the account's client
id with these scopes allow-listed under domain-wide delegation in the Google Workspace admin console.
https://developers.google.com/workspace/guides/create-credentials#delegate_domain-wide_authority_to_your_service_account
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

# The narrowest single scope that reads, searches with q=, drafts, sends and watches. gmail.metadata forbids q=,
# gmail.send cannot look for a marker.
SCOPES: Final = ("https://www.googleapis.com/auth/gmail.modify",)

_SIGNING_SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"
_TOKEN_SECONDS: Final = 3600


def delegated_credentials(account: str, mailbox: str, scopes: Sequence[str] = SCOPES) -> "Credentials":
    """Credentials of *mailbox*'s user, signed by *account*; nothing is fetched before their first use.

    Plain application default credentials ignore a subject without a word, so it is given to the impersonation.

    Args:
        account: e-mail of the service account that the function runs as.
        mailbox: address of the Workspace user to act for.
        scopes: what the token allows.

    Raises:
        google.auth.exceptions.DefaultCredentialsError: this machine has no Google identity at all.
    """
    import google.auth
    from google.auth import impersonated_credentials

    source, _ = google.auth.default(scopes=[_SIGNING_SCOPE])
    return impersonated_credentials.Credentials(  # type: ignore[no-untyped-call] # google.auth is untyped
        source_credentials=source,
        target_principal=account,
        target_scopes=list(scopes),
        subject=mailbox,
        lifetime=_TOKEN_SECONDS,
    )


def no_credentials() -> "Credentials":
    """For an endpoint that asks for none."""
    from google.auth.credentials import AnonymousCredentials

    return AnonymousCredentials()  # type: ignore[no-untyped-call] # google.auth is untyped
