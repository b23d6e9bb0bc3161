//! Whether a condition can hold at all: every combination of what it looks at is tried.

use std::collections::BTreeMap;

use super::{Comparison, Expression, Operand, Situation, Value};
use crate::domain::script::vocabulary::{Fact, Mode};

/// More combinations than this are not tried; the condition is then taken to be possible.
const COMBINATIONS_MAX: usize = 100_000;

/// What the answer to a question can be, as far as an expression can tell the cases apart.
#[derive(Clone, Debug)]
pub(in crate::domain::script) struct Domain {
    /// The codes of a single or multiple question.
    pub codes: Vec<String>,
    /// The smallest and largest number of a number or scale question.
    pub range: Option<(i64, i64)>,
    pub is_multiple: bool,
    /// Whether the question may be without an answer where the expression is looked at.
    pub may_be_missing: bool,
}

pub(in crate::domain::script) type Domains = BTreeMap<String, Domain>;

/// Whether there are answers, facts and a mode for which all of `expressions` hold.
pub(in crate::domain::script) fn can_hold(
    expressions: &[&Expression],
    domains: &Domains,
    modes: &[Mode],
) -> bool {
    let mut search = Search::default();
    for expression in expressions {
        search.look_at(expression, domains);
    }
    search.stand_in(domains);
    search.modes = modes.to_vec();
    let combinations = search
        .sizes()
        .try_fold(1_usize, |all, one| all.checked_mul(one).filter(|&all| all <= COMBINATIONS_MAX));
    let Some(combinations) = combinations else { return true };
    (0..combinations).any(|number| {
        let situation = search.combination(number);
        expressions.iter().all(|expression| expression.holds_in(&situation))
    })
}

/// Everything the expressions look at, with the values that make a difference.
#[derive(Default)]
struct Search {
    answers: Vec<(String, Vec<Given>)>,
    facts: Vec<Fact>,
    modes: Vec<Mode>,
    requests: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    Missing,
    Something,
    Codes(Vec<String>),
    Number(i64),
}

/// One combination.
struct Supposed<'a> {
    answers: BTreeMap<&'a str, &'a Given>,
    facts: Vec<Fact>,
    mode: Mode,
    requests: i64,
}

impl Search {
    fn look_at(&mut self, expression: &Expression, domains: &Domains) {
        match expression {
            Expression::Constant(_) => {}
            Expression::Not(inner) => self.look_at(inner, domains),
            Expression::All(parts) | Expression::Any(parts) => {
                parts.iter().for_each(|part| self.look_at(part, domains));
            }
            Expression::Fact(fact) => self.add_fact(*fact),
            Expression::Compare(left, comparison, right) => {
                self.compared(left, *comparison, right, domains);
                self.compared(right, *comparison, left, domains);
            }
            Expression::OneOf(left, list) => {
                for right in list {
                    self.compared(left, Comparison::Equal, right, domains);
                    self.compared(right, Comparison::Equal, left, domains);
                }
            }
            Expression::Chosen(question, code) => {
                self.add(question, domains, Given::Codes(vec![code.clone()]));
            }
        }
    }

    fn compared(
        &mut self,
        operand: &Operand,
        comparison: Comparison,
        other: &Operand,
        domains: &Domains,
    ) {
        match (operand, other) {
            (Operand::Fact(fact), _) => self.add_fact(*fact),
            (Operand::Answer(question), Operand::Word(word)) => {
                self.add(question, domains, Given::Codes(vec![word.clone()]));
            }
            (Operand::Answer(question), Operand::Answer(_)) => {
                let codes = domains.get(question).map(|domain| domain.codes.clone());
                for code in codes.unwrap_or_default() {
                    self.add(question, domains, Given::Codes(vec![code]));
                }
            }
            (Operand::Answer(question), Operand::Number(number)) => {
                let near = match comparison {
                    Comparison::Equal | Comparison::NotEqual => vec![*number],
                    _ => vec![number.saturating_sub(1), *number, number.saturating_add(1)],
                };
                for number in near {
                    self.add(question, domains, Given::Number(number));
                }
            }
            (Operand::Answer(question), _) => self.add(question, domains, Given::Missing),
            (Operand::Count(question), _) => self.every_set(question, domains),
            (Operand::Requests | Operand::Request, Operand::Number(number)) => {
                let near = [number.saturating_sub(1), *number, number.saturating_add(1)];
                self.requests.extend(near.iter().filter(|number| **number >= 1));
            }
            _ => {}
        }
    }

    fn add_fact(&mut self, fact: Fact) {
        if !self.facts.contains(&fact) {
            self.facts.push(fact);
        }
    }

