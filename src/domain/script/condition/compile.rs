//! From the text of a condition to a typed expression.

use std::collections::BTreeMap;

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, SelectExpr, SourceInfo, operators};
use cel::parser::Parser;

use super::limits::{guard_size, offset};
use super::{Comparison, Condition, Expression, Operand};
use crate::domain::coded::Coded;
use crate::domain::script::model::QuestionKind;
use crate::domain::script::vocabulary::{Fact, Mode};

/// Deeper nesting is refused by the parser, long before the stack is in danger.
const DEPTH_MAX: u16 = 24;

/// The questions a condition may look at.
#[derive(Clone, Debug, Default)]
pub(in crate::domain::script) struct Known(pub BTreeMap<String, KnownQuestion>);

/// What a condition has to know of a question to be checked.
#[derive(Clone, Debug)]
pub(in crate::domain::script) struct KnownQuestion {
    pub kind: QuestionKind,
    pub codes: Vec<String>,
    pub range: Option<(i64, i64)>,
}

/// Why a condition is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::domain::script) struct BadCondition {
    /// Where, in characters of the condition from 0.
    pub at: usize,
    pub code: &'static str,
    pub sentence: String,
    pub hint: String,
}

pub(super) type Read<T> = Result<T, BadCondition>;

/// What a value is, before it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Truth,
    Number,
    /// An answer to a single question; the mode, whose question is empty.
    Code(Vec<String>),
    Codes,
    /// An answer of which only its absence may be asked.
    Hidden,
    Word(String),
    Null,
}

struct Typed {
    operand: Operand,
    kind: Kind,
    /// How the value reads in a sentence.
    name: String,
}

impl Condition {
    /// Reads and checks a condition.
    pub(in crate::domain::script) fn read(source: &str, known: &Known) -> Read<Self> {
        guard_size(source)?;
        let parser = Parser::new().max_recursion_depth(DEPTH_MAX).error_recovery_limit(4);
        let (tree, places) = parser.parse_with_source_info(source).map_err(|errors| {
            let first = errors.errors.first();
            let (line, column) = first.map_or((0, 0), |error| error.pos);
            BadCondition {
                at: offset(source, line, column),
                code: "condition.syntax",
                sentence: format!(
                    "the condition is not CEL: {}",
                    first.map_or("it cannot be read", |error| error.msg.trim())
                ),
                hint:
                    "write for example answers.resolved in [\"partly\", \"no\"] && facts.paid; == \
                       compares, codes stand between quotation marks"
                        .to_owned(),
            }
        })?;
        let compiler = Compiler { source, places: &places, known };
        Ok(Self { source: source.to_owned(), expression: compiler.truth(&tree)? })
    }
}

struct Compiler<'a> {
    source: &'a str,
    places: &'a SourceInfo,
    known: &'a Known,
}

