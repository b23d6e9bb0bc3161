//! The same households, exported again with other rows first, in another encoding or another
//! format, make identical data.

use std::io::{Cursor, Write as _};

use huifang::domain::intake::kind::ImportKind;
use huifang::store::Database;
use zip::write::SimpleFileOptions;

use crate::support::both_databases;
use crate::support::data::{self, CENTERS, HOUSEHOLDS};
use crate::support::rows::imported;
use crate::support::service::TestApp;

both_databases!(TestApp::with_centers: another_export_makes_identical_data);

async fn another_export_makes_identical_data(test: TestApp) {
    test.import(ImportKind::Households, HOUSEHOLDS).await;
    let expected = stored(&test).await;
    let shuffled = data::shuffled(HOUSEHOLDS);
    let text = encoding_rs::GB18030.decode(&shuffled).0.into_owned();
    let utf8 = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let workbook = workbook(&huifang::intake::read_table(&utf8).expect("a table"));
    for (bytes, encoding) in [(shuffled, "GB18030"), (utf8, "UTF-8 BOM"), (workbook, "XLSX")] {
        // Into a database of its own, so that nothing of the first export helps.
        let folder = tempfile::tempdir().expect("a folder");
        let database = Database::open_sqlite(&folder.path().join("h.db")).await.expect("a file");
        database.migrate().await.expect("a schema");
        let again = TestApp::new(database).await;
        again.import(ImportKind::Centers, CENTERS).await;
        let report = again.import(ImportKind::Households, &bytes).await;
        assert_eq!((report.encoding, report.inserted), (encoding, 3940));
        assert!(stored(&again).await == expected, "{encoding} says something else");
        // And onto the first export it changes nothing.
        let report = test.import(ImportKind::Households, &bytes).await;
        assert_eq!((report.unchanged, report.updated), (3940, 0), "{encoding}");
        again.database().close().await;
    }
}

/// What is stored, with yes and no as SQLite says them.
async fn stored(test: &TestApp) -> Vec<String> {
    let rows = imported(test.database()).await.into_iter();
    rows.map(|row| row.replace("|true", "|1").replace("|false", "|0")).collect()
}

/// A workbook of one sheet whose cells are all texts.
fn workbook(table: &huifang::domain::intake::table::Table) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let row = |cells: &Vec<String>| {
        let cell = |text: &String| {
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
        };
        format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
    };
    let rows: String = std::iter::once(&table.headers)
        .chain(table.rows.iter().map(|r| &r.cells))
        .map(row)
        .collect();
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let relation = "application/vnd.openxmlformats-package.relationships+xml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"{relation}\"/><Override PartName=\"/xl/workbook.xml\" \
                 ContentType=\"{kind}.sheet.main+xml\"/><Override \
                 PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{kind}.worksheet+xml\"/>\
                 </Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"s\" \
                 sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" \
                 Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("memory");
    }
    archive.finish().expect("a container").into_inner()
}
