//! What a simulated resident says, question by question, and how the agent writes it up. Pure.

use chrono::NaiveDate;

use crate::domain::callback::disposition::Disposition;
use crate::domain::script::{
    self, Answer, Answers, Facts, Interview, Question, QuestionKind, Role, Script,
};
use crate::pbx::simulator::persona::{Reception, ResidentPersona};

/// More questions than any script has; a script that never ends must not hang the simulation.
const QUESTIONS_MAX: usize = 60;

/// The whole interview: each question in turn with what the resident answers.
pub fn answers(
    script: &Script,
    facts: &Facts,
    person: &ResidentPersona,
    next_on: NaiveDate,
) -> Vec<(String, Answer)> {
    let mut given = Answers::default();
    let mut said = Vec::new();
    while said.len() < QUESTIONS_MAX {
        let current = Interview::new(script, facts, &given)
            .current()
            .map(|question| (question.id.clone(), answer_to(question, person, next_on)));
        let Some((question, answer)) = current else { break };
        match script::answer(script, facts, &given, &question, answer.clone()) {
            Ok(change) => given = change.answers,
            Err(_) => break,
        }
        said.push((question, answer));
    }
    said
}

fn answer_to(question: &Question, person: &ResidentPersona, next_on: NaiveDate) -> Answer {
    let reason = person.reason.unwrap_or("没有别的意见");
    let counts_as = |role| question.counts_as.contains(&role);
    match question.kind {
        QuestionKind::Date => Answer::on(next_on),
        QuestionKind::Text => Answer::words(reason),
        QuestionKind::Number | QuestionKind::Scale => number(question, person),
        _ if counts_as(Role::Satisfaction) => Answer::choice(person.satisfaction),
        _ if counts_as(Role::Quality) => Answer::choice(person.quality),
        _ if counts_as(Role::Resolved) => Answer::choice(person.resolved),
        _ if counts_as(Role::Suggestion) => match person.suggestion {
            Some(words) => Answer::choice("given").saying(words),
            None => Answer::choice("none"),
        },
        _ => chosen(question, person, reason),
    }
}

fn number(question: &Question, person: &ResidentPersona) -> Answer {
    let Some(range) = &question.range else { return Answer::default() };
    let count = usize::try_from(range.to - range.from + 1).unwrap_or(1);
    let step = i64::try_from(person.choice(&question.id, count)).unwrap_or_default();
    Answer::of(range.from + step)
}

fn chosen(question: &Question, person: &ResidentPersona, reason: &str) -> Answer {
    let index = person.choice(&question.id, question.choices.len());
    let Some(choice) = question.choices.get(index) else { return Answer::words(reason) };
    let answer = Answer::choice(&choice.code);
    if choice.verbatim { answer.saying(reason) } else { answer }
}

/// How the agent ends the task after this conversation.
pub fn disposition(
    interview: &Interview<'_>,
    reception: Reception,
    nothing_said: bool,
) -> Disposition {
    match reception {
        Reception::AsksForAppointment => return Disposition::Appointment,
        Reception::RefusesSoftly => return Disposition::RefusedSoft,
        Reception::NotPresent => return Disposition::NotPresent,
        Reception::WrongNumber => return Disposition::WrongNumber,
        Reception::TakesPart => {}
    }
    if interview.is_complete() && !nothing_said {
        Disposition::Completed
    } else if interview.code_of(Role::Resolved) == Some("not_verified") {
        Disposition::Appointment
    } else if interview.is_partial() {
        Disposition::Partial
    } else {
        Disposition::BrokenOff
    }
}