    /// A value that makes a difference, beside a missing answer and any other.
    fn add(&mut self, question: &str, domains: &Domains, given: Given) {
        let Some(domain) = domains.get(question) else { return };
        let values = match self.answers.iter_mut().position(|(name, _)| name == question) {
            Some(known) => &mut self.answers[known].1,
            None => {
                let mut values = Vec::new();
                if domain.may_be_missing {
                    values.push(Given::Missing);
                }
                match (domain.range, domain.is_multiple) {
                    (Some((from, to)), _) => {
                        values.extend([Given::Number(from), Given::Number(to)]);
                    }
                    (None, _) if domain.codes.is_empty() => values.push(Given::Something),
                    (None, _) => {}
                }
                self.answers.push((question.to_owned(), values));
                &mut self.answers.last_mut().expect("invariant: just pushed").1
            }
        };
        let inside = match &given {
            Given::Number(number) => {
                domain.range.is_some_and(|(from, to)| (from..=to).contains(number))
            }
            Given::Missing | Given::Something => false,
            Given::Codes(_) => true,
        };
        if inside && !values.contains(&given) {
            values.push(given.clone());
        }
        // Of several choices any two may be named together.
        if let Given::Codes(codes) = given
            && domain.is_multiple
        {
            let more: Vec<Given> = values
                .iter()
                .filter_map(|other| match other {
                    Given::Codes(others) if !others.contains(&codes[0]) && others.len() < 6 => {
                        Some(Given::Codes([others.as_slice(), &codes].concat()))
                    }
                    _ => None,
                })
                .collect();
            values.extend(more);
        }
    }

    /// One code stands for all those of a question that no expression names.
    fn stand_in(&mut self, domains: &Domains) {
        for (question, values) in &mut self.answers {
            let codes = domains.get(question).map(|domain| domain.codes.as_slice());
            let unnamed = codes.unwrap_or_default().iter().find(|code| {
                !values.iter().any(|v| matches!(v, Given::Codes(named) if named.contains(code)))
            });
            values.extend(unnamed.map(|code| Given::Codes(vec![code.clone()])));
        }
    }

    /// Sets of every size, for a count.
    fn every_set(&mut self, question: &str, domains: &Domains) {
        let Some(domain) = domains.get(question) else { return };
        for size in 1..=domain.codes.len() {
            self.add(question, domains, Given::Missing);
            if let Some((_, values)) = self.answers.iter_mut().find(|(name, _)| name == question) {
                values.push(Given::Codes(domain.codes[..size].to_vec()));
            }
        }
    }

    fn sizes(&self) -> impl Iterator<Item = usize> + '_ {
        let answers = self.answers.iter().map(|(_, values)| values.len().max(1));
        answers
            .chain(self.facts.iter().map(|_| 2))
            .chain([self.modes.len().max(1), self.requests.len().max(1)])
    }

    /// The combination of that number, in the order of [`Search::sizes`].
    fn combination(&self, mut number: usize) -> Supposed<'_> {
        let mut digit = |size: usize| {
            let digit = number % size.max(1);
            number /= size.max(1);
            digit
        };
        let mut answers = BTreeMap::new();
        for (question, values) in &self.answers {
            let chosen = digit(values.len());
            answers.insert(question.as_str(), values.get(chosen).unwrap_or(&Given::Missing));
        }
        let facts = self.facts.iter().copied().filter(|_| digit(2) == 1).collect();
        let mode = self.modes.get(digit(self.modes.len())).copied().unwrap_or(Mode::Agent);
        let requests = self.requests.get(digit(self.requests.len())).copied().unwrap_or(1);
        Supposed { answers, facts, mode, requests }
    }
}

impl Situation for Supposed<'_> {
    fn answer(&self, question: &str) -> Value<'_> {
        match self.answers.get(question) {
            Some(Given::Codes(codes)) => {
                codes.first().map_or(Value::Nothing, |code| Value::Word(code))
            }
            Some(Given::Number(number)) => Value::Number(*number),
            Some(Given::Something) => Value::Something,
            Some(Given::Missing) | None => Value::Nothing,
        }
    }

    fn has_chosen(&self, question: &str, code: &str) -> bool {
        match self.answers.get(question) {
            Some(Given::Codes(codes)) => codes.iter().any(|chosen| chosen == code),
            _ => false,
        }
    }

    fn count(&self, question: &str) -> i64 {
        match self.answers.get(question) {
            Some(Given::Codes(codes)) => i64::try_from(codes.len()).unwrap_or(i64::MAX),
            _ => 0,
        }
    }

    fn fact(&self, fact: Fact) -> bool {
        self.facts.contains(&fact)
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn requests(&self) -> i64 {
        self.requests
    }

    fn request(&self) -> i64 {
        self.requests
    }
}
