//! A call of the voice menu through a script: what is played now, what each key does, what an input
//! changes. Pure: whoever runs the call plays the prompts, waits, and tells what came.

use std::collections::BTreeMap;

use super::model::{IvrAction, IvrEffect, IvrKey, IvrPrompt, IvrSettings, IvrThen};
use crate::domain::script::answers::{Answer, Answers, answer};
use crate::domain::script::circumstances::Circumstances;
use crate::domain::script::interview::Interview;
use crate::domain::script::model::{Item, Question, QuestionKind, Script};

/// The words kept where the resident's own are in a recorded message.
pub const RECORDED_WORDS: &str = "〔录音〕";
/// Shorter messages count as none (scripts-zh.md 7.1).
const MESSAGE_SECONDS_MIN: u32 = 1;
/// The choice that stands for a question passed over with `#` (scripts-zh.md 7.2).
const NO_ANSWER: &str = "no_answer";

/// A call of the voice menu at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrCall<'a> {
    script: &'a Script,
    settings: &'a IvrSettings,
    circumstances: Circumstances,
    answers: Answers,
    place: Place<'a>,
    /// Prompts that go before the one at the place, once.
    before: Vec<&'a IvrPrompt>,
    /// How often the prompt at the place has been played, `*` left out.
    plays: u32,
    /// How often `*` played it again.
    repeats: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'a> {
    /// A line of the script waits for a key or a message.
    Line(&'a Item, &'a IvrPrompt),
    /// A prompt outside the order waits for a key; the line is the one it interrupted.
    Aside(&'a IvrPrompt, &'a Item),
    /// A person is being fetched.
    Transferring,
    /// The call ends after what is played now.
    Over,
}

/// What came from the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IvrInput {
    /// A key: `0` to `9`, `*` or `#`. Within a message, `#` comes as [`IvrInput::Message`].
    Key(char),
    /// The waiting time passed without a key.
    Timeout,
    /// A message of so many seconds of speech was recorded.
    Message {
        /// Speech in seconds; under 1 counts as no message.
        seconds: u32,
    },
    /// Nobody was free for a transfer in time.
    NobodyFree,
}

/// What an input brought about, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IvrHappening {
    /// An answer is to be kept.
    Answered {
        /// The question.
        question: String,
        /// The answer.
        answer: Answer,
    },
    /// A question was passed over without an answer that says so.
    PassedOver {
        /// The question.
        question: String,
    },
    /// An effect is to be performed.
    Effect(IvrEffect),
    /// The question was played as often as it may be, and the call ends.
    GivenUp,
    /// The call has come to its end.
    Ended,
}

/// What the line does now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IvrStep<'a> {
    /// The prompts to play, one after the other.
    pub prompts: Vec<&'a IvrPrompt>,
    /// The question they ask, if it is one.
    pub question: Option<&'a Question>,
    /// What each key with a meaning does; any other counts as a wrong one.
    pub keys: BTreeMap<char, IvrMeaning>,
    /// How long a key is waited for after the last prompt, in seconds; absent: not at all.
    pub wait_seconds: Option<u32>,
    /// Longest message in seconds, when one is recorded after the last prompt.
    pub record_seconds: Option<u32>,
    /// Whether a person is being fetched.
    pub is_transferring: bool,
    /// Whether the call ends after these prompts.
    pub is_over: bool,
}

/// What a key means at one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IvrMeaning {
    /// Chooses this answer.
    Answer {
        /// Its code.
        code: String,
        /// Its words on the screen.
        label: String,
    },
    /// Plays this prompt.
    Play(String),
    /// Goes on.
    Continue,
    /// Goes back to the question.
    Back,
    /// Fetches a person.
    Transfer,
    /// Plays the question again (`*`).
    Repeat,
    /// Passes the question over (`#`).
    PassOver,
    /// Ends the message (`#`).
    EndMessage,
}

type Happenings = Vec<IvrHappening>;

