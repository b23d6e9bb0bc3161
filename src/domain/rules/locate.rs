//! Where in a YAML text a field stands, so that a fault can be shown with its line.

/// The line, counted from 1, of the field at `path`, such as `rules[2].due.latest`; of the nearest
/// field around it where it is left out or not written in block style.
pub(super) fn line_of(yaml: &str, path: &str) -> usize {
    let lines: Vec<&str> = yaml.lines().collect();
    let mut found = Block { line: 0, from: 0, until: lines.len(), column: None };
    for step in steps(path) {
        match found.descend(&lines, &step) {
            Some(inner) => found = inner,
            None => break,
        }
    }
    found.line + 1
}

enum Step<'a> {
    Key(&'a str),
    Item(usize),
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split(['[', ']']).filter(|piece| !piece.is_empty());
        steps.extend(pieces.next().map(Step::Key));
        steps.extend(pieces.filter_map(|piece| piece.parse().ok()).map(Step::Item));
    }
    steps
}

/// A stretch of lines. `line` names it; its entries begin at `column`, or, when that is not known,
/// at the smallest column of the stretch.
struct Block {
    line: usize,
    from: usize,
    until: usize,
    column: Option<usize>,
}

impl Block {
    fn descend(&self, lines: &[&str], step: &Step<'_>) -> Option<Block> {
        let columns = || (self.from..self.until).filter_map(|line| column(lines[line]));
        let own = self.column.or_else(|| columns().min())?;
        match step {
            Step::Key(key) => self.key(lines, key, own),
            Step::Item(index) => self.item(lines, *index, own),
        }
    }

    fn key(&self, lines: &[&str], key: &str, own: usize) -> Option<Block> {
        let is_it = |line: &usize| {
            let rest = lines[*line].get(own..).and_then(|text| text.strip_prefix(key));
            let starts = column(lines[*line]);
            // The first key of a list's item stands behind its dash.
            let begins = starts == Some(own) || (*line == self.from && starts < Some(own));
            begins && rest.is_some_and(|rest| rest.starts_with(':'))
        };
        let line = (self.from..self.until).find(is_it)?;
        let ends = |line: &usize| {
            let dash = lines[*line].trim_start().starts_with('-');
            column(lines[*line]).is_some_and(|at| at < own || (at == own && !dash))
        };
        let until = (line + 1..self.until).find(ends).unwrap_or(self.until);
        Some(Block { line, from: line + 1, until, column: None })
    }

    fn item(&self, lines: &[&str], index: usize, own: usize) -> Option<Block> {
        let is_item = |line: &usize| {
            column(lines[*line]) == Some(own) && lines[*line].trim_start().starts_with('-')
        };
        let line = (self.from..self.until).filter(is_item).nth(index)?;
        let ends = |line: &usize| column(lines[*line]).is_some_and(|at| at <= own);
        let until = (line + 1..self.until).find(ends).unwrap_or(self.until);
        Some(Block { line, from: line, until, column: Some(own + 2) })
    }
}

/// The column at which the text of a line begins; none of blank lines and comments.
fn column(line: &str) -> Option<usize> {
    let text = line.trim_start();
    (!text.is_empty() && !text.starts_with('#')).then(|| line.len() - text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_by_its_path() {
        let yaml = "id: a\n# rules\nrules:\n  - number: x\n    due:\n      latest: { count: 1 }\n\
                    \n  - number: y\n    rate: 1/1\ncallers:\n- role: b\n- role: c\nring: 3\n";
        let cases = [
            ("id", 1),
            ("rules[0].number", 4),
            ("rules[0].due.latest", 6),
            ("rules[0].due.latest.count", 6),
            ("rules[1].rate", 9),
            ("rules[1].left_out", 8),
            ("rules[7]", 3),
            ("callers[1].role", 12),
            ("ring", 13),
        ];
        for (path, line) in cases {
            assert_eq!(line_of(yaml, path), line, "{path}");
        }
    }
}
