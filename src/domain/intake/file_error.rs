//! Why a file as a whole cannot be taken in.

/// A reason to refuse a file before its rows are judged: a stable code with parameters for
/// programs, a sentence and a hint in Chinese and English for people (ui.md, "Wording").
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.english)]
pub struct FileError(Box<Message>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Message {
    code: &'static str,
    params: Vec<(&'static str, String)>,
    chinese: String,
    english: String,
    hint_chinese: &'static str,
    hint_english: &'static str,
}

impl FileError {
    /// The stable code, such as `file.header_only`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What the code is about, by name.
    pub fn params(&self) -> &[(&'static str, String)] {
        &self.0.params
    }

    /// What happened, in Chinese.
    pub fn chinese(&self) -> &str {
        &self.0.chinese
    }

    /// What happened, in English.
    pub fn english(&self) -> &str {
        &self.0.english
    }

    /// What to do about it, in Chinese.
    pub fn hint_chinese(&self) -> &'static str {
        self.0.hint_chinese
    }

    /// What to do about it, in English.
    pub fn hint_english(&self) -> &'static str {
        self.0.hint_english
    }

    fn plain(
        code: &'static str,
        sentence: (&str, &str),
        hint: (&'static str, &'static str),
    ) -> Self {
        Self::with_params(code, vec![], (sentence.0.to_owned(), sentence.1.to_owned()), hint)
    }

    fn with_params(
        code: &'static str,
        params: Vec<(&'static str, String)>,
        (chinese, english): (String, String),
        (hint_chinese, hint_english): (&'static str, &'static str),
    ) -> Self {
        Self(Box::new(Message { code, params, chinese, english, hint_chinese, hint_english }))
    }

    /// No bytes, or nothing but white space.
    pub fn empty() -> Self {
        Self::plain(
            "file.empty",
            ("文件是空的。", "The file is empty."),
            (
                "请重新导出，确认文件里有表头和数据行。",
                "Export it again; it needs a header and rows below it.",
            ),
        )
    }

    /// A header and nothing below it (decisions.md, "Running it").
    pub fn header_only() -> Self {
        Self::plain(
            "file.header_only",
            ("文件只有表头，没有数据行。", "The file has a header and no rows."),
            (
                "请检查导出时的日期范围或筛选条件，重新导出。",
                "Check the date range or filter of the export and export it again.",
            ),
        )
    }

    /// Bytes that are text in no encoding the exports use.
    pub fn not_text() -> Self {
        Self::plain(
            "file.not_text",
            (
                "文件不是可以识别的文本：既不是 UTF-8，也不是 GB18030。",
                "The file is no readable text: neither UTF-8 nor GB18030.",
            ),
            (
                "请在 Excel 或 WPS 中另存为“CSV UTF-8”或 .xlsx 后再导入。",
                "Save it as “CSV UTF-8” or .xlsx in Excel or WPS and import that.",
            ),
        )
    }

    /// Text whose first line, of `characters` characters in one cell, is no row of headers.
    pub fn not_a_table(characters: usize) -> Self {
        Self::with_params(
            "file.not_a_table",
            vec![("characters", characters.to_string())],
            (
                format!("文件不是表格：第一行的一个单元格有 {characters} 个字符，不会是表头。"),
                format!(
                    "The file is no table: a cell of its first row has {characters} characters, \
                     too many for a header."
                ),
            ),
            (
                "请确认选对了文件，第一行必须是表头。",
                "Check that this is the right file; its first row must be the header.",
            ),
        )
    }

    /// The bytes cannot be had: the disk or the network failed, or the file changed meanwhile.
    pub fn unreadable() -> Self {
        Self::plain(
            "file.unreadable",
            ("文件读不出来。", "The file cannot be read."),
            (
                "请确认文件还在、有权限读取，且导入期间没有被修改。",
                "Check that it is there, that it may be read, and that nothing writes to it.",
            ),
        )
    }

    /// A workbook of Excel 97–2003.
    pub fn old_workbook() -> Self {
        Self::plain(
            "file.old_workbook",
            (
                "文件是旧版 Excel 工作簿（.xls），不能读取。",
                "The file is an old Excel workbook (.xls), which cannot be read.",
            ),
            (
                "请在 Excel 或 WPS 中另存为 .xlsx 后再导入。",
                "Save it as .xlsx in Excel or WPS and import that.",
            ),
        )
    }

    /// A workbook that is damaged, cut off, or something else in a zip container.
    pub fn broken_workbook() -> Self {
        Self::plain(
            "file.broken_workbook",
            (
                "Excel 工作簿打不开：文件不完整、已损坏或有密码。",
                "The workbook cannot be opened: it is incomplete, damaged or has a password.",
            ),
            (
                "请用 Excel 打开确认，重新导出或重新下载后再导入。",
                "Open it in Excel to check, then export or download it again.",
            ),
        )
    }

    /// More bytes, rows or columns than an export has; `limit` says which and how many.
    pub fn too_large(what: TooLarge, limit: u64) -> Self {
        let (chinese, english) = what.words();
        Self::with_params(
            "file.too_large",
            vec![("what", what.code().to_owned()), ("limit", limit.to_string())],
            (
                format!("文件太大：{chinese}超过 {limit}。"),
                format!("The file is too large: more than {limit} {english}."),
            ),
            ("请分成几个文件导入。", "Split it into several files."),
        )
    }

    /// A quotation mark opened in `row` that is never closed, or closed in mid-cell.
    pub fn quoting(row: u64) -> Self {
        Self::with_params(
            "file.quoting",
            vec![("row", row.to_string())],
            (
                format!("第 {row} 行的双引号没有正确配对，无法分出单元格。"),
                format!("Row {row} has unbalanced quotation marks, so its cells cannot be told."),
            ),
            (
                "请用导出程序重新导出，或改存为 .xlsx 后再导入。",
                "Export the file again, or save it as .xlsx and import that.",
            ),
        )
    }

    /// Columns that are needed and absent; each written as `完成时间 (completed_at)`.
    pub fn missing_columns(columns: &[String]) -> Self {
        let (chinese, english) = (columns.join("、"), columns.join(", "));
        Self::with_params(
            "file.missing_columns",
            vec![("columns", english.clone())],
            (format!("缺少列：{chinese}。"), format!("Columns are missing: {english}.")),
            (
                "请在导出模板中补上这些列（可以没有值），再重新导出。",
                "Add these columns to the export (values may be empty) and export again.",
            ),
        )
    }

    /// Columns that appear twice; each written as the file has it.
    pub fn duplicate_columns(columns: &[String]) -> Self {
        let (chinese, english) = (columns.join("、"), columns.join(", "));
        Self::with_params(
            "file.duplicate_columns",
            vec![("columns", english.clone())],
            (
                format!("列重复：{chinese}，无法确定以哪一列为准。"),
                format!("Columns appear twice: {english}; it is unclear which one counts."),
            ),
            ("请删除多余的列后再导入。", "Remove the surplus column and import again."),
        )
    }
}

/// What there is too much of in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// Bytes of the file.
    Bytes,
    /// Bytes of one row.
    RowBytes,
    /// Rows of the sheet.
    Rows,
    /// Columns of the sheet.
    Columns,
}

impl TooLarge {
    fn code(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::RowBytes => "row_bytes",
            Self::Rows => "rows",
            Self::Columns => "columns",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Bytes => ("字节数", "bytes"),
            Self::RowBytes => ("单行字节数", "bytes in one row"),
            Self::Rows => ("行数", "rows"),
            Self::Columns => ("列数", "columns"),
        }
    }
}
