import pytest

from shared.domain.mail.payment import gives_payment_details


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
    ],
)
def test_account_to_pay_to_is_noticed(text: str) -> None:
    assert gives_payment_details(text)


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
        "",
    ],
)
def test_ordinary_words_about_money_are_no_payment_details(text: str) -> None:
    assert not gives_payment_details(text)
