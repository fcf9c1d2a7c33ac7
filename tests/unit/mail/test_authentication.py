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


GMAILS_SPF = "spf=pass (google.com: domain of {} designates 192.0.2.1 as permitted sender) smtp.mailfrom={}"


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=lark.example; dmarc=fail header.from=evil.example",
        "dmarc=pass header.from=lark.example; dmarc=pass header.from=lark.example",
        "spf=pass smtp.mailfrom=lark.example; spf=pass smtp.mailfrom=evil.example",
        "spf=pass smtp.mailfrom=lark.example(@evil.example)",
        "spf=pass smtp.mailfrom=@lark.example(@evil.example",
        "dkim=pass header.i=@lark.example(.evil.example) header.s=a",
        "spf=pass (a; b) smtp.mailfrom=lark.example",
        "spf=pass (x=y) smtp.mailfrom=lark.example",
        'spf=pass smtp.mailfrom="@lark.example "@evil.example',
        'spf=pass smtp.mailfrom="@lark.example"@evil.example',
        'spf=pass smtp.mailfrom="a@b.example"; dmarc=pass header.from=lark.example; dmarc=pass header.from=x.example',
        'spf=pass smtp.mailfrom="a;dmarc=pass"@evil.example',
        "spf=none (google.com: a; dmarc=pass does not designate permitted sender hosts) smtp.mailfrom=a@lark.example",
        "spf=pass smtp.mailfrom=a;dmarc=pass header.from=lark.example",
    ],
)
def test_a_sender_cannot_write_a_verdict_into_the_header(results: str) -> None:
    assert verdict(f"mx.google.com; {results}") == "none"


def test_what_gmail_writes_in_brackets_itself_is_no_reason_for_doubt() -> None:
    bounces = "bounces+mia=lark.example@lark.example"
    arc = "arc=pass (i=1 spf=pass spfdomain=lark.example dmarc=pass fromdomain=lark.example)"
    dkim = 'dkim=pass header.i=@lark.example header.s=k1 header.b="cZ/0Y1k+"'
    results = f"{dkim}; {arc}; {GMAILS_SPF.format(bounces, bounces)}; {DMARC_PASS.partition('; ')[2]}"
    assert verdict(f"mx.google.com; {results}") == "pass"


FORWARDER = "mia+caf_=deals=brand.example@forward.example"


@pytest.mark.parametrize(
    "spf",
    [
        "softfail (google.com: domain of transitioning {} does not designate 192.0.2.1 as permitted sender)",
        "neutral (google.com: 192.0.2.1 is neither permitted nor denied by best guess record for domain of {})",
        "neutral (google.com: 2001:db8::1 is neither permitted nor denied by domain of {})",
        "none (google.com: {} does not designate permitted sender hosts)",
        "temperror (google.com: error in processing during lookup of {}: DNS error)",
    ],
    ids=["softfail", "best guess", "neutral", "none", "temperror"],
)
@pytest.mark.parametrize("mailfrom", [FORWARDER, f'"{FORWARDER}"'], ids=["bare", "quoted"])
def test_return_address_of_a_forwarder_is_no_reason_for_doubt(spf: str, mailfrom: str) -> None:
    results = f"spf={spf.format(FORWARDER)} smtp.mailfrom={mailfrom}; {DMARC_PASS.partition('; ')[2]}"
    assert verdict(f"mx.google.com; {results}") == "pass"


def test_quoted_return_address_counts_by_its_domain() -> None:
    assert verdict('mx.google.com; spf=pass smtp.mailfrom="bounces+mia=a.example@lark.example"') == "pass"
    assert verdict('mx.google.com; spf=pass smtp.mailfrom="mia=lark.example@evil.example"') == "none"


def test_a_verdict_under_the_hop_of_a_foreign_server_came_with_the_mail() -> None:
    border = ("Received", "from mail.lark.example by mx.google.com with ESMTPS id a")
    foreign = ("Received", "from laptop by mail.lark.example with ESMTPSA id b")
    ours = ("Authentication-Results", DMARC_PASS)
    sender = parse_address("mia@lark.example", None)
    assert read_authentication(Headers([border, ours, foreign]), sender).value == "pass"
    assert read_authentication(Headers([border, foreign, ours]), sender).value == "none"


def test_nothing_is_authenticated_without_a_header_or_a_sender() -> None:
    assert verdict() == "none"
    assert verdict(DMARC_PASS, sender="") == "none"
