//! `huifang script preview`: a script as an agent asks it or a form has it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, IsTerminal, Write};

use super::{say, script_keys};
use crate::app::AppError;
use crate::domain::coded::Coded;
use crate::domain::script::{
    self, Answer, Answers, Circumstances, Facts, Interview, Item, ItemContent, Mode, Question,
    QuestionKind, Script, ScriptValues, Variable,
};

/// What a preview is walked with.
pub struct Walk<'a> {
    pub mode: Mode,
    pub facts: Facts,
    pub requests: u32,
    pub answers: Option<&'a str>,
}

pub fn run(script: &Script, walk: &Walk<'_>) -> Result<(), AppError> {
    say(format!("{} ({}, version {})", script.title, script.id, script.version));
    let person = walk.answers.is_none() && std::io::stdin().is_terminal();
    if walk.mode == Mode::Ivr {
        let circumstances = Circumstances::new(Mode::Ivr, walk.facts.clone());
        return script_keys::run(script, circumstances, walk.answers, person);
    }
    let given = given(walk.answers.unwrap_or_default())?;
    for request in 1..=walk.requests {
        let circumstances = Circumstances {
            requests: walk.requests,
            request,
            ..Circumstances::new(walk.mode, walk.facts.clone())
        };
        let mut page = Page { script, circumstances, request, shown: BTreeSet::new() };
        let answers = if person { page.ask()? } else { page.fill(&given)? };
        page.show(&answers, None)?;
        page.sum_up(&answers);
    }
    Ok(())
}

/// The blanks as the preview fills them.
pub(super) fn sample_values() -> ScriptValues {
    ScriptValues::default()
        .with(Variable::CompanyName, "海晏物业")
        .with(Variable::EstateName, "望海苑")
        .with(Variable::ServiceCenterName, "望海服务中心")
        .with(Variable::ServiceCenterPhone, "0592-5550100")
        .with(Variable::CompanySupervisionPhone, "0592-5550199")
        .with(Variable::AgentNumber, "8003")
        .with(Variable::AgentSurname, "林")
        .with(Variable::ResidentName, "周敏")
        .with(Variable::RequestNumber, "BX20261120001")
        .with(Variable::RequestMatterSpoken, "厨房水龙头滴水")
        .with(Variable::RequestTakenInOn, "11月18日")
        .with(Variable::RequestCompletedOn, "11月20日")
        .with(Variable::RequestResultSpoken, "更换了水龙头阀芯")
        .with(Variable::RequestReasonSpoken, "管道在楼板里面")
        .with(Variable::NextCallbackWhenSpoken, "11月24日下午")
}

/// A text with the sample values.
pub(super) fn filled(text: &script::Text) -> Result<String, AppError> {
    let words = text.render(&sample_values());
    words.map(|w| w.reveal().clone()).map_err(|error| AppError::internal(error.to_string()))
}

/// `resolved=no,shortcomings=late+other:没打招呼` as answers by question.
fn given(text: &str) -> Result<BTreeMap<String, String>, AppError> {
    let parts = text.split(',').filter(|part| !part.trim().is_empty());
    parts
        .map(|part| {
            let (question, value) = part.split_once('=').ok_or_else(|| {
                let sentence = format!("{part} is not an answer");
                AppError::invalid("script.answer", sentence)
                    .hint("write question=code, question=code+code or question=code:words")
            })?;
            Ok((question.trim().to_owned(), value.trim().to_owned()))
        })
        .collect()
}

/// One request's page of the script.
struct Page<'a> {
    script: &'a Script,
    circumstances: Circumstances,
    request: u32,
    /// Positions that have been printed.
    shown: BTreeSet<usize>,
}

