//! Conditions look back and can hold, every line can be reached, nothing forbidden is said.

use serde_saphyr::Spanned;

use crate::domain::script::condition::{Condition, Domain, Domains, Expression, Operand, can_hold};
use crate::domain::script::error::Mistakes;
use crate::domain::script::forbidden::forbidden_phrases;
use crate::domain::script::model::{Item, Question, QuestionKind, Script, Section};
use crate::domain::script::raw::{RawChoice, RawItem, RawScript, RawSection, place};
use crate::domain::script::template::Text;
use crate::domain::script::vocabulary::Mode;

/// Notes what the script cannot mean. The script was built from `raw` without a mistake, so both
/// have the same sections and items.
pub(in crate::domain::script) fn meaning(
    raw: &RawScript,
    script: &Script,
    mistakes: &mut Mistakes<'_>,
) {
    let mut check = Check { script, domains: domains(script), mistakes };
    for (raw, section) in raw.sections.value.iter().zip(&script.sections) {
        check.section(raw, section);
        for (raw, item) in raw.items.value.iter().zip(&section.items) {
            check.item(section, &raw.value, item);
        }
    }
    let end = script.items().count();
    let all: Vec<Mode> = script.modes.iter().copied().collect();
    let at_end = At { position: end, section: None, modes: &all };
    check.condition(raw.next_callback_when.as_ref(), script.next_callback_when.as_ref(), &at_end);
    for (name, condition) in &script.flags {
        check.condition(raw.flags.get(name), Some(condition), &at_end);
    }
    forbidden(raw, script, mistakes);
}

struct Check<'a, 'm, 'f> {
    script: &'a Script,
    domains: Domains,
    mistakes: &'m mut Mistakes<'f>,
}

/// Where a condition stands.
struct At<'a> {
    /// It may look at questions before this position.
    position: usize,
    /// The section, when its questions have no fixed order.
    section: Option<&'a Section>,
    modes: &'a [Mode],
}

impl Check<'_, '_, '_> {
    fn section(&mut self, raw: &RawSection, section: &Section) {
        let position = section.items.first().map_or(0, |item| item.position);
        let modes: Vec<Mode> = section.modes.iter().copied().collect();
        let at = At { position, section: None, modes: &modes };
        self.condition(raw.when.as_ref(), section.when.as_ref(), &at);
    }

    fn item(&mut self, section: &Section, raw: &RawItem, item: &Item) {
        let modes: Vec<Mode> = item.modes.iter().copied().collect();
        let moving = (section.rotate || section.at_most.is_some()).then_some(section);
        let at = At { position: item.position, section: moving, modes: &modes };
        let possible = self.condition(raw.when.as_ref(), item.when.as_ref(), &at);
        if possible {
            self.reachable(section, raw, item, &modes);
        }
        let Some(question) = item.question() else { return };
        self.condition(raw.optional_when.as_ref(), question.optional_when.as_ref(), &at);
        self.condition(raw.first_when.as_ref(), question.first_when.as_ref(), &at);
        let behind = At { position: item.position + 1, section: moving, modes: &modes };
        for (raw, choice) in raw.choices().iter().zip(&question.choices) {
            let RawChoice { jump_when, .. } = raw;
            let when = choice.jump.as_ref().and_then(|jump| jump.when.as_ref());
            self.condition(jump_when.as_ref(), when, &behind);
        }
    }

    /// Whether a condition looks back only and can both hold and fail.
    fn condition(
        &mut self,
        raw: Option<&Spanned<String>>,
        condition: Option<&Condition>,
        at: &At<'_>,
    ) -> bool {
        let (Some(raw), Some(condition)) = (raw, condition) else { return true };
        let before = self.mistakes.len();
        for question in condition.questions() {
            self.looks_back(raw, question, at);
        }
        if self.mistakes.len() > before {
            return false;
        }
        let never = Expression::Not(Box::new(condition.expression().clone()));
        if !can_hold(&[condition.expression()], &self.domains, at.modes) {
            self.mistakes.add(
                "condition.never",
                self.mistakes.within(place(raw), &raw.value, 0),
                "the condition can never hold",
                "its parts exclude each other; an answer is one code only",
            );
            return false;
        }
        if !can_hold(&[&never], &self.domains, at.modes) {
            self.mistakes.add(
                "condition.always",
                self.mistakes.within(place(raw), &raw.value, 0),
                "the condition always holds",
                "remove it, or compare with what was meant",
            );
            return false;
        }
        true
    }

    fn looks_back(&mut self, raw: &Spanned<String>, question: &str, at: &At<'_>) {
        let first = self
            .script
            .items()
            .find(|item| item.question().is_some_and(|asked| asked.id == question));
        let name = format!("answers.{question}");
        let offset = raw.value.find(&name).map_or(0, |at| raw.value[..at].chars().count());
        let here = self.mistakes.within(place(raw), &raw.value, offset);
        if first.is_some_and(|first| first.position >= at.position) {
            self.mistakes.add(
                "condition.later",
                here,
                format!("the condition asks for {question}, which is asked only later"),
                "move this line below the question",
            );
        } else if at.section.is_some_and(|section| {
            section.items.iter().any(|item| item.question().is_some_and(|q| q.id == question))
        }) {
            self.mistakes.add(
                "condition.same_section",
                here,
                format!("{question} is in the same section, whose order changes"),
                "ask it in an earlier section, or take `rotate` or `at_most` away",
            );
        }
    }

    /// Whether anything leads to a line: its own and its section's condition hold together, and no
    /// answer that has to be given jumps over it.
    fn reachable(&mut self, section: &Section, raw: &RawItem, item: &Item, modes: &[Mode]) {
        let mut conditions: Vec<Expression> = [section.when.as_ref(), item.when.as_ref()]
            .into_iter()
            .flatten()
            .map(|condition| condition.expression().clone())
            .collect();
        let mut domains = self.domains.clone();
        for (its_section, earlier) in items(self.script) {
            if earlier.position >= item.position {
                break;
            }
            let Some(question) = earlier.question() else { continue };
            let always = question.required
                && question.optional_when.is_none()
                && earlier.when.is_none()
                && its_section.when.is_none()
                && its_section.at_most.is_none()
                && item.modes.is_subset(&earlier.modes);
            if let Some(domain) = domains.get_mut(&question.id).filter(|_| always) {
                domain.may_be_missing = false;
            }
            conditions.extend(jumps_over(question, item.position));
        }
        let conditions: Vec<&Expression> = conditions.iter().collect();
        if can_hold(&conditions, &domains, modes) {
            return;
        }
        let (at, what) = match (&raw.question, &raw.say, &raw.note, &raw.menu) {
            (Some(id), ..) => (place(id), format!("question {}", id.value)),
            (_, Some(text), ..) | (_, _, Some(text), _) => (place(text), "this line".to_owned()),
            (.., Some(id)) => (place(id), format!("menu {}", id.value)),
            _ => return,
        };
        self.mistakes.add(
            "question.unreachable",
            at,
            format!("nothing leads to {what}"),
            "its condition, that of its section and the jumps before it exclude each other",
        );
    }
}

