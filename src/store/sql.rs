//! SQL text: one for both databases, or two where they differ, or built with a growing condition.

use std::borrow::Cow;

use super::value::Value;

/// One statement in both dialects. Placeholders are `$1 … $n` on both.
#[derive(Clone, Debug)]
pub struct Sql {
    pub(super) sqlite: Cow<'static, str>,
    pub(super) postgres: Cow<'static, str>,
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self { sqlite: text.into(), postgres: text.into() }
    }
}

impl From<String> for Sql {
    fn from(text: String) -> Self {
        Self { sqlite: text.clone().into(), postgres: text.into() }
    }
}

/// A statement whose text differs between the databases.
#[derive(Clone, Copy, Debug)]
pub struct Dual {
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

impl From<Dual> for Sql {
    fn from(dual: Dual) -> Self {
        Self { sqlite: dual.sqlite.into(), postgres: dual.postgres.into() }
    }
}

/// A statement built in pieces, for filters: the text stays free of values, which are bound.
#[derive(Debug)]
pub struct Query {
    text: String,
    values: Vec<Value>,
}

impl Query {
    /// Starts with `text`.
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Starts with a text put together from fixed parts; never from values.
    pub fn from_text(text: String) -> Self {
        Self { text, values: Vec::new() }
    }

    /// Appends fixed text.
    #[must_use]
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Appends a placeholder for `value`.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }

    /// Appends `text` and a placeholder when there is a value; nothing otherwise.
    #[must_use]
    pub fn filter<T: Into<Value>>(self, text: &'static str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.push(text).bind(value),
            None => self,
        }
    }

    /// Appends `($1, $2, …)` for a list; an empty list becomes one that nothing is in.
    #[must_use]
    pub fn list<T: Into<Value>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.text.push('(');
        let before = self.values.len();
        for value in values {
            if self.values.len() > before {
                self.text.push_str(", ");
            }
            self = self.bind(value);
        }
        if self.values.len() == before {
            self.text.push_str("null");
        }
        self.text.push(')');
        self
    }

    /// Appends `(?, ?), (?, ?)` for rows, with numbered placeholders where `is_numbered`. SQLite
    /// takes them without numbers: it looks for each number in a list of all of them, which for
    /// large statements is most of its work.
    #[must_use]
    pub(super) fn rows(mut self, rows: Vec<Vec<Value>>, is_numbered: bool) -> Self {
        for (index, row) in rows.into_iter().enumerate() {
            self = if index > 0 { self.push(", ") } else { self };
            if is_numbered {
                self = self.list(row);
                continue;
            }
            let width = row.len();
            self.text.push('(');
            self.text.push_str(&vec!["?"; width].join(", "));
            self.text.push(')');
            self.values.extend(row);
        }
        self
    }

    pub(super) fn into_parts(self) -> (Sql, Vec<Value>) {
        (self.text.into(), self.values)
    }
}
