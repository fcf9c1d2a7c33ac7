"""Which files beside a mail may hold terms that a person has to read; told by name and type, nothing is opened."""

import re
from typing import Final

from shared.domain.mail.message import Attachment

# Everything else may hold terms, under whatever type the sender's mail client files it.
_HARMLESS_TYPES: Final = (
    "image/",
    "text/calendar",
    "application/ics",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
_NO_TYPE: Final = "application/octet-stream"
_HARMLESS_NAMES: Final = ("png", "jpg", "jpeg", "gif", "webp", "heic", "bmp", "ics", "p7s", "sig")
_DOCUMENT_NAMES: Final = (
    *("pdf", "doc", "docx", "odt", "rtf", "pages", "txt", "md", "htm", "html", "xls", "xlsx", "ods", "csv", "numbers"),
    *("ppt", "pptx", "key", "zip", "rar", "7z", "gz", "eml", "msg"),
)
# A rate card or a contract is often a photograph; a logo or a picture of the product is not named like this.
_BINDING_WORD: Final = (
    r"rates?|rate.?cards?|prices?|price.?lists?|pricing|media.?kit|contract|agreement|invoices?|quotes?|quotation|offer"
    r"|honorar|tarifs?|tarifas?|tarifario|contrat|contrato|contratto|facture|factura|fattura|fatura|devis|presupuesto"
    r"|preventivo|listino|orçamento|offerte|factuur|prijzen|prijslijst|cennik|umowa|faktura|avtal|prislista|sopimus"
    r"|hinnasto|fiyat listesi|sözleşme|договор|прайс|счет|договір|сметка"
)
# Inside other words: German makes compounds, and Asian languages write without spaces.
_BINDING_PART: Final = (
    r"vertrag|rechnung|preisliste|angebot|overeenkomst|契約|請求書|見積|料金表|合同|报价|發票|发票|계약|견적|단가"
)
_BINDING_PICTURE: Final = re.compile(rf"(?<![^\W\d_])({_BINDING_WORD})(?![^\W\d_])|{_BINDING_PART}", re.IGNORECASE)
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


def may_bind(file: Attachment) -> bool:
    """Whether it may be a contract, a rate card, an invoice: everything but what is surely none."""
    extension = file.name.lower().rpartition(".")[2]
    is_picture = file.content_type.startswith("image/") or extension in _HARMLESS_NAMES
    if is_picture and _BINDING_PICTURE.search(_INNER_CAPITAL.sub(" ", file.name)):
        return True
    if file.content_type == _NO_TYPE:
        return extension not in _HARMLESS_NAMES
    return not file.content_type.startswith(_HARMLESS_TYPES) or extension in _DOCUMENT_NAMES