impl Page<'_> {
    /// Gives the answers of the command line, in the order the script asks.
    fn fill(&self, given: &BTreeMap<String, String>) -> Result<Answers, AppError> {
        let unknown = given.keys().find(|name| self.script.question(name).is_none());
        if let Some(name) = unknown {
            let known: Vec<&str> = self.script.questions().map(|q| q.id.as_str()).collect();
            let sentence = format!("the script has no question {name}");
            return Err(AppError::invalid("script.unknown_question", sentence)
                .hint(format!("the questions are {}", known.join(", "))));
        }
        let mut answers = Answers::default();
        loop {
            let interview = Interview::new(self.script, &self.circumstances, &answers);
            let next = interview.asked().find_map(|question| {
                let text = given.get(&question.id)?;
                answers.get(&question.id).is_none().then(|| (question.id.clone(), question, text))
            });
            let Some((id, question, text)) = next else { return Ok(answers) };
            let change = script::answer(
                self.script,
                &self.circumstances,
                &answers,
                &id,
                read(question, text),
            );
            answers = change
                .map_err(|error| AppError::invalid("script.answer", error.to_string()))?
                .answers;
        }
    }

    /// Asks the person at the terminal.
    fn ask(&mut self) -> Result<Answers, AppError> {
        say("answer by key, several keys for several choices, words after a space; < goes back");
        let mut answers = Answers::default();
        let mut path: Vec<(String, Answers)> = Vec::new();
        let mut passed: BTreeSet<String> = BTreeSet::new();
        loop {
            let interview = Interview::new(self.script, &self.circumstances, &answers);
            let open = |q: &&Question| answers.get(&q.id).is_none() && !passed.contains(&q.id);
            let next = interview.asked().find(open).cloned();
            let Some(question) = next else { return Ok(answers) };
            self.show(&answers, Some(&question.id))?;
            let Some(typed) = read_line()? else { return Ok(answers) };
            if typed == "<" {
                if let Some((id, before)) = path.pop() {
                    passed.remove(&id);
                    self.shown.clear();
                    answers = before;
                }
                continue;
            }
            if typed.is_empty() && !question.required {
                passed.insert(question.id.clone());
                path.push((question.id, answers.clone()));
                continue;
            }
            let value = typed_answer(&question, &typed);
            match script::answer(self.script, &self.circumstances, &answers, &question.id, value) {
                Ok(change) => {
                    path.push((question.id, answers));
                    answers = change.answers;
                }
                Err(error) => say(format!("  {error}")),
            }
        }
    }

    /// Prints the lines that apply and were not printed yet, up to a question or to the end.
    fn show(&mut self, answers: &Answers, until: Option<&str>) -> Result<(), AppError> {
        let interview = Interview::new(self.script, &self.circumstances, answers);
        for section in &self.script.sections {
            if section.repeats.is_none() && self.request > 1 {
                continue;
            }
            let lines = interview.spoken(section).into_iter().filter(|item| interview.shows(item));
            let lines: Vec<&Item> =
                lines.filter(|item| !self.shown.contains(&item.position)).collect();
            if !lines.is_empty() {
                say(format!(
                    "\n── {}",
                    self.heading(section.title.as_str(), section.repeats.is_some())
                ));
            }
            for item in lines {
                let asked = item.question().is_some_and(|q| Some(q.id.as_str()) == until);
                self.line(item, answers)?;
                if asked {
                    return Ok(());
                }
                self.shown.insert(item.position);
            }
        }
        Ok(())
    }

    fn heading(&self, title: &str, is_repeated: bool) -> String {
        match (is_repeated, self.circumstances.requests) {
            (true, many @ 2..) => format!("{title} ({} of {many})", self.request),
            _ => title.to_owned(),
        }
    }

    fn line(&self, item: &Item, answers: &Answers) -> Result<(), AppError> {
        let words = filled(item.text())?;
        let phrase = item.phrase().map(|p| format!(" 【{} {}】", p.code(), p.chinese()));
        let phrase = phrase.unwrap_or_default();
        match &item.content {
            ItemContent::Note { .. } | ItemContent::Menu { .. } => say(format!("  ※ {words}")),
            ItemContent::Say { .. } => say(format!("  「{words}」{phrase}")),
            ItemContent::Question(question) => {
                say(format!("  {}: 「{words}」{phrase}", question.id));
                say(format!("      {}", options(question)));
                if let Some(answer) = answers.get(&question.id) {
                    say(format!("      → {}", said(question, answer)));
                }
            }
        }
        Ok(())
    }

    /// What the answers come to.
    fn sum_up(&self, answers: &Answers) {
        let interview = Interview::new(self.script, &self.circumstances, answers);
        let missing: Vec<&str> = interview.missing().map(|q| q.id.as_str()).collect();
        let state = match (interview.is_complete(), interview.is_partial()) {
            (true, _) => "complete".to_owned(),
            (false, true) => "partial".to_owned(),
            (false, false) => "not complete".to_owned(),
        };
        say(format!("\n{state}"));
        if !missing.is_empty() {
            say(format!("missing: {}", missing.join(", ")));
        }
        let flags: Vec<&str> = interview.flags().into_iter().collect();
        if !flags.is_empty() {
            say(format!("flags: {}", flags.join(", ")));
        }
        if interview.needs_next_callback() {
            say("a next callback has to be agreed");
        }
        let phrases: Vec<&str> = interview.phrases().into_iter().map(Coded::code).collect();
        say(format!("must-say phrases: {}", phrases.join(" ")));
    }
}

