"""Builds the docx plans of corpus/ from tests/plans/*.toml: the same words give the same bytes, on every machine.

The parts are written out here and stored without compression: what python-docx and zlib write changes with their
versions. In a plan's text, a line is a paragraph and its first mark says which:

    ^  centred and bold        #  ##  headings with a style and automatic numbers (I. 1.)
    !  bold, no style          -      an item with an automatic dash
    [name]  the table `name`

and within a line `**bold**`, `~~deleted~~` and `++inserted++` (tracked changes), `[^footnote]`. A line of a table is a
row, `|` stands between its cells, `//` between the paragraphs of a cell; `<` is merged with the cell to its left, `^`
with the one above. `also = "tcvn3"` asks for the plan once more, typed in the fonts .VnTime and .VnTimeH.
"""

from __future__ import annotations

import sys
import tomllib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import regex

TESTS = Path(__file__).resolve().parent
PLANS = TESTS / "plans"
CORPUS = TESTS.parent / "corpus"

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STAMP = (2024, 1, 1, 0, 0, 0)  # of every part; an archive's own time would change its bytes
AUTHOR = 'w:author="Văn thư" w:date="2024-01-01T00:00:00Z"'
PAGE_WIDTH = 9600  # twentieths of a point between the margins

STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr>
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/>
</w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr>
<w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr>
<w:rPr><w:b/></w:rPr></w:style>
"""
LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="0">{LEVEL.format(0, "upperRoman", "%1.")}{LEVEL.format(1, "decimal", "%2.")}'
    f'</w:abstractNum><w:abstractNum w:abstractNumId="1">{LEVEL.format(0, "bullet", "-")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

INLINE = regex.compile(
    r"""
      \*\*(?P<bold>.+?)\*\*
    | ~~(?P<deleted>.+?)~~
    | \+\+(?P<inserted>.+?)\+\+
    | \[\^(?P<footnote>.+?)\]
    """,
    regex.VERBOSE,
)
PARAGRAPHS = {  # first mark → properties of the paragraph, bold
    "^": ('<w:jc w:val="center"/>', True),
    "!": ("", True),
    "#": ('<w:pStyle w:val="Heading1"/>', False),
    "##": ('<w:pStyle w:val="Heading2"/>', False),
    "-": ('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>', False),
}

# The letters of TCVN3 in the order of their places, which windows-1252 shows as other letters and signs.
TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3_PLACES = "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
TCVN3 = dict(zip(TCVN3_LETTERS, TCVN3_PLACES, strict=True))
RUN = regex.compile(
    r'<w:r>(?:<w:rPr>(?P<look>.*?)</w:rPr>)?<w:(?P<tag>t|delText) xml:space="preserve">(?P<text>.*?)</w:(?P=tag)></w:r>'
)
DATA_TABLE = regex.compile(r"<w:tbl><w:tblPr><w:tblBorders>.*?</w:tbl>")


@dataclass(slots=True)
class Notes:
    """The footnotes met so far, in order: Word keeps them in a part of their own."""

    texts: list[str] = field(default_factory=list)

    def add(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts)


def run(text: str, bold: bool = False, tag: str = "t") -> str:
    """One run of characters.

    >>> run("74 hộ")
    '<w:r><w:t xml:space="preserve">74 hộ</w:t></w:r>'
    """
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def runs(line: str, bold: bool, notes: Notes) -> str:
    """The runs of a line, with its bold words, tracked changes and footnotes."""
    parts, end = [], 0
    for match in INLINE.finditer(line):
        if match.start() > end:
            parts.append(run(line[end : match.start()], bold))
        end = match.end()
        text = match[match.lastgroup]
        match match.lastgroup:
            case "bold":
                parts.append(run(text, True))
            case "deleted":
                parts.append(f'<w:del w:id="{end}" {AUTHOR}>{run(text, bold, "delText")}</w:del>')
            case "inserted":
                parts.append(f'<w:ins w:id="{end}" {AUTHOR}>{run(text, bold)}</w:ins>')
            case "footnote":
                parts.append(f'<w:r><w:footnoteReference w:id="{notes.add(text)}"/></w:r>')
    if end < len(line):
        parts.append(run(line[end:], bold))
    return "".join(parts)


def paragraph(line: str, notes: Notes) -> str:
    """One paragraph of the body; its first mark says of which kind."""
    mark, _, rest = line.partition(" ")
    properties, bold = PARAGRAPHS.get(mark, ("", False))
    text = rest.strip() if mark in PARAGRAPHS else line
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs(text, bold, notes)}</w:p>"


def table(lines: str, borders: bool, notes: Notes) -> str:
    """A table with its merged cells."""
    rows = [[cell.strip() for cell in line.split("|")] for line in lines.strip().splitlines()]
    columns = len(rows[0])
    width = PAGE_WIDTH // columns
    xml = [f"<w:tbl><w:tblPr>{f'<w:tblBorders>{BORDERS}</w:tblBorders>' if borders else ''}</w:tblPr><w:tblGrid>"]
    xml += [f'<w:gridCol w:w="{width}"/>'] * columns
    xml.append("</w:tblGrid>")
    for number, row in enumerate(rows):
        xml.append("<w:tr>")
        for column, cell in enumerate(row):
            if cell == "<":
                continue
            span = 1 + next((i for i, other in enumerate(row[column + 1 :]) if other != "<"), columns - column - 1)
            properties = f'<w:tcW w:w="{width * span}" w:type="dxa"/>'
            properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
            if cell == "^":
                properties += "<w:vMerge/>"
            elif number + 1 < len(rows) and rows[number + 1][column] == "^":
                properties += '<w:vMerge w:val="restart"/>'
            texts = [""] if cell == "^" else [part.strip() for part in cell.split("//")]
            paragraphs = "".join(f"<w:p>{runs(text, False, notes)}</w:p>" for text in texts)
            xml.append(f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>")
        xml.append("</w:tr>")
    return "".join([*xml, "</w:tbl><w:p/>"])


def part(root: str, content: str) -> str:
    return f'{HEADER}<w:{root} xmlns:w="{WORD}">{content}</w:{root}>'


def parts(plan: dict[str, str]) -> dict[str, str]:
    """The parts of the docx, by name."""
    notes = Notes()
    body = []
    for line in filter(None, map(str.strip, plan["text"].splitlines())):
        name = line.strip("[]")
        if line == f"[{name}]" and name in plan:
            body.append(table(plan[name], name not in ("letterhead", "signature"), notes))
        else:
            body.append(paragraph(line, notes))
    footnotes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>{run(f" {text}")}</w:p></w:footnote>'
        for number, text in enumerate(notes.texts, 1)
    )
    others = {"styles": STYLES, "numbering": NUMBERING, "footnotes": footnotes}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MEDIA}.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **{name: name for name in others}}.items()
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
        for number, name in enumerate(others, 1)
    )
    return {
        "[Content_Types].xml": f'{HEADER}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{''.join(body)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{links}'
        "</Relationships>",
        "word/styles.xml": part("styles", STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/footnotes.xml": part("footnotes", footnotes),
    }


def in_tcvn3(xml: str) -> str:
    """A body with its runs in TCVN3; data tables stay in Unicode, as if pasted from a newer file.

    >>> [text for _, _, text in RUN.findall(in_tcvn3(run("của Ủy ban")))]
    ['cña ', 'ñ', 'y ban']
    """
    kept = DATA_TABLE.findall(xml)
    typed = [RUN.sub(typed_run, piece) for piece in DATA_TABLE.split(xml)]
    return "".join(piece + table for piece, table in zip(typed, [*kept, ""], strict=True))


def typed_run(found: regex.Match[str]) -> str:
    """A run typed in .VnTime; capitals that it lacks, with those around them, as small letters in .VnTimeH."""
    typed = []
    capitals = "".join(sorted({letter.upper() for letter in TCVN3} - set(TCVN3)))
    lacking = rf"((?:\b\p{{Lu}}+)?[{capitals}](?:[\p{{Lu}}\s]*[{capitals}])*(?:\p{{Lu}}+\b)?)"
    tag = found["tag"]
    for text in filter(None, regex.split(lacking, found["text"])):
        is_capital = any(letter in capitals for letter in text)
        font = ".VnTimeH" if is_capital else ".VnTime"
        letters = "".join(TCVN3.get(letter, letter) for letter in (text.lower() if is_capital else text))
        look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>{found["look"] or ""}'
        typed.append(f'<w:r><w:rPr>{look}</w:rPr><w:{tag} xml:space="preserve">{letters}</w:{tag}></w:r>')
    return "".join(typed)


def write(path: Path, contents: dict[str, str]) -> None:
    """Write the parts of a docx, without compression."""
    with zipfile.ZipFile(path, "w") as docx:
        for name, content in contents.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.create_system = 3  # the same on Windows
            docx.writestr(info, content.encode("utf-8"))


def main(folder: Path) -> None:
    """Write every plan of tests/plans as a docx into `folder`."""
    for source in sorted(PLANS.glob("*.toml")):
        plan = tomllib.loads(source.read_text("utf-8"))
        made = parts(plan)
        write(folder / f"{source.stem}.docx", made)
        if plan.get("also") == "tcvn3":
            body = "word/document.xml"
            write(folder / f"{source.stem}.tcvn3.docx", made | {body: in_tcvn3(made[body])})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
