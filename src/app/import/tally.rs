//! What is said about rows: everything is counted, the first of it is kept.

use std::collections::BTreeSet;

use super::report::RowReport;
use crate::domain::intake::reason::RowRemark;

/// Errors that are kept, and findings: a file of garbage has millions.
pub const REMARKS_KEPT: usize = 1_000;

/// Characters that are kept of a value.
const VALUE_MAX: usize = 200;

/// What was said about the rows of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    pub errors: Vec<RowReport>,
    pub error_count: usize,
    pub error_rows: usize,
    pub findings: Vec<RowReport>,
    pub finding_count: usize,
}

impl Tally {
    /// Takes what was said about one row.
    pub(super) fn take(&mut self, remarks: Vec<RowRemark>) {
        let mut rows = BTreeSet::new();
        for remark in remarks {
            if remark.reason.is_error() {
                rows.insert(remark.row);
                self.error_count += 1;
                keep(&mut self.errors, remark);
            } else {
                self.finding_count += 1;
                keep(&mut self.findings, remark);
            }
        }
        self.error_rows += rows.len();
    }

    /// Takes findings that could only be made later, and puts them where they belong.
    pub(super) fn take_late(&mut self, findings: Vec<RowRemark>) {
        self.finding_count += findings.len();
        self.findings.extend(findings.into_iter().map(shortened).map(|r| RowReport::new(&r)));
        self.findings.sort_by_key(|finding| finding.row);
        self.findings.truncate(REMARKS_KEPT);
    }
}

fn keep(kept: &mut Vec<RowReport>, remark: RowRemark) {
    if kept.len() < REMARKS_KEPT {
        kept.push(RowReport::new(&shortened(remark)));
    }
}

/// The remark with as much of its value as a person looks at.
pub(super) fn shortened(mut remark: RowRemark) -> RowRemark {
    let value = remark.value.reveal();
    if let Some((end, _)) = value.char_indices().nth(VALUE_MAX) {
        let short = format!("{}\u{2026}", &value[..end]);
        remark.value = short.into();
    }
    remark
}
