//! Turns what a file says about the voice menu into what the menu works with.

use std::collections::BTreeMap;

use serde_saphyr::Spanned;

use super::build::Builder;
use super::ivr::{IvrAction, IvrKey, IvrOccasions, IvrPrompt, IvrSettings};
use super::model::Question;
use super::raw::{RawGo, RawIvrSettings, RawKey, RawPrompt, place};

/// Keys that a question without a key map gives its choices (scripts-zh.md 7.2).
const CHOICE_KEYS: std::ops::RangeInclusive<char> = '1'..='6';

pub(super) fn settings(builder: &mut Builder<'_, '_>, raw: &RawIvrSettings) -> IvrSettings {
    let prompts = raw.prompts.iter();
    IvrSettings {
        wait_seconds: raw.wait_seconds.clone(),
        plays: raw.plays,
        repeats: raw.repeats,
        call_seconds: raw.call_seconds,
        goodbye_seconds: raw.goodbye_seconds,
        silence_seconds: raw.silence_seconds,
        on: IvrOccasions {
            no_key: raw.on.no_key.value.clone(),
            wrong_key: raw.on.wrong_key.value.clone(),
            transfer: raw.on.transfer.value.clone(),
            nobody_free: raw.on.nobody_free.value.clone(),
            given_up: raw.on.given_up.value.clone(),
        },
        prompts: prompts
            .map(|raw| (raw.value.prompt.value.clone(), prompt(builder, &raw.value, None)))
            .collect(),
    }
}

pub(super) fn prompt(
    builder: &mut Builder<'_, '_>,
    raw: &RawPrompt,
    question: Option<&Question>,
) -> IvrPrompt {
    let keys = match (&raw.keys, question) {
        (Some(keys), _) => keys.iter().filter_map(|(key, does)| Some((one(key)?, does))).fold(
            BTreeMap::new(),
            |mut read, (name, does)| {
                read.insert(name, key(builder, does));
                read
            },
        ),
        (None, Some(question)) if raw.record_seconds.is_none() => keys_of_choices(question),
        (None, _) => BTreeMap::new(),
    };
    IvrPrompt {
        id: raw.prompt.value.clone(),
        text: builder.text(&raw.text),
        barge_in: raw.barge_in.unwrap_or(true),
        keys,
        no_key: raw.no_key.as_ref().map(|does| key(builder, does)),
        then: raw.then.unwrap_or_default(),
        effect: raw.effect,
        record_seconds: raw.record_seconds,
    }
}

/// The one character of a key; the check complains about others.
fn one(key: &str) -> Option<char> {
    let mut characters = key.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn key(builder: &mut Builder<'_, '_>, raw: &Spanned<RawKey>) -> IvrKey {
    let RawKey { answer, play, go, effect } = &raw.value;
    let action = match (answer, play, go) {
        (Some(code), None, None) => IvrAction::Answer(code.value.clone()),
        (None, Some(prompt), None) => IvrAction::Play(prompt.value.clone()),
        (None, None, Some(RawGo::On)) => IvrAction::Continue,
        (None, None, Some(RawGo::Back)) => IvrAction::Back,
        (None, None, Some(RawGo::Transfer)) => IvrAction::Transfer,
        _ => {
            builder.mistakes.add(
                "ivr.key_action",
                place(raw),
                "the key does not do exactly one thing",
                "give it one of `answer: <code>`, `play: <prompt>` and `go: on|back|transfer`",
            );
            IvrAction::Continue
        }
    };
    IvrKey { action, effect: *effect }
}

/// The choices that have a key from 1 to 6 keep it; 8 and 9 are for the agent only.
fn keys_of_choices(question: &Question) -> BTreeMap<char, IvrKey> {
    let choices = question.choices.iter();
    choices
        .filter_map(|choice| {
            let key = one(&choice.key).filter(|key| CHOICE_KEYS.contains(key))?;
            let action = IvrAction::Answer(choice.code.clone());
            Some((key, IvrKey { action, effect: None }))
        })
        .collect()
}