impl<'a> IvrCall<'a> {
    /// Begins the call: the resident has picked up. None when the script has no voice menu.
    /// `circumstances.mode` is taken as the voice menu whatever it says.
    pub fn begin(
        script: &'a Script,
        circumstances: impl Into<Circumstances>,
    ) -> Option<(Self, Happenings)> {
        let circumstances =
            Circumstances { mode: super::super::vocabulary::Mode::Ivr, ..circumstances.into() };
        let mut call = Self {
            script,
            settings: script.ivr.as_ref()?,
            circumstances,
            answers: Answers::default(),
            place: Place::Over,
            before: Vec::new(),
            plays: 1,
            repeats: 0,
        };
        let mut happened = Vec::new();
        call.advance(0, &mut happened);
        Some((call, happened))
    }

    /// Walks a whole list of inputs from the beginning, for a preview that keeps only the list.
    pub fn replay(
        script: &'a Script,
        circumstances: impl Into<Circumstances>,
        inputs: &[IvrInput],
    ) -> Option<(Self, Happenings)> {
        let (mut call, mut happened) = Self::begin(script, circumstances)?;
        for input in inputs {
            happened.extend(call.take(*input));
        }
        Some((call, happened))
    }

    /// The answers kept so far.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// Whether the call is over or with a person; inputs change nothing any more.
    pub fn is_over(&self) -> bool {
        self.place == Place::Over
    }

