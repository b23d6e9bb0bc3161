#!/usr/bin/env python3
"""Writes large exports to measure imports with: always the same bytes for the same arguments.

    scripts/large-exports.py requests ROWS FILE.csv     ROWS requests, GB18030 like the sample
    scripts/large-exports.py requests ROWS FILE.xlsx    the same rows as a workbook
    scripts/large-exports.py garbage BYTES FILE.csv     random bytes
    scripts/large-exports.py bad-rows BYTES FILE.csv    the header of requests over senseless rows
    scripts/large-exports.py endless BYTES FILE.csv     the header over one cell that never ends

Rooms and residents are those of tests/data/households.csv, and matters those of
tests/data/service_requests.csv; import its centers and households first.
"""

import csv
import datetime
import pathlib
import random
import sys
import zipfile
from xml.sax.saxutils import escape

DATA = pathlib.Path(__file__).resolve().parent.parent / "tests" / "data"
FIRST_DAY = datetime.datetime(2024, 1, 1, 8)
LAST_DAY = datetime.datetime(2026, 11, 1, 8)
PIECE = 1 << 20


def rows_of(name):
    with open(DATA / name, encoding="gb18030", newline="") as file:
        return list(csv.reader(file))


def requests(count):
    """The header, then `count` rows: sample rows of another dwelling, resident and time each."""
    header, *samples = rows_of("service_requests.csv")
    households = rows_of("households.csv")[1:]
    chance = random.Random(1)
    span = (LAST_DAY - FIRST_DAY).total_seconds()
    yield header
    for number in range(count):
        row = list(chance.choice(samples))
        household = chance.choice(households)
        taken_in = FIRST_DAY + datetime.timedelta(seconds=int(span * number / count))
        dispatched = taken_in + datetime.timedelta(minutes=chance.randint(5, 300))
        completed = dispatched + datetime.timedelta(minutes=chance.randint(20, 6_000))
        row[0] = f"BS{taken_in:%Y%m%d}{number:07}"
        row[1] = household[0]
        if row[5]:
            row[5] = household[1]
        if row[6]:
            row[6], row[7] = household[4], household[5]
        row[10] = str(taken_in)
        row[11] = row[11] and str(dispatched)
        row[12] = row[12] and str(completed)
        row[20] = ""
        yield row


def write_csv(rows, path):
    with open(path, "w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)


def write_workbook(rows, path):
    """A workbook whose texts are shared, as Excel and WPS write it."""
    texts = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        book.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
            '<Override PartName="/xl/sharedStrings.xml" '
            f'ContentType="{kinds}.sharedStrings+xml"/></Types>',
        )
        office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="rId1" '
            f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
            f'Type="{office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, row in enumerate(rows, 1):
                cells = (
                    f'<c r="{chr(65 + column)}{number}" t="s">'
                    f"<v>{texts.setdefault(text, len(texts))}</v></c>"
                    for column, text in enumerate(row)
                    if text
                )
                sheet.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
            sheet.write(b"</sheetData></worksheet>")
        with book.open("xl/sharedStrings.xml", "w") as shared:
            shared.write(f'<sst xmlns="{main}">'.encode())
            for text in texts:
                shared.write(f"<si><t>{escape(text)}</t></si>".encode())
            shared.write(b"</sst>")


def write_senseless(kind, size, path):
    chance = random.Random(2)
    rows = 0
    header = ",".join(rows_of("service_requests.csv")[0]).encode("utf-8") + b"\r\n"
    with open(path, "wb") as file:
        if kind != "garbage":
            file.write(header)
        if kind == "endless":
            file.write(b'"')
        while file.tell() < size:
            if kind == "garbage":
                file.write(chance.randbytes(PIECE))
            elif kind == "endless":
                file.write(b"x" * PIECE)
            else:
                # 1 GB of them stays below the 1,048,576 rows that a sheet may have.
                letters = "abcdefghijklmnopqrstuvwxyz" * 2
                cells = ("".join(chance.sample(letters, 50)) for _ in range(20))
                row = ",".join(cells).encode() + b"\r\n"
                file.write(b"".join(b"%050d,%s" % (rows + n, row) for n in range(200)))
                rows += 200


def main(kind, amount, path):
    if kind == "requests" and path.endswith(".xlsx"):
        write_workbook(requests(int(amount)), path)
    elif kind == "requests":
        write_csv(requests(int(amount)), path)
    elif kind in ("garbage", "bad-rows", "endless"):
        write_senseless(kind, int(amount), path)
    else:
        sys.exit(__doc__)


if len(sys.argv) != 4:
    sys.exit(__doc__)
main(*sys.argv[1:])
