import pytest

from shared.domain.mail.addresses import parse_address
from shared.domain.mail.authentication import read_authentication
from shared.domain.mail.headers import Headers

DMARC_PASS = "mx.google.com; dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=lark.example"


def verdict(*values: str, sender: str = "mia@lark.example") -> str:
    headers = Headers([("Authentication-Results", value) for value in values])
    return read_authentication(headers, parse_address(sender, None)).value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (DMARC_PASS, "pass"),
        (DMARC_PASS.replace("header.from=lark.example", "header.from=LARK.example"), "pass"),
        (DMARC_PASS.replace("lark.example", "evil.example"), "none"),
        ("mx.google.com; dkim=pass header.i=@evil.example; dmarc=fail header.from=lark.example", "fail"),
        ("mx.google.com; dkim=pass header.i=@lark.example header.s=a header.b=b", "pass"),
        ("mx.google.com; dkim=pass header.d=lark.example", "pass"),
        ("mx.google.com; dkim=pass header.i=@evil.example", "none"),
        ("mx.google.com; dkim=fail header.i=@lark.example", "none"),
        ("mx.google.com; spf=pass smtp.mailfrom=bounce@lark.example", "pass"),
        ("mx.google.com; spf=pass smtp.mailfrom=lark.example", "pass"),
        ("mx.google.com; spf=pass smtp.mailfrom=a@evil.example", "none"),
        ("mx.google.com; spf=softfail smtp.mailfrom=a@lark.example", "none"),
        ("mx.google.com; spf=pass smtp.mailfrom=a@notlark.example", "none"),
        ("mx.google.com; spf=pass smtp.mailfrom=a@example", "none"),
        ("mx.google.com; spf=pass smtp.mailfrom=a@pages.lark.example", "none"),
        ('mx.google.com; spf=pass smtp.mailfrom="x; dmarc=pass header.from=lark.example"@evil.example', "none"),
        ("mx.google.com; spf=pass (dmarc=pass header.from=lark.example) smtp.mailfrom=a@evil.example", "none"),
        ("mx.google.com.evil.example; dmarc=pass header.from=lark.example", "none"),
        ("mx.google.com; none", "none"),
        ("mx.google.com", "none"),
        ("", "none"),
        ("mx.google.com; dmarc=pass (((((", "none"),
    ],
)
def test_verdict_of_gmails_own_server(value: str, expected: str) -> None:
    assert verdict(value) == expected


def test_only_the_topmost_verdict_of_gmail_counts() -> None:
    forged = "mx.google.com; dmarc=pass header.from=lark.example"
    assert verdict("mx.google.com; dmarc=fail header.from=lark.example", forged) == "fail"
    assert verdict("mx.google.com; broken", forged) == "none"
    assert verdict("mx.other.example; dmarc=fail header.from=lark.example", DMARC_PASS) == "pass"


def test_nothing_is_authenticated_without_a_header_or_a_sender() -> None:
    assert verdict() == "none"
    assert verdict(DMARC_PASS, sender="") == "none"