    /// What the line does now.
    pub fn step(&self) -> IvrStep<'a> {
        let mut step = IvrStep {
            prompts: self.before.clone(),
            question: None,
            keys: BTreeMap::new(),
            wait_seconds: None,
            record_seconds: None,
            is_transferring: self.place == Place::Transferring,
            is_over: self.place == Place::Over,
        };
        let (Place::Line(item, prompt) | Place::Aside(prompt, item)) = self.place else {
            return step;
        };
        let is_line = matches!(self.place, Place::Line(..));
        step.prompts.push(prompt);
        step.question = item.question().filter(|_| is_line);
        step.record_seconds = prompt.record_seconds;
        step.keys = self.meanings(prompt, step.question);
        if prompt.record_seconds.is_none() {
            let played = usize::try_from(self.plays).unwrap_or(1).saturating_sub(1);
            let waits = &self.settings.wait_seconds;
            step.wait_seconds = waits.get(played).or(waits.last()).copied();
        }
        step
    }

    fn meanings(
        &self,
        prompt: &IvrPrompt,
        question: Option<&Question>,
    ) -> BTreeMap<char, IvrMeaning> {
        let own = prompt.keys.iter().map(|(key, does)| (*key, meaning(does, question)));
        let mut keys: BTreeMap<char, IvrMeaning> = own.collect();
        keys.insert('0', IvrMeaning::Transfer);
        if self.repeats < self.settings.repeats {
            keys.insert('*', IvrMeaning::Repeat);
        }
        if prompt.record_seconds.is_some() {
            keys.insert('#', IvrMeaning::EndMessage);
        } else if question.is_some() && !is_gate(prompt) {
            keys.insert('#', IvrMeaning::PassOver);
        }
        keys
    }

    /// Takes what came from the line. What comes too late changes nothing.
    pub fn take(&mut self, input: IvrInput) -> Happenings {
        let mut happened = Vec::new();
        match (self.place, input) {
            (Place::Over, _) => {}
            (Place::Transferring, IvrInput::NobodyFree) => {
                let nobody_free = self.settings.on.nobody_free.as_str();
                self.play(nobody_free, None, &mut happened);
            }
            (Place::Transferring, _) | (_, IvrInput::NobodyFree) => {}
            (Place::Line(item, prompt), IvrInput::Message { seconds })
                if prompt.record_seconds.is_some() =>
            {
                self.keep_message(item, seconds, &mut happened);
            }
            (Place::Line(item, prompt) | Place::Aside(prompt, item), input) => {
                self.waited(item, prompt, input, &mut happened);
            }
        }
        happened
    }

    /// A key or none came while one was waited for.
    fn waited(
        &mut self,
        item: &'a Item,
        prompt: &'a IvrPrompt,
        input: IvrInput,
        happened: &mut Happenings,
    ) {
        let IvrInput::Key(key) = input else {
            match (&prompt.no_key, prompt.record_seconds) {
                (Some(does), _) => self.act(item, does, happened),
                (None, Some(_)) => self.keep_message(item, 0, happened),
                (None, None) => self.once_more(item, true, happened),
            }
            return;
        };
        if let Some(does) = prompt.keys.get(&key) {
            return self.act(item, does, happened);
        }
        let question = item.question().filter(|_| matches!(self.place, Place::Line(..)));
        match self.meanings(prompt, question).get(&key) {
            Some(IvrMeaning::Repeat) => {
                self.repeats += 1;
                self.before.clear();
            }
            Some(IvrMeaning::Transfer) => {
                let transfer = self.settings.on.transfer.as_str();
                self.play(transfer, Some(item), happened);
            }
            Some(IvrMeaning::EndMessage) => self.keep_message(item, 0, happened),
            Some(IvrMeaning::PassOver) => self.pass_over(item, happened),
            Some(_) | None => self.once_more(item, false, happened),
        }
    }

    /// Plays the same again after no key or a wrong one, or gives up.
    fn once_more(&mut self, item: &'a Item, no_key: bool, happened: &mut Happenings) {
        let on = &self.settings.on;
        if self.plays >= self.settings.plays {
            happened.push(IvrHappening::GivenUp);
            self.play(&on.given_up, Some(item), happened);
            return;
        }
        self.plays += 1;
        let words = if no_key { &on.no_key } else { &on.wrong_key };
        self.before = self.settings.prompts.get(words).into_iter().collect();
    }

    fn act(&mut self, item: &'a Item, does: &'a IvrKey, happened: &mut Happenings) {
        happened.extend(does.effect.map(IvrHappening::Effect));
        match &does.action {
            IvrAction::Answer(code) => self.keep(item, Answer::choice(code), happened),
            IvrAction::Play(prompt) => self.play(prompt, Some(item), happened),
            IvrAction::Continue => self.go_on(item, happened),
            IvrAction::Back => self.ask(item),
            IvrAction::Transfer => {
                let transfer = self.settings.on.transfer.as_str();
                self.play(transfer, Some(item), happened);
            }
        }
    }

    /// Keeps an answer and goes on; one that does not suit its question is not kept.
    fn keep(&mut self, item: &'a Item, given: Answer, happened: &mut Happenings) {
        if let Some(question) = item.question() {
            let change =
                answer(self.script, &self.circumstances, &self.answers, &question.id, given);
            match change.ok().and_then(|change| {
                let kept = change.answers.get(&question.id)?.clone();
                self.answers = change.answers;
                Some(kept)
            }) {
                Some(answer) => {
                    happened.push(IvrHappening::Answered { question: question.id.clone(), answer })
                }
                None => {
                    happened.push(IvrHappening::PassedOver { question: question.id.clone() });
                }
            }
        }
        self.go_on(item, happened);
    }

    fn keep_message(&mut self, item: &'a Item, seconds: u32, happened: &mut Happenings) {
        let Some(question) = item.question() else { return self.go_on(item, happened) };
        let with_words =
            |verbatim: bool| question.choices.iter().find(|choice| choice.verbatim == verbatim);
        let spoken = seconds >= MESSAGE_SECONDS_MIN;
        let given = match (question.kind, with_words(spoken)) {
            (QuestionKind::Text, _) if spoken => Some(Answer::words(RECORDED_WORDS)),
            (QuestionKind::Single, Some(choice)) if spoken => {
                Some(Answer::choice(&choice.code).saying(RECORDED_WORDS))
            }
            (QuestionKind::Single, Some(choice)) => Some(Answer::choice(&choice.code)),
            _ => None,
        };
        match given {
            Some(given) => self.keep(item, given, happened),
            None => {
                happened.push(IvrHappening::PassedOver { question: question.id.clone() });
                self.go_on(item, happened);
            }
        }
    }

    fn pass_over(&mut self, item: &'a Item, happened: &mut Happenings) {
        let Some(question) = item.question() else { return self.go_on(item, happened) };
        if question.choice(NO_ANSWER).is_some() {
            self.keep(item, Answer::choice(NO_ANSWER), happened);
        } else {
            happened.push(IvrHappening::PassedOver { question: question.id.clone() });
            self.go_on(item, happened);
        }
    }

    /// Plays a prompt outside the order of the script.
    fn play(&mut self, id: &str, item: Option<&'a Item>, happened: &mut Happenings) {
        self.before.clear();
        let Some(prompt) = self.settings.prompts.get(id) else {
            self.place = Place::Over;
            happened.push(IvrHappening::Ended);
            return;
        };
        happened.extend(prompt.effect.map(IvrHappening::Effect));
        match (item, prompt.then) {
            (Some(item), _) if !prompt.keys.is_empty() => {
                (self.plays, self.repeats) = (1, 0);
                self.place = Place::Aside(prompt, item);
            }
            (Some(item), IvrThen::Continue) => {
                self.go_on(item, happened);
                self.before.insert(0, prompt);
            }
            (Some(item), IvrThen::Repeat) => {
                self.ask(item);
                self.before = vec![prompt];
            }
            (Some(_), IvrThen::Transfer) => {
                self.before = vec![prompt];
                self.place = Place::Transferring;
            }
            _ => {
                self.before = vec![prompt];
                self.place = Place::Over;
                happened.push(IvrHappening::Ended);
            }
        }
    }

    /// Asks a line from its first playing on.
    fn ask(&mut self, item: &'a Item) {
        (self.plays, self.repeats) = (1, 0);
        self.before.clear();
        if let Some(prompt) = &item.ivr {
            self.place = Place::Line(item, prompt);
        }
    }

    fn go_on(&mut self, item: &'a Item, happened: &mut Happenings) {
        self.before.clear();
        self.advance(item.position + 1, happened);
    }

    /// Goes to the next line that waits for something; what only speaks is played on the way.
    fn advance(&mut self, from: usize, happened: &mut Happenings) {
        (self.plays, self.repeats) = (1, 0);
        let answers = self.answers.clone();
        let interview = Interview::new(self.script, &self.circumstances, &answers);
        for item in self.script.items().filter(|item| item.position >= from) {
            let Some(prompt) = item.ivr.as_ref().filter(|_| interview.shows(item)) else {
                continue;
            };
            if !prompt.keys.is_empty() || prompt.record_seconds.is_some() {
                self.place = Place::Line(item, prompt);
                return;
            }
            self.before.push(prompt);
            happened.extend(prompt.effect.map(IvrHappening::Effect));
            if prompt.then == IvrThen::End {
                break;
            }
        }
        self.place = Place::Over;
        happened.push(IvrHappening::Ended);
    }
}

/// Whether some of the keys lead away from the questions, as that which asks who is there and
/// whether he takes part (V02): it cannot be passed over.
fn is_gate(prompt: &IvrPrompt) -> bool {
    prompt.keys.values().any(|key| !matches!(key.action, IvrAction::Answer(_)))
}

fn meaning(key: &IvrKey, question: Option<&Question>) -> IvrMeaning {
    match &key.action {
        IvrAction::Answer(code) => IvrMeaning::Answer {
            code: code.clone(),
            label: question
                .and_then(|question| question.choice(code))
                .map_or_else(|| code.clone(), |choice| choice.label.clone()),
        },
        IvrAction::Play(prompt) => IvrMeaning::Play(prompt.clone()),
        IvrAction::Continue => IvrMeaning::Continue,
        IvrAction::Back => IvrMeaning::Back,
        IvrAction::Transfer => IvrMeaning::Transfer,
    }
}
