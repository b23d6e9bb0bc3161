//! The typed conditions against CEL's own evaluation of the same text.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;

use super::compile::{Known, KnownQuestion};
use super::{Condition, Situation, Value};
use crate::domain::coded::Coded;
use crate::domain::script::model::QuestionKind;
use crate::domain::script::vocabulary::{Fact, Mode};

const CODES: [&str; 3] = ["yes", "partly", "no"];

fn known() -> Known {
    let question = |kind, codes: &[&str], range| KnownQuestion {
        kind,
        codes: codes.iter().map(|&code| code.to_owned()).collect(),
        range,
    };
    Known(BTreeMap::from([
        ("one".to_owned(), question(QuestionKind::Single, &CODES, None)),
        ("two".to_owned(), question(QuestionKind::Single, &CODES, None)),
        ("many".to_owned(), question(QuestionKind::Multiple, &CODES, None)),
        ("scale".to_owned(), question(QuestionKind::Scale, &[], Some((0, 10)))),
    ]))
}

/// What was answered. The scale always is: CEL has no order for null, our conditions say false.
#[derive(Clone, Debug)]
struct Said {
    one: Option<&'static str>,
    two: Option<&'static str>,
    many: Vec<&'static str>,
    scale: i64,
    paid: bool,
    mode: Mode,
    requests: i64,
}

impl Situation for Said {
    fn answer(&self, question: &str) -> Value<'_> {
        let word = match question {
            "one" => self.one,
            "two" => self.two,
            _ => return Value::Number(self.scale),
        };
        word.map_or(Value::Nothing, Value::Word)
    }

    fn has_chosen(&self, _: &str, code: &str) -> bool {
        self.many.contains(&code)
    }

    fn count(&self, _: &str) -> i64 {
        i64::try_from(self.many.len()).expect("three at most")
    }

    fn fact(&self, fact: Fact) -> bool {
        fact == Fact::Paid && self.paid
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn requests(&self) -> i64 {
        self.requests
    }

    fn request(&self) -> i64 {
        1
    }
}

/// What CEL makes of the text.
fn by_cel(source: &str, said: &Said) -> bool {
    let word = |word: Option<&str>| word.map_or(cel::Value::Null, |w| w.to_owned().into());
    let many: Vec<cel::Value> = said.many.iter().map(|code| (*code).to_owned().into()).collect();
    let answers: HashMap<String, cel::Value> = HashMap::from([
        ("one".to_owned(), word(said.one)),
        ("two".to_owned(), word(said.two)),
        ("many".to_owned(), many.into()),
        ("scale".to_owned(), said.scale.into()),
    ]);
    let facts: HashMap<String, cel::Value> =
        HashMap::from([("paid".to_owned(), said.paid.into()), ("rework".to_owned(), false.into())]);
    let call: HashMap<String, cel::Value> = HashMap::from([
        ("mode".to_owned(), said.mode.code().to_owned().into()),
        ("requests".to_owned(), said.requests.into()),
    ]);
    let mut context = cel::Context::default();
    context.add_variable_from_value("answers", answers);
    context.add_variable_from_value("facts", facts);
    context.add_variable_from_value("call", call);
    let tree = cel::parser::Parser::new().parse(source).expect("CEL");
    match context.resolve(&tree).expect("a value") {
        cel::Value::Bool(truth) => truth,
        other => panic!("{source}: {other:?}"),
    }
}

fn atom() -> impl Strategy<Value = String> {
    let code = || proptest::sample::select(&CODES[..]);
    let single = || proptest::sample::select(&["answers.one", "answers.two"][..]);
    let order = proptest::sample::select(&["<", "<=", ">", ">=", "==", "!="][..]);
    prop_oneof![
        (single(), code()).prop_map(|(q, c)| format!("{q} == {c:?}")),
        (single(), code()).prop_map(|(q, c)| format!("{c:?} != {q}")),
        (single(), code(), code()).prop_map(|(q, a, b)| format!("{q} in [{a:?}, {b:?}]")),
        code().prop_map(|c| format!("{c:?} in [answers.one, answers.two]")),
        code().prop_map(|c| format!("{c:?} in answers.many")),
        single().prop_map(|q| format!("{q} == null")),
        single().prop_map(|q| format!("null != {q}")),
        (order.clone(), 0i64..=10).prop_map(|(o, n)| format!("answers.scale {o} {n}")),
        (order, 0i64..4).prop_map(|(o, n)| format!("size(answers.many) {o} {n}")),
        Just("answers.one == answers.two".to_owned()),
        Just("answers.many == []".to_owned()),
        Just("facts.paid".to_owned()),
        Just("facts.rework != facts.paid".to_owned()),
        Just("call.mode in [\"agent\", \"paper\"]".to_owned()),
        Just("call.requests > 1".to_owned()),
        Just("true".to_owned()),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    atom().prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            inner.prop_map(|a| format!("!({a})")),
        ]
    })
}

fn said() -> impl Strategy<Value = Said> {
    let word = || proptest::option::of(proptest::sample::select(&CODES[..]));
    let many = proptest::sample::subsequence(&CODES[..], 0..=3);
    let mode = proptest::sample::select(Mode::ALL);
    (word(), word(), many, 0i64..=10, any::<bool>(), mode, 1i64..4).prop_map(
        |(one, two, many, scale, paid, mode, requests)| Said {
            one,
            two,
            many,
            scale,
            paid,
            mode,
            requests,
        },
    )
}

proptest! {
    #[test]
    fn a_condition_means_what_cel_says_it_means(source in condition(), said in said()) {
        let read = Condition::read(&source, &known()).expect("a good condition");
        prop_assert_eq!(read.holds_in(&said), by_cel(&source, &said), "{}", source);
    }
}

#[test]
fn the_order_of_an_unanswered_number_never_holds() {
    struct Silent;
    impl Situation for Silent {
        fn answer(&self, _: &str) -> Value<'_> {
            Value::Nothing
        }
        fn has_chosen(&self, _: &str, _: &str) -> bool {
            false
        }
        fn count(&self, _: &str) -> i64 {
            0
        }
        fn fact(&self, _: Fact) -> bool {
            false
        }
        fn mode(&self) -> Mode {
            Mode::Agent
        }
        fn requests(&self) -> i64 {
            1
        }
        fn request(&self) -> i64 {
            1
        }
    }
    for source in ["answers.scale >= 0", "answers.scale < 5", "answers.scale != null"] {
        let read = Condition::read(source, &known()).expect("a good condition");
        assert!(!read.holds_in(&Silent), "{source}");
    }
}
