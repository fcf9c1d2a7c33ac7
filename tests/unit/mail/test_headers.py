from datetime import UTC, datetime

import pytest

from shared.domain.mail.addresses import read_addresses
from shared.domain.mail.charset import clean_text, decode_text
from shared.domain.mail.headers import Headers, decode_words, message_ids, sent_at
from shared.domain.mail.message import Address


def addresses(value: str) -> list[tuple[str, str | None]]:
    return [(address.email, address.name) for address in read_addresses(Headers([("From", value)]), "from")]


def test_l32_header_names_are_read_in_any_case() -> None:
    headers = Headers([("Message-Id", " <a@b.example>"), ("SUBJECT", "x")])
    assert headers.first("message-ID") == "<a@b.example>"
    assert headers.text("Subject") == "x"


def test_l32_every_reference_is_kept_in_order() -> None:
    assert message_ids("<a@x>\r\n\t<b@x> <a@x>,<c\r\n @x>") == ("<a@x>", "<b@x>", "<c@x>")


def test_ids_without_brackets_are_taken_and_prose_is_not() -> None:
    assert message_ids("a@x.example") == ("<a@x.example>",)
    assert message_ids("Your message of Tuesday") == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Mia Lark <Mia@Lark.Example>", [("mia@lark.example", "Mia Lark")]),
        ("mia@lark.example", [("mia@lark.example", None)]),
        ("<mia@lark.example>", [("mia@lark.example", None)]),
        ('"Lark, Mia" <mia@lark.example>', [("mia@lark.example", "Lark, Mia")]),
        ("Lark, Mia <mia@lark.example>", [("mia@lark.example", "Mia")]),
        ("mia@lark.example (Mia Lark)", [("mia@lark.example", "Mia Lark")]),
        ("=?utf-8?q?Zo=C3=AB?= <z@lark.example>", [("z@lark.example", "Zoë")]),
        ('"=?utf-8?q?Zo=C3=AB?=" <z@lark.example>', [("z@lark.example", "Zoë")]),
        ("=?utf-8?q?a=40evil=2Eexample=3E=2C?= <z@lark.example>", [("z@lark.example", "a@evil.example>,")]),
        ("'Mia' <mia@lark.example>", [("mia@lark.example", "Mia")]),
        ("Team: a@x.example, B <b@x.example>;", [("a@x.example", None), ("b@x.example", "B")]),
        ("undisclosed-recipients:;", []),
        ("Mia Lark", []),
        ("", []),
        ("a@", []),
        ("Mia <mia@bücher.example>", [("mia@xn--bcher-kva.example", "Mia")]),
        ("Mia <mia@lark.example.>", [("mia@lark.example", "Mia")]),
        ("Mia <mia@l\u00b8rk.example>", []),
        ("Mia <mia@gmail.example\uff20evil.example>", []),
        ("Mia <mia@lark\u2026>", []),
        ("a@x.example;b@x.example", [("a@x.example", None), ("b@x.example", None)]),
        ("mia@lark.example)bob@evil.example", [("mia@lark.example", None), ("bob@evil.example", None)]),
    ],
)
def test_l40_addresses_are_parsed_once_at_the_edge(value: str, expected: list[tuple[str, str | None]]) -> None:
    assert addresses(value) == expected


def test_domain_of_an_address() -> None:
    assert Address(email="mia@caa.example", name=None).domain == "caa.example"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=?utf-8?B?w7w=?=", "ü"),
        ("=?utf-8?B?w7w?=", "ü"),
        ("=?utf-8?Q?=C3?=\r\n =?utf-8?Q?=BC?=", "ü"),
        ("=?iso-8859-1?Q?=80_5?=", "€ 5"),
        ("=?utf-8*en?Q?a_b?=", "a b"),
        ("a =?utf-8?Q?b?= c", "a b c"),
        ("=?no-such?Q?=C3=BC?=", "ü"),
        ("plain \\u0041", "plain \\u0041"),
    ],
)
def test_encoded_words(value: str, expected: str) -> None:
    assert decode_words(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Tue, 3 Mar 2026 11:41:05 +0100", datetime(2026, 3, 3, 10, 41, 5, tzinfo=UTC)),
        ("3 Mar 2026 11:41:05 -0000", datetime(2026, 3, 3, 11, 41, 5, tzinfo=UTC)),
        ("yesterday", None),
        ("Tue, 99 Mar 2026 11:41:05 +0100", None),
        ("", None),
    ],
)
def test_date_header(value: str, expected: datetime | None) -> None:
    assert sent_at(Headers([("Date", value)])) == expected


@pytest.mark.parametrize(
    ("data", "declared", "expected"),
    [
        ("£900 – ok".encode(), "utf-8", "£900 – ok"),
        ("£900".encode(), "iso-8859-1", "£900"),
        ("£900".encode("latin-1"), "utf-8", "£900"),
        ("£900".encode("latin-1"), None, "£900"),
        (b"\x80900 \x96 ok", "ISO-8859-1", "€900 – ok"),
        ("80,000円です".encode("iso-2022-jp"), "iso-2022-jp", "80,000円です"),
        ("80,000円です".encode("cp932"), "Shift_JIS", "80,000円です"),
        ("2500 zł".encode("iso-8859-2"), "iso-8859-2", "2500 zł"),
        ("cena: 2500 zł".encode()[:-1], "utf-8", "cena: 2500 zÅ"),
        (
            b"caf\xc3\xa9 \xe2\x82\xac5, caf\xc3\xa9s, \xc3\xbc\xc3\xb6\xc3\xa4 \xe2\x82",
            "utf-8",
            "café €5, cafés, üöä �",
        ),
        ("£900 – ok".encode(), "windows-1251", "£900 – ok"),
        (b"$900", "utf-16", "$900"),
        ("$900 – ok".encode("utf-16-le"), "utf-16-le", "$900 – ok"),
        ("60,000円です".encode("iso-2022-jp"), "utf-8", "60,000円です"),
        ("60,000円です".encode("iso-2022-jp")[:-4], "us-ascii", "60,000円で\ufffd"),
        ("お世話80,000円です".encode("cp932")[:-1], "Shift_JIS", "お世話80,000円で\ufffd"),
        ("我们的报价是五千元，谢谢，期待您的回复".encode(), "gb18030", "我们的报价是五千元，谢谢，期待您的回复"),
        ("联通".encode("gbk"), "gbk", "联通"),
        ("ค่ารีล 900 บาท".encode("cp874"), "windows-874", "ค่ารีล 900 บาท"),
        ("Рилс 900 руб".encode("cp1251"), "x-cp1251", "Рилс 900 руб"),
        ("릴스 90만원".encode("cp949"), "windows-949", "릴스 90만원"),
        ("C’est 900 €".encode("mac-roman"), "x-mac-roman", "C’est 900 €"),
        (b"abc", "punycode", "abc"),
        (b"abc", "a\x00b", "abc"),
    ],
)
def test_l34_declared_charset_is_honoured_unless_it_lies(data: bytes, declared: str | None, expected: str) -> None:
    assert decode_text(data, declared) == expected


def test_look_alike_digits_are_not_turned_into_a_price() -> None:
    assert clean_text("£1,2oo ﹩９００ ①").text == "£1,2oo ﹩９００ ①"


def test_invisible_characters_go_and_smuggled_ones_are_reported() -> None:
    assert clean_text("9\u200b0\u2060\ufeff0\u00ad\r\nx\u2028y\u00a0z").text == "900\nx\ny z"
    assert clean_text("a\U000e0041").smuggled
    assert not clean_text("\U0001f3f4\U000e0067\U000e0062\U000e007f England").smuggled