/// That no answer to an earlier question jumps over a position.
fn jumps_over(question: &Question, position: usize) -> Option<Expression> {
    let jumping = question.choices.iter().filter(|choice| {
        choice.jump.as_ref().is_some_and(|jump| jump.when.is_none() && jump.position > position)
    });
    let codes: Vec<Operand> = jumping.map(|choice| Operand::Word(choice.code.clone())).collect();
    let single = question.kind == QuestionKind::Single && !codes.is_empty();
    let answer = Operand::Answer(question.id.clone());
    single.then(|| Expression::Not(Box::new(Expression::OneOf(answer, codes))))
}

fn items(script: &Script) -> impl Iterator<Item = (&Section, &Item)> {
    script.sections.iter().flat_map(|section| section.items.iter().map(move |i| (section, i)))
}

fn domains(script: &Script) -> Domains {
    let domain = |question: &Question| {
        let codes = question.choices.iter().map(|choice| choice.code.clone()).collect();
        let domain = Domain {
            codes,
            range: question.range.as_ref().map(|range| (range.from, range.to)),
            is_multiple: question.kind == QuestionKind::Multiple,
            may_be_missing: true,
        };
        (question.id.clone(), domain)
    };
    script.questions().map(domain).collect()
}

/// Nothing that a person is to say is among what is never said.
fn forbidden(raw: &RawScript, script: &Script, mistakes: &mut Mistakes<'_>) {
    for (_, _, item) in raw.items() {
        let Some(say) = &item.value.say else { continue };
        let phrases = forbidden_phrases().iter().chain(&script.forbidden);
        for phrase in phrases {
            let Some(words) = phrase.say_not.iter().find(|words| say.value.contains(*words)) else {
                continue;
            };
            let offset = say.value.find(words).map_or(0, |at| say.value[..at].chars().count());
            let at = mistakes.within(place(say), &say.value, offset);
            let instead = phrase.say.as_ref().map(Text::source);
            mistakes.add(
                "phrase.forbidden",
                at,
                format!("{words} is never said"),
                instead.map_or_else(
                    || "leave it out".to_owned(),
                    |instead| format!("say instead: {instead}"),
                ),
            );
        }
    }
}
