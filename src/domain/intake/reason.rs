//! What can be wrong, or merely odd, with a row.

use crate::domain::pii::Pii;

/// Something about one cell of one row, worth a line in the report of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRemark {
    /// The sheet's row number, header = 1.
    pub row: u64,
    /// The column's header as the file has it; empty when the row as a whole is meant.
    pub column: String,
    /// The cell as the file has it. Personal: it may be a name or a number.
    pub value: Pii<String>,
    /// What is wrong or odd.
    pub reason: Reason,
}

/// Errors keep the whole file out; findings are stored with it and listed (decisions.md, "Running
/// it").
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Error: the row has another number of cells than the header.
    CellCount {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Error: a cell that must hold something is empty.
    Required,
    /// Error: the cell is longer than [`super::cells::CELL_LIMIT`] bytes.
    CellTooLong,
    /// Error: a number or code is longer than [`super::cells::KEY_LIMIT`] characters, or has a
    /// character that would make it ambiguous.
    NotAKey,
    /// Error: a NUL character, which no database stores.
    ControlCharacter,
    /// Error: not one of the words the column knows.
    NotOneOf(Vec<&'static str>),
    /// Error: not a date that exists.
    NotADate,
    /// Error: not a date and time that exist.
    NotATime,
    /// Error: a telephone number with something other than digits.
    PhoneNotDigits,
    /// Error: the same key is in an earlier row of the file.
    Duplicate {
        /// The row that has it first.
        first_row: u64,
    },
    /// Error: a service center nobody has imported.
    UnknownCenter,
    /// Error: completed before it was taken in.
    CompletedBeforeTakenIn,
    /// Finding: digits, but not as many as a telephone number has.
    PhoneLength,
    /// Finding: completed before it was dispatched.
    CompletedBeforeDispatched,
    /// Finding: completed later than the import.
    CompletedInFuture,
    /// Finding: reported as done with, but without a completion time; never enters a batch.
    FinishedWithoutTime,
    /// Finding: a completion time although it is not reported as done with; not a completion.
    TimeWithoutFinished,
    /// Finding: 关联编号 names a request nobody knows.
    UnknownRelation,
    /// Finding: 关联编号 names the request itself.
    RelatedToItself,
    /// Finding: 房号 is not 区域-栋号-楼层-房号.
    UnusualRoom,
}

impl Reason {
    /// Whether the file must be refused because of it.
    pub fn is_error(&self) -> bool {
        !matches!(
            self,
            Self::PhoneLength
                | Self::CompletedBeforeDispatched
                | Self::CompletedInFuture
                | Self::FinishedWithoutTime
                | Self::TimeWithoutFinished
                | Self::UnknownRelation
                | Self::RelatedToItself
                | Self::UnusualRoom
        )
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CellCount { .. } => "row.cell_count",
            Self::Required => "cell.required",
            Self::CellTooLong => "cell.too_long",
            Self::NotAKey => "cell.not_a_key",
            Self::ControlCharacter => "cell.control_character",
            Self::NotOneOf(_) => "cell.not_one_of",
            Self::NotADate => "cell.not_a_date",
            Self::NotATime => "cell.not_a_time",
            Self::PhoneNotDigits => "phone.not_digits",
            Self::Duplicate { .. } => "row.duplicate",
            Self::UnknownCenter => "center.unknown",
            Self::CompletedBeforeTakenIn => "completion.before_taken_in",
            Self::PhoneLength => "phone.length",
            Self::CompletedBeforeDispatched => "completion.before_dispatched",
            Self::CompletedInFuture => "completion.in_future",
            Self::FinishedWithoutTime => "completion.without_time",
            Self::TimeWithoutFinished => "completion.of_unfinished",
            Self::UnknownRelation => "relation.unknown",
            Self::RelatedToItself => "relation.itself",
            Self::UnusualRoom => "room.unusual",
        }
    }

    /// The second half of a sentence whose first half is the value, in Chinese.
    pub fn chinese(&self) -> String {
        let text = match self {
            Self::CellCount { expected, found } => {
                return format!("有 {found} 个单元格，表头有 {expected} 个");
            }
            Self::NotOneOf(allowed) => {
                return format!("不是可用的值，可用：{}", allowed.join("、"));
            }
            Self::Duplicate { first_row } => return format!("与第 {first_row} 行重复"),
            Self::Required => "不能为空",
            Self::CellTooLong => "超过 1 MB",
            Self::NotAKey => "不是有效的编号（超过 64 个字符，或含有不允许的字符）",
            Self::ControlCharacter => "含有不可见的控制字符",
            Self::NotADate => "不是有效日期",
            Self::NotATime => "不是有效的日期时间",
            Self::PhoneNotDigits => "不是电话号码（含有数字以外的字符）",
            Self::UnknownCenter => "不是已导入的服务中心",
            Self::CompletedBeforeTakenIn => "早于受理时间",
            Self::PhoneLength => "电话号码位数不对，无法拨打",
            Self::CompletedBeforeDispatched => "早于派单时间",
            Self::CompletedInFuture => "晚于导入时间",
            Self::FinishedWithoutTime => "已办结但没有完成时间，不会进入回访批次",
            Self::TimeWithoutFinished => "有完成时间但状态未办结，不算完成",
            Self::UnknownRelation => "不是已知的报事编号",
            Self::RelatedToItself => "关联到了自己",
            Self::UnusualRoom => "不是“区域-栋号-楼层-房号”的写法",
        };
        text.to_owned()
    }

    /// The second half of a sentence whose first half is the value, in English.
    pub fn english(&self) -> String {
        let text = match self {
            Self::CellCount { expected, found } => {
                return format!("has {found} cells where the header has {expected}");
            }
            Self::NotOneOf(allowed) => {
                return format!("is not a known value; known: {}", allowed.join(", "));
            }
            Self::Duplicate { first_row } => return format!("is already in row {first_row}"),
            Self::Required => "must not be empty",
            Self::CellTooLong => "is longer than 1 MB",
            Self::NotAKey => "is no valid number or code (over 64 characters, or a forbidden one)",
            Self::ControlCharacter => "holds an invisible control character",
            Self::NotADate => "is not a valid date",
            Self::NotATime => "is not a valid date and time",
            Self::PhoneNotDigits => "is no telephone number (something other than digits)",
            Self::UnknownCenter => "is not an imported service center",
            Self::CompletedBeforeTakenIn => "is before the intake time",
            Self::PhoneLength => "has the wrong number of digits and cannot be dialled",
            Self::CompletedBeforeDispatched => "is before the dispatch time",
            Self::CompletedInFuture => "is after the time of this import",
            Self::FinishedWithoutTime => "done with but no completion time: enters no batch",
            Self::TimeWithoutFinished => {
                "has a completion time but is not done with: no completion"
            }
            Self::UnknownRelation => "is not a known request number",
            Self::RelatedToItself => "is the request itself",
            Self::UnusualRoom => "is not written as area-building-floor-room",
        };
        text.to_owned()
    }
}

