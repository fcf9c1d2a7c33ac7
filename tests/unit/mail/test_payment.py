import pytest

from shared.domain.mail.payment import names_bank_details, payment_details


@pytest.mark.parametrize(
    "text",
    [
        "IBAN DE89 3704 0044 0532 0130 00",
        "Please pay to GB33BUKB20201555555555 from now on.",
        "fr14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947 is mine",
        "Sort code: 20-20-15, account number: 55779911",
        "Routing number 021000021",
        "SWIFT: COBADEFF370",
        "account # 55779911",
        "It is account 12345678, routing 021000021.",
        "We've moved banks: sort 12-34-56",
        "You can pay me at paypal.me/mialark",
        "PayPal: mia@other.example",
        "My bank changed, details follow.",
        "Veuillez payer sur notre nouveau RIB.",
        "Cash App $mialark works best.",
        "My Venmo is @mia-lark",
        "We've moved to a new bank; details in the attached PDF.",
        "Kindly remit to our updated banking coordinates.",
        "SWIFT: DEUTDEFF",
        "Pix: mia@lark.example",
        "UPI mia@okhdfc",
        "계좌번호가 변경되었습니다",
        "Banka hesabımız değişti.",
        "Pankkitilimme on vaihtunut.",
        "We have new bank details.",
        "Our bank account has changed last week.",
        "Please use my new PayPal: mia@other.example",
        "Send it to a different PayPal account.",
        "Unsere Bankverbindung hat sich geändert.",
        "Hier die neue Bankverbindung.",
        "Merci de payer désormais sur mon nouveau compte PayPal.",
        "Nos coordonnées bancaires ont changé.",
        "Mi nueva cuenta bancaria es otra.",
        "Ecco le nuove coordinate bancarie.",
        "Os meus dados bancários foram alterados.",
        "We hebben een nieuwe bankrekening.",
        "Zmieniłam numer konta.",
        "Min bankkonto är ny.",
        "У нас новые реквизиты.",
        "振込先口座が変更になりました。",
        "我们的银行账户已更改。",
        "No12 and at20: DE89 3704 0044 0532 0130 00",
        "DE 89.3704.0044.0532.0130.00",
        "Please send it to DE89 3704\n0044 0532 0130 00",
        "ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００",
        "We have moved the bank",
        "From this campaign on and for all those that follow we have a new\nbank account, see below",
        "For everything that is still open at your side we have switched\nbanks, our accountant says hello",
        "https://buy.stripe.com/28o5kC",
        "https://www.paypal.com/paypalme/mia",
        "Send USDT to TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "wallet: bc1qar0srr7xfkvy5l643lydnw9re59gtzzwf5mdq",
        "x" * 199_000 + "\nOur new bank account: DE89370400440532013000",
    ],
)
def test_account_to_pay_to_is_noticed(text: str) -> None:
    assert payment_details(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "My rate is $900, payable within 30 days.",
        "I accept PayPal or bank transfer.",
        "Payment by bank transfer is fine.",
        "I have a new Instagram account with 50,000 followers.",
        "The new campaign sounds great, and you can bank on me.",
        "My account manager will write to you.",
        "DE89 3704 0044 0532 0130 01",
        "DE89 3704 0044 0532 013\u212a 00",
        "Order AB12 3456 7890 1234 5678",
        "I changed my mind: $950. We can do the payment later.",
        "Ich nehme 800 € pro Reel, Zahlung per Überweisung.",
        "Nouveau tarif : 1 200 €.",
        "Do you pay by Cash App? It is $900 per reel.",
        "Swift edits are included, and bic pens.",
        "We moved to a new studio near the bank of the river.",
        "Fiyatım değişti: 9.000 TL.",
        "The package is new.\n\nPayPal works for me.",
        "Add me on Revolut, or find me on https://www.instagram.com/mialark",
        "",
    ],
)
def test_ordinary_words_about_money_are_no_payment_details(text: str) -> None:
    assert payment_details(text) is None


OURS = "Hi Mia,\n\nplease send your bank details, and say whether they are new bank details.\n\nDana"
THEIRS = (
    "Hi,\n\nmy new account is at the Commerzbank, the account number: 55779911, and the "
    "IBAN DE89 3704 0044 0532 0130 00.\n"
)


@pytest.mark.parametrize(
    "text",
    [
        THEIRS,
        "Thanks!\n\n" + OURS + "\n\n" + THEIRS.upper(),
        THEIRS.replace("and the", "and\nthe"),
        THEIRS.replace(": 5577", ":\n5577").replace("IBAN ", "IBAN\n"),
    ],
    ids=["whole", "with other words", "wrapped", "wrapped inside the details"],
)
def test_details_that_a_person_was_told_of_are_no_news_however_they_are_wrapped(text: str) -> None:
    assert payment_details(text) is not None
    assert payment_details(text, told=(OURS, THEIRS)) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (
            THEIRS.replace("DE89 3704 0044 0532 0130 00", "GB33BUKB20201555555555"),
            "my new account is at the Commerzbank, the account number: 55779911, and the IBAN GB33BUKB20201555555555.",
        ),
        ("the account number: 5577", "the account number: 5577"),
        ("the account number: 55779911, and not", "the account number: 55779911, and not"),
        (THEIRS + "account number:\n12345678\n", "account number: 12345678"),
        (
            "account number: 55779911 or account\nnumber: 12345678",
            "account number: 55779911 or account number: 12345678",
        ),
        ("Yes, new bank details.", "Yes, new bank details."),
    ],
    ids=["another account", "the beginning of one", "an addition", "under our own label", "two lines", "our own words"],
)
def test_details_that_differ_from_those_that_were_told_are_named(text: str, named: str) -> None:
    assert payment_details(text, told=(OURS, THEIRS, "account number: 55779911 or account")) == named


@pytest.mark.parametrize(
    ("name", "is_account"),
    [
        ("IBAN.png", True),
        ("my_bank-details.jpg", True),
        ("payment info 2026.heic", True),
        ("datos bancarios.jpg", True),
        ("Coordonnées_bancaires.png", True),
        ("wire_instructions.png", True),
        ("riverbank.jpg", False),
        ("account.png", False),
        ("caribbean-reel.mp4", False),
    ],
)
def test_a_file_that_is_called_like_bank_details_is_noticed(name: str, *, is_account: bool) -> None:
    assert names_bank_details(name) is is_account
