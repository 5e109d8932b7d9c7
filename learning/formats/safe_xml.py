"""XML from strangers as a small tree with line numbers: no document type, no entities, nothing fetched."""

from __future__ import annotations

import re
import xml.sax
from dataclasses import dataclass, field
from io import BytesIO
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, InputSource

from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser
from django.utils.translation import gettext as _

from learning.formats.encoding import Unreadable

DEEPEST = 40
MOST = 500_000
"""Elements in one file."""

DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


@dataclass(slots=True)
class Element:
    """One element: its text is what stands directly in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Directly inside, children left out."""
        return "".join(self.pieces)

    def all(self, *tags: str) -> list[Element]:
        """The children of these names, in order."""
        return [child for child in self.children if child.tag in tags]

    def first(self, tag: str) -> Element | None:
        """The first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def said(self, tag: str, otherwise: str = "") -> str:
        """The text of the first child of that name; of its `<text>`, where it has one."""
        child = self.first(tag)
        if child is None:
            return otherwise
        return (child.first("text") or child).text.strip()


class _Handler(ContentHandler):
    """Builds the tree, and stops where it grows like no file of questions."""

    def __init__(self, where: DefusedExpatParser) -> None:
        self.where = where
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        """One level deeper."""
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST:
            raise Unreadable(_("This XML is nested too deeply or has too many parts."))
        element = Element(name, dict(attrs.items()), self.where.getLineNumber())
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def endElement(self, name: str) -> None:
        """One level back."""
        self.open.pop()

    def characters(self, content: str) -> None:
        """Text, in pieces as it comes."""
        if self.open:
            self.open[-1].pieces.append(content)


def tree(text: str) -> Element:
    """The root of the text's tree; raises Unreadable, saying at which line it stops being XML."""
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    handler = _Handler(parser)
    parser.setContentHandler(handler)
    source = InputSource()
    # The text is decoded: what its declaration says of its encoding no longer holds. The line ends stay.
    plain = DECLARATION.sub(lambda hit: "\n" * hit.group().count("\n"), text, count=1)
    source.setByteStream(BytesIO(plain.encode()))
    source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise Unreadable(_("XML with a document type or entities is refused.")) from error
    except xml.sax.SAXParseException as error:
        words = {"line": error.getLineNumber(), "why": error.getMessage()}
        raise Unreadable(_("This is no whole XML file; line %(line)s: %(why)s") % words) from error
    if handler.root is None:
        raise Unreadable(_("This XML is empty."))
    return handler.root