/// Characters of a value that a sentence quotes; the rest is an ellipsis.
const QUOTED_CHARACTERS: usize = 40;

impl RowRemark {
    /// The whole sentence in Chinese: `第 12 行 完成时间 2026-02-30 不是有效日期`.
    pub fn sentence_chinese(&self) -> Pii<String> {
        let place = format!("第 {} 行", self.row);
        Pii::new(self.sentence(&place, &self.reason.chinese()))
    }

    /// The whole sentence in English: `row 12 完成时间 2026-02-30 is not a valid date`.
    pub fn sentence_english(&self) -> Pii<String> {
        Pii::new(self.sentence(&format!("row {}", self.row), &self.reason.english()))
    }

    fn sentence(&self, place: &str, reason: &str) -> String {
        let value = self.value.reveal();
        let mut quoted: String = value.chars().take(QUOTED_CHARACTERS).collect();
        if quoted.len() < value.len() {
            quoted.push('…');
        }
        let parts = [place, &self.column, &quoted, reason];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remark(value: &str, reason: Reason) -> RowRemark {
        RowRemark { row: 12, column: "完成时间".into(), value: value.into(), reason }
    }

    #[test]
    fn a_sentence_names_row_column_value_and_reason() {
        let bad = remark("2026-02-30", Reason::NotADate);
        assert_eq!(bad.sentence_chinese().reveal(), "第 12 行 完成时间 2026-02-30 不是有效日期");
        assert_eq!(
            bad.sentence_english().reveal(),
            "row 12 完成时间 2026-02-30 is not a valid date"
        );
        let empty = remark("", Reason::Required);
        assert_eq!(empty.sentence_chinese().reveal(), "第 12 行 完成时间 不能为空");
    }

    #[test]
    fn long_values_are_quoted_in_part_and_logs_show_none() {
        let long = remark(&"长".repeat(5000), Reason::NotADate);
        assert!(long.sentence_chinese().reveal().contains(&("长".repeat(40) + "…")));
        assert!(!format!("{long:?}").contains('长'));
    }
}
