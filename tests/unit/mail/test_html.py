import pytest

from shared.domain.mail.html import read_html


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display:none">X</p>',
        '<p style="DISPLAY : NONE !important">X</p>',
        '<p style="visibility:hidden">X</p>',
        '<p style="opacity:0">X</p>',
        '<p style="zoom:0">X</p>',
        '<p style="letter-spacing:-99em">X</p>',
        '<p style="-webkit-text-fill-color:transparent">X</p>',
        '<p style="font-size:calc(0px)">X</p>',
        '<p style="color:#ffffff00">X</p>',
        '<p style="color:hsl(0,0%,100%)">X</p>',
        '<p style="font-size:0px">X</p>',
        '<p style="font-size:1px">X</p>',
        '<p style="color:#fff">X</p>',
        '<p style="color: #FEFEFE;">X</p>',
        '<p style="color:rgb(255, 255, 255)">X</p>',
        '<p style="color:rgba(0,0,0,0)">X</p>',
        '<p style="color:transparent">X</p>',
        '<p style="color:#000;background:#000">X</p>',
        '<font color="white">X</font>',
        '<p style="position:absolute;left:-9999px">X</p>',
        '<p style="text-indent:-5000px">X</p>',
        '<div style="height:0;overflow:hidden">X</div>',
        '<div style="max-height:0px;overflow:hidden">X</div>',
        "<p hidden>X</p>",
        '<div style="display:none"><p style="color:red">X</p></div>',
        "<style>.q{display:none}</style><p class='a q'>X</p>",
        "<style>#q{color:white}</style><p id='q'>X</p>",
        "<style>em, b{display:none}</style><em>X</em>",
        '<div style="transform: scale(0)">X</div>',
        '<div style="transform: translateX(-9999px)">X</div>',
        '<div style="clip-path: circle(0)">X</div>',
        '<p style="opacity:.05">X</p>',
        '<p style="opacity: 0 !important">X</p>',
        '<p style="filter: opacity(0)">X</p>',
        '<p style="background-color:#fff;background-image:none;color:#fff">X</p>',
    ],
)
def test_text_that_nobody_sees_is_left_out_and_reported(hidden: str) -> None:
    result = read_html(f"<div>seen</div>{hidden}<div>too</div>")
    assert "X" not in result.text
    assert result.has_hidden


@pytest.mark.parametrize(
    "shown",
    [
        '<div style="background:#222"><p style="color:#fff">X</p></div>',
        '<td bgcolor="navy" style="background-color:#003"><span style="color:white">X</span></td>',
        '<div style="background:url(a.png)"><p style="color:#fff">X</p></div>',
        '<div style="font-size:0"><p style="font-size:14px">X</p></div>',
        '<div style="background:#000"><p style="color:hsl(0,0%,100%)">X</p></div>',
        '<p style="opacity:0.9;color:#333;line-height:0.9">X</p>',
        '<p style="margin-left:-10px">X</p>',
        "<style>@media (max-width:600px){.m{display:none}}</style><p class='m'>X</p>",
        '<p style="font: 12px/1.2 Arial; color: #1155cc">X</p>',
        '<p style="mso-hide:all">X</p>',
        '<table><tr><td background="a.png"><span style="color:#fff">X</span></td></tr></table>',
        '<div style="background-image:url(a.png)"><p style="color:#fff">X</p></div>',
        '<div style="background-image:linear-gradient(#000,#333)"><p style="color:#fff">X</p></div>',
        '<div style="background:none;background-color:#000"><p style="color:#fff">X</p></div>',
        '<div style="transform:scale(0.98)">X</div>',
    ],
)
def test_text_that_people_see_stays(shown: str) -> None:
    result = read_html(f"<div>{shown}</div>")
    assert result.text.strip() == "X"
    assert not result.has_hidden


@pytest.mark.parametrize(
    "quote",
    [
        '<blockquote type="cite">Q</blockquote>',
        '<blockquote class="gmail_quote">Q</blockquote>',
        '<blockquote style="border:none;border-left:solid #CCC 1.0pt">Q</blockquote>',
        '<div class="ydp1yahoo_quoted">Q</div>',
        '<div name="quote">Q</div>',
        '<div class="protonmail_quote"><blockquote class="protonmail_quote" type="cite">Q</blockquote></div>',
        '<div class="tutanota_quote">Q</div>',
        '<div><hr><div id="divRplyFwdMsg"><b>From:</b> a<br><b>Sent:</b> b</div></div><div>Q</div>',
        '<div><div style="border-top:solid #B5C4DF 1.0pt"><p><b>From:</b>a<br><b>Date:</b>b</p></div></div>Q',
    ],
)
def test_quoted_blocks_are_marked(quote: str) -> None:
    lines = [
        line for line in read_html(f"<html><body><p>new</p>{quote}</body></html>").text.split("\n") if line.strip()
    ]
    assert lines[0] == "new"
    assert [line for line in lines if "Q" in line] == ["> Q"]


@pytest.mark.parametrize(
    "own",
    [
        '<blockquote style="margin:0 0 0 40px;border:none;padding:0px">mine</blockquote>',
        '<div style="border-top:1px solid #ccc">Mia Lark<br>Tel: 123</div>',
    ],
)
def test_indented_text_and_signature_rules_are_the_writers_own(own: str) -> None:
    assert ">" not in read_html(f"<p>new</p>{own}").text


def test_l34_paragraphs_and_breaks_are_kept_and_style_is_not() -> None:
    markup = "<style>p{}</style><p>a &amp; b</p><p>c<br>d</p><script>x</script>"
    assert read_html(markup).text.strip() == "a & b\n\nc\nd"


def test_empty_markup_is_empty_text() -> None:
    assert [read_html(markup).text for markup in ("", " ", "<!-- -->", "<html></html>")] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("rule", "is_told"),
    [
        (".a .b {display:none}", True),
        ("div > .b {display:none}", True),
        (".a.b{display : none !important}", True),
        ("@media all {.b {visibility:hidden}}", True),
        (".a .c {display:none}", False),
        (".b.c {display:none}", False),
        (".a .b:hover {display:none}", False),
        (".a .b {color:red}", False),
        ("@media print {.b {display:none}}", False),
        ("img + div {display:none}", False),
    ],
)
def test_text_that_a_combined_rule_may_hide_is_reported(rule: str, *, is_told: bool) -> None:
    read = read_html(f'<style>{rule}</style><div class="a"><p class="a b"><b>Perhaps</b></p></div><p>Hi</p>')
    assert (read.has_hidden, "Hi" in read.text) == (is_told, True)