fn options(question: &Question) -> String {
    if let Some(range) = &question.range {
        return format!("{}–{}", range.from, range.to);
    }
    if question.choices.is_empty() {
        return match question.kind {
            QuestionKind::Date => "2026-11-24".to_owned(),
            _ => "(words)".to_owned(),
        };
    }
    let choices = question.choices.iter().map(|choice| format!("{} {}", choice.key, choice.label));
    choices.collect::<Vec<_>>().join(" · ")
}

fn said(question: &Question, answer: &Answer) -> String {
    let label = |code: &String| {
        question.choice(code).map_or_else(|| code.clone(), |choice| choice.label.clone())
    };
    let mut parts: Vec<String> = answer.codes.iter().map(label).collect();
    parts.extend(answer.text.as_ref().map(|words| words.reveal().clone()));
    parts.extend(answer.date.map(|date| date.to_string()));
    parts.join(" · ")
}

/// `late+other:没打招呼`, `2026-11-24`, `9` or words, in the shape of the question.
fn read(question: &Question, text: &str) -> Answer {
    match question.kind {
        QuestionKind::Text => Answer::words(text),
        QuestionKind::Date => Answer { date: text.parse().ok(), ..Answer::default() },
        _ => {
            let (codes, words) = text.split_once(':').unwrap_or((text, ""));
            let codes: Vec<&str> = codes.split('+').collect();
            let answer = Answer::choices(&codes);
            if words.is_empty() { answer } else { answer.saying(words) }
        }
    }
}

/// What a person types: keys, then words.
fn typed_answer(question: &Question, typed: &str) -> Answer {
    if question.choices.is_empty() {
        return read(question, typed);
    }
    let (keys, words) = typed.split_once(' ').unwrap_or((typed, ""));
    let of_key = |key: char| question.choices.iter().find(|c| c.key == key.to_string());
    let codes: Vec<&str> =
        keys.chars().map(|key| of_key(key).map_or("", |choice| choice.code.as_str())).collect();
    let answer = Answer::choices(&codes);
    if words.is_empty() { answer } else { answer.saying(words) }
}

/// A line of the terminal; none at its end.
pub(super) fn read_line() -> Result<Option<String>, AppError> {
    let trouble = |error: std::io::Error| AppError::internal(format!("the terminal: {error}"));
    let mut out = std::io::stdout();
    write!(out, "> ").and_then(|()| out.flush()).map_err(trouble)?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line).map_err(trouble)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}