impl Compiler<'_> {
    /// An expression that is true or false.
    fn truth(&self, expr: &IdedExpr) -> Read<Expression> {
        if let Expr::Call(call) = &expr.expr
            && let Some(read) = self.logic(call)
        {
            return read;
        }
        let typed = self.value(expr)?;
        match typed.operand {
            Operand::Truth(value) => Ok(Expression::Constant(value)),
            Operand::Fact(fact) => Ok(Expression::Fact(fact)),
            _ => Err(self.bad(
                expr,
                "condition.type",
                format!("{} is neither true nor false", typed.name),
                "compare it with something, as in answers.resolved == \"no\"",
            )),
        }
    }

    /// A call that yields true or false; none when it is another one.
    fn logic(&self, call: &CallExpr) -> Option<Read<Expression>> {
        let [left, rest @ ..] = call.args.as_slice() else { return None };
        let right = rest.first();
        Some(match (call.func_name.as_str(), right) {
            (operators::LOGICAL_NOT, None) => {
                self.truth(left).map(|inner| Expression::Not(Box::new(inner)))
            }
            (operators::LOGICAL_AND, Some(_)) => self.all_of(call).map(Expression::All),
            (operators::LOGICAL_OR, Some(_)) => self.all_of(call).map(Expression::Any),
            (operators::IN, Some(right)) => self.one_of(left, right),
            (name, Some(right)) => self.compare(left, comparison(name)?, right),
            _ => return None,
        })
    }

    fn all_of(&self, call: &CallExpr) -> Read<Vec<Expression>> {
        call.args.iter().map(|part| self.truth(part)).collect()
    }

    fn compare(
        &self,
        left: &IdedExpr,
        comparison: Comparison,
        right: &IdedExpr,
    ) -> Read<Expression> {
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        for (list, other) in [(left, right), (right, left)] {
            if is_empty_list(list) && equality {
                return self.emptiness(other, comparison);
            }
        }
        let at = right;
        let (left, right) = (self.value(left)?, self.value(right)?);
        if !equality && (left.kind != Kind::Number || right.kind != Kind::Number) {
            return Err(self.bad(
                at,
                "condition.type",
                format!("{} and {} have no order", left.name, right.name),
                "only numbers are compared with <, <=, > and >=; for codes write in [...]",
            ));
        }
        self.comparable(&left, &right, at)?;
        Ok(Expression::Compare(left.operand, comparison, right.operand))
    }

    /// `answers.shortcomings == []`: the multiple question is not answered.
    fn emptiness(&self, other: &IdedExpr, comparison: Comparison) -> Read<Expression> {
        let typed = self.value(other)?;
        match typed.operand {
            Operand::Answer(question) if typed.kind == Kind::Codes => {
                Ok(Expression::Compare(Operand::Count(question), comparison, Operand::Number(0)))
            }
            _ => Err(self.bad(
                other,
                "condition.type",
                format!("{} is not a list of codes", typed.name),
                "an unanswered question is null; only that of a multiple question is []",
            )),
        }
    }

    fn one_of(&self, left: &IdedExpr, right: &IdedExpr) -> Read<Expression> {
        let Expr::List(list) = &right.expr else { return self.chosen(left, right) };
        if list.elements.is_empty() {
            return Err(self.bad(
                right,
                "condition.never",
                "nothing is in an empty list, so the condition can never hold".to_owned(),
                "name at least one value between the brackets",
            ));
        }
        let left = self.value(left)?;
        let mut values = Vec::with_capacity(list.elements.len());
        for element in &list.elements {
            let value = self.value(element)?;
            self.comparable(&left, &value, element)?;
            values.push(value.operand);
        }
        Ok(Expression::OneOf(left.operand, values))
    }

    /// `"late" in answers.shortcomings`
    fn chosen(&self, left: &IdedExpr, right: &IdedExpr) -> Read<Expression> {
        let (word, list) = (self.value(left)?, self.value(right)?);
        let Operand::Answer(question) = list.operand else {
            return Err(self.not_a_list(right, &list.name));
        };
        if list.kind != Kind::Codes {
            return Err(self.not_a_list(right, &list.name));
        }
        let Kind::Word(code) = word.kind else {
            return Err(self.bad(
                left,
                "condition.type",
                format!("{} is not a code", word.name),
                "write the code between quotation marks: \"late\" in answers.shortcomings",
            ));
        };
        let codes = self.known.0.get(&question).map(|q| q.codes.clone()).unwrap_or_default();
        self.code_of(&code, &codes, &list.name, left)?;
        Ok(Expression::Chosen(question, code))
    }

    fn not_a_list(&self, at: &IdedExpr, name: &str) -> BadCondition {
        self.bad(
            at,
            "condition.type",
            format!("{name} is not a list"),
            "right of `in` stands a list: [\"partly\", \"no\"], or a question of kind multiple",
        )
    }

    /// Whether two values may be equal at all.
    fn comparable(&self, left: &Typed, right: &Typed, at: &IdedExpr) -> Read<()> {
        match (&left.kind, &right.kind) {
            (Kind::Code(codes), Kind::Word(word)) => self.code_of(word, codes, &left.name, at),
            (Kind::Word(word), Kind::Code(codes)) => self.code_of(word, codes, &right.name, at),
            (Kind::Code(a), Kind::Code(b)) if a.iter().any(|code| b.contains(code)) => Ok(()),
            (Kind::Number, Kind::Number) => {
                self.in_range(left, right, at)?;
                self.in_range(right, left, at)
            }
            (Kind::Truth, Kind::Truth) => Ok(()),
            (Kind::Code(codes), Kind::Null) | (Kind::Null, Kind::Code(codes))
                if !codes.is_empty() =>
            {
                Ok(())
            }
            (Kind::Number | Kind::Hidden, Kind::Null)
            | (Kind::Null, Kind::Number | Kind::Hidden) => Ok(()),
            (Kind::Codes, Kind::Null) | (Kind::Null, Kind::Codes) => Err(self.bad(
                at,
                "condition.type",
                "a multiple question is never null".to_owned(),
                "unanswered it is the empty list: answers.shortcomings == []",
            )),
            (Kind::Hidden, _) | (_, Kind::Hidden) => Err(self.bad(
                at,
                "condition.type",
                format!("{} and {} cannot be compared", left.name, right.name),
                "of a text or date question only `!= null` can be asked",
            )),
            _ => Err(self.bad(
                at,
                "condition.type",
                format!("{} and {} are of different types", left.name, right.name),
                "codes stand between quotation marks, numbers without, facts are true or false",
            )),
        }
    }

    fn code_of(&self, word: &str, codes: &[String], name: &str, at: &IdedExpr) -> Read<()> {
        if codes.iter().any(|code| code == word) {
            return Ok(());
        }
        Err(self.bad(
            at,
            "condition.unknown_code",
            format!("{name} has no choice {word}"),
            format!("its codes are {}", codes.join(", ")),
        ))
    }

    /// A number that the question's range does not hold is never the answer.
    fn in_range(&self, asked: &Typed, given: &Typed, at: &IdedExpr) -> Read<()> {
        let (Operand::Answer(question), Operand::Number(number)) = (&asked.operand, &given.operand)
        else {
            return Ok(());
        };
        match self.known.0.get(question).and_then(|question| question.range) {
            Some((from, to)) if !(from..=to).contains(number) => Err(self.bad(
                at,
                "condition.out_of_range",
                format!("{number} is outside the range of {}", asked.name),
                format!("its numbers go from {from} to {to}"),
            )),
            _ => Ok(()),
        }
    }

    fn value(&self, expr: &IdedExpr) -> Read<Typed> {
        match &expr.expr {
            Expr::Literal(literal) => self.literal(expr, literal),
            Expr::Select(select) if !select.test => self.select(expr, select),
            Expr::Call(call) if call.func_name == "size" => self.size(expr, call),
            Expr::Call(call) if call.func_name == operators::NEGATE => self.negative(expr, call),
            Expr::Ident(name) => Err(self.unknown(expr, name)),
            _ => Err(self.unsupported(expr)),
        }
    }

    fn literal(&self, expr: &IdedExpr, literal: &LiteralValue) -> Read<Typed> {
        let typed = |operand, kind, name: String| Ok(Typed { operand, kind, name });
        match literal {
            LiteralValue::Boolean(truth) => {
                let truth = *truth.inner();
                typed(Operand::Truth(truth), Kind::Truth, truth.to_string())
            }
            LiteralValue::Int(number) => {
                let number = *number.inner();
                typed(Operand::Number(number), Kind::Number, number.to_string())
            }
            LiteralValue::String(word) => {
                let word = word.inner().to_owned();
                typed(Operand::Word(word.clone()), Kind::Word(word.clone()), format!("{word:?}"))
            }
            LiteralValue::Null => typed(Operand::Null, Kind::Null, "null".to_owned()),
            LiteralValue::Bytes(_) | LiteralValue::Double(_) | LiteralValue::UInt(_) => Err(self
                .bad(
                    expr,
                    "condition.type",
                    "conditions know codes, whole numbers, true, false and null".to_owned(),
                    "write a whole number without a point and without a letter",
                )),
        }
    }

    fn negative(&self, expr: &IdedExpr, call: &CallExpr) -> Read<Typed> {
        let [inner] = call.args.as_slice() else { return Err(self.unsupported(expr)) };
        match self.value(inner)?.operand {
            Operand::Number(number) => {
                let number = number.saturating_neg();
                let name = number.to_string();
                Ok(Typed { operand: Operand::Number(number), kind: Kind::Number, name })
            }
            _ => Err(self.unsupported(expr)),
        }
    }

    fn size(&self, expr: &IdedExpr, call: &CallExpr) -> Read<Typed> {
        let list = call.target.as_deref().or(call.args.first());
        let Some(list) = list else { return Err(self.unsupported(expr)) };
        let typed = self.value(list)?;
        match typed.operand {
            Operand::Answer(question) if typed.kind == Kind::Codes => Ok(Typed {
                name: format!("size({})", typed.name),
                operand: Operand::Count(question),
                kind: Kind::Number,
            }),
            _ => Err(self.not_a_list(list, &typed.name)),
        }
    }

    fn select(&self, expr: &IdedExpr, select: &SelectExpr) -> Read<Typed> {
        let Expr::Ident(group) = &select.operand.expr else { return Err(self.unsupported(expr)) };
        let field = select.field.as_str();
        let name = format!("{group}.{field}");
        match (group.as_str(), field) {
            ("answers", question) => self.answer(expr, question, name),
            ("facts", code) => {
                let fact = Fact::ALL.iter().copied().find(|fact| fact.code() == code);
                let fact = fact.ok_or_else(|| self.unknown_fact(expr, code))?;
                Ok(Typed { operand: Operand::Fact(fact), kind: Kind::Truth, name })
            }
            ("call", "mode") => {
                let modes = Mode::ALL.iter().map(|mode| mode.code().to_owned()).collect();
                Ok(Typed { operand: Operand::Mode, kind: Kind::Code(modes), name })
            }
            ("call", "requests") => {
                Ok(Typed { operand: Operand::Requests, kind: Kind::Number, name })
            }
            ("call", "request") => {
                Ok(Typed { operand: Operand::Request, kind: Kind::Number, name })
            }
            _ => Err(self.unknown(expr, &name)),
        }
    }

    fn answer(&self, expr: &IdedExpr, question: &str, name: String) -> Read<Typed> {
        let Some(known) = self.known.0.get(question) else {
            let all: Vec<&str> = self.known.0.keys().map(String::as_str).collect();
            return Err(self.bad(
                expr,
                "condition.unknown_question",
                format!("the condition asks for {question}, which is not a question"),
                format!("the questions are {}", all.join(", ")),
            ));
        };
        let kind = match known.kind {
            QuestionKind::Single => Kind::Code(known.codes.clone()),
            QuestionKind::Multiple => Kind::Codes,
            QuestionKind::Number | QuestionKind::Scale => Kind::Number,
            QuestionKind::Text | QuestionKind::Date => Kind::Hidden,
        };
        Ok(Typed { operand: Operand::Answer(question.to_owned()), kind, name })
    }

    fn unknown_fact(&self, expr: &IdedExpr, code: &str) -> BadCondition {
        let known: Vec<&str> = Fact::ALL.iter().map(|fact| fact.code()).collect();
        self.bad(
            expr,
            "condition.unknown_fact",
            format!("there is no fact {code}"),
            format!("the facts are {}", known.join(", ")),
        )
    }

    fn unknown(&self, expr: &IdedExpr, name: &str) -> BadCondition {
        self.bad(
            expr,
            "condition.unknown_name",
            format!("the condition names {name}, which is nothing it may know"),
            "conditions know answers.<question>, facts.<fact>, call.mode, call.requests and \
             call.request; codes stand between quotation marks",
        )
    }

    fn unsupported(&self, expr: &IdedExpr) -> BadCondition {
        self.bad(
            expr,
            "condition.unsupported",
            "the condition uses a part of CEL that scripts do without".to_owned(),
            "use ==, !=, <, <=, >, >=, in, &&, ||, !, size(...) and brackets",
        )
    }

    fn bad(
        &self,
        expr: &IdedExpr,
        code: &'static str,
        sentence: String,
        hint: impl Into<String>,
    ) -> BadCondition {
        let at = self.start(expr).min(self.source.chars().count());
        BadCondition { at, code, sentence, hint: hint.into() }
    }

    /// Where an expression begins: the tree keeps the place of an operator, not of its left side.
    fn start(&self, expr: &IdedExpr) -> usize {
        let own = self.places.offset_for(expr.id).map_or(0, |(start, _)| start as usize);
        match &expr.expr {
            Expr::Select(select) => self.start(&select.operand),
            Expr::Call(call) if call.args.len() > 1 => self.start(&call.args[0]),
            _ => own,
        }
    }
}

fn is_empty_list(expr: &IdedExpr) -> bool {
    matches!(&expr.expr, Expr::List(list) if list.elements.is_empty())
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        operators::EQUALS => Comparison::Equal,
        operators::NOT_EQUALS => Comparison::NotEqual,
        operators::LESS => Comparison::Less,
        operators::LESS_EQUALS => Comparison::LessOrEqual,
        operators::GREATER => Comparison::Greater,
        operators::GREATER_EQUALS => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
