from datetime import UTC, datetime


def now() -> datetime:
    """The machine's time, UTC: a stand-in stamps what it receives as the real service would."""
    return datetime.now(tz=UTC)  # noqa: TID251 - the product's Clock is the product's; stand-ins share nothing with it
