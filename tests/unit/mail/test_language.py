import pytest

from shared.domain.mail.language import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi Dana, thanks for the offer! My rate for a reel is $900.", "en"),
        ("Hallo Dana, wir liegen bei 1.500 Euro zzgl. MwSt.", "de"),
        ("Bonjour, mon tarif est de 1 200 € par réel.", "fr"),
        ("Hola Dana: Mi tarifa es de 850 euros por reel. Un saludo", "es"),
        ("Ciao Dana, per un reel chiedo 700 euro. Grazie mille", "it"),
        ("Olá Dana, o meu valor é R$ 3.500 por reel. Abraço", "pt"),
        ("Hoi Dana, voor een reel vraag ik € 950. Groetjes", "nl"),
        ("Hej Dana, jeg tager 5.500 kr. for en reel. Kh Freja", "da"),
        ("Hej Dana! Jag tar 8 000 kr för en reel. Mvh Elsa", "sv"),
        ("Hei Dana, hintani on 750 euroa. Ystävällisin terveisin", "fi"),
        ("Cześć Dana, moja stawka za rolkę to 2500 zł.", "pl"),
        ("Dana様 リール1本80,000円でお願いします。", "ja"),
        ("您好，一个视频的报价是8000元。", "zh"),
        ("안녕하세요, 릴스 1개당 50만원입니다.", "ko"),
        ("Здравствуйте, мой тариф 300 евро за ролик.", "ru"),
        ("مرحبا، سعري هو 500 دولار لكل فيديو.", "ar"),
        ("שלום, המחיר שלי הוא 900 שקל.", "he"),
        ("Merhaba, bir reel için ücretim 9.000 TL.", "tr"),
    ],
)
def test_language_of_a_short_mail(text: str, expected: str) -> None:
    assert detect_language(text, context="") == expected


def test_word_or_two_are_judged_with_what_they_answer() -> None:
    assert detect_language("Still $900.", context="Re: Collaboration with Brand\nCould you do $500?") == "en"
    assert detect_language("300 Euro.", context="Re: Zusammenarbeit\nHallo Olga, wir bieten 250 Euro.") == "de"


def test_addresses_and_links_are_no_words() -> None:
    assert detect_language("https://www.beispiel.example/angebot-fuer-den-sommer $900", context="") is None


@pytest.mark.parametrize("text", ["", "$900", "12.000 €", "👍", "\ud800"])
def test_text_without_a_letter_has_no_language(text: str) -> None:
    assert detect_language(text, context="") is None
