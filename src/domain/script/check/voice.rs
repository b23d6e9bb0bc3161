//! What a script says about the voice menu is complete, can be pressed and can be listened to
//! (scripts-zh.md 7).

use std::collections::BTreeSet;

use serde_saphyr::Spanned;

use super::references::unique;
use crate::domain::script::error::Mistakes;
use crate::domain::script::ivr::spoken_seconds;
use crate::domain::script::model::QuestionKind;
use crate::domain::script::raw::{
    RawChoice, RawGo, RawItem, RawIvrSettings, RawKey, RawPrompt, RawScript, place,
};
use crate::domain::script::vocabulary::Mode;

/// Longer prompts are not listened to.
const PROMPT_SECONDS_MAX: u32 = 25;
/// More choices are not remembered.
const KEYS_MAX: usize = 6;
/// A question's choices have these keys; 7 and 8 are not used (scripts-zh.md 7.2).
const CHOICE_KEYS: std::ops::RangeInclusive<char> = '1'..='6';
/// Nobody is called any more: only by way of a prompt that asks again.
const STOP_KEY: char = '9';
/// Choices an agent may note, but the voice menu does not offer.
const AGENT_ONLY: [&str; 3] = ["cannot_say", "no_answer", "not_known"];

/// Notes every mistake of the voice menu.
pub(super) fn voice(raw: &RawScript, mistakes: &mut Mistakes<'_>) {
    let serves = raw.modes.value.contains(&Mode::Ivr);
    match (&raw.ivr, serves) {
        (None, true) => mistakes.add(
            "ivr.missing_settings",
            place(&raw.modes),
            "the script serves ivr, but has no `ivr:`",
            "add `ivr:` with waiting times and prompts, or remove ivr from the modes",
        ),
        (Some(settings), false) => mistakes.add(
            "ivr.not_served",
            place(settings),
            "the script has `ivr:`, but does not serve that mode",
            "add ivr to the modes, or remove `ivr:`",
        ),
        (Some(settings), true) => self::settings(raw, &settings.value, mistakes),
        (None, false) => {}
    }
    for (_, section, item) in raw.items() {
        let modes = raw.item_modes(section, &item.value);
        let worked = raw.section_modes(section);
        if !modes.iter().any(|mode| worked.contains(mode)) {
            mistakes.add(
                "modes.none",
                place(item),
                format!("in section {} this line appears in no mode", section.id.value),
                "change its `modes:`; in the voice menu a line needs `ivr:`",
            );
        }
        line(&item.value, modes.contains(&Mode::Ivr), mistakes);
    }
}

fn settings(raw: &RawScript, settings: &RawIvrSettings, mistakes: &mut Mistakes<'_>) {
    if settings.wait_seconds.is_empty() || settings.plays == 0 {
        let at = raw.ivr.as_ref().map_or(place(&raw.modes), place);
        mistakes.add(
            "ivr.settings",
            at,
            "the voice menu has no waiting time or is never played",
            "write for example `wait_seconds: [5, 8]` and `plays: 3`",
        );
    }
    let own = settings.prompts.iter().map(|prompt| &prompt.value.prompt);
    let lines = raw.items().filter_map(|(_, _, item)| item.value.ivr.as_ref());
    let all: Vec<&Spanned<String>> =
        own.clone().chain(lines.map(|ivr| &ivr.value.prompt)).collect();
    unique("ivr.prompt_twice", all, mistakes, |id| {
        (format!("the prompt {id} is there twice"), "each prompt has its number".to_owned())
    });
    let known: BTreeSet<&str> = own.map(|id| id.value.as_str()).collect();
    let mut played = BTreeSet::new();
    let on = &settings.on;
    for id in [&on.no_key, &on.wrong_key, &on.transfer, &on.nobody_free, &on.given_up] {
        play(id, &known, &mut played, mistakes);
    }
    let prompts = settings.prompts.iter().map(|prompt| &prompt.value);
    let lines = raw.items().filter_map(|(_, _, item)| item.value.ivr.as_ref());
    for prompt in prompts.chain(lines.map(|ivr| &ivr.value)) {
        for key in all_keys(prompt) {
            if let Some(id) = &key.value.play {
                play(id, &known, &mut played, mistakes);
            }
        }
    }
    for prompt in &settings.prompts {
        let id = &prompt.value.prompt;
        if !played.contains(id.value.as_str()) {
            mistakes.add(
                "ivr.unused_prompt",
                place(id),
                format!("the prompt {} is never played", id.value),
                "remove it, or play it by a key or under `on:`",
            );
        }
        own_keys(&prompt.value, None, mistakes);
        length(&prompt.value, mistakes);
    }
}

fn play<'a>(
    id: &'a Spanned<String>,
    known: &BTreeSet<&str>,
    played: &mut BTreeSet<&'a str>,
    mistakes: &mut Mistakes<'_>,
) {
    played.insert(&id.value);
    if !known.contains(id.value.as_str()) {
        mistakes.add(
            "ivr.unknown_prompt",
            place(id),
            format!("there is no prompt {}", id.value),
            "add it to the prompts of the script's `ivr:`",
        );
    }
}

fn all_keys(prompt: &RawPrompt) -> impl Iterator<Item = &Spanned<RawKey>> {
    prompt.keys.iter().flat_map(|keys| keys.values()).chain(&prompt.no_key)
}

/// A line of the script, as the voice menu has it.
fn line(item: &RawItem, is_served: bool, mistakes: &mut Mistakes<'_>) {
    let name = item.question.as_ref().or(item.menu.as_ref()).or(item.say.as_ref());
    let Some(name) = name else { return };
    match (&item.ivr, is_served) {
        (None, true) => mistakes.add(
            "ivr.missing_prompt",
            place(name),
            "the voice menu has no prompt for this",
            "add `ivr:` with prompt and text, or leave ivr out of its `modes:`",
        ),
        (None, false) => {
            if let Some(menu) = &item.menu {
                mistakes.add(
                    "ivr.missing_prompt",
                    place(menu),
                    format!("menu {} has no prompt", menu.value),
                    "add `ivr:` with prompt and text",
                );
            }
        }
        (Some(ivr), false) => mistakes.add(
            "ivr.other_mode",
            place(ivr),
            "this has `ivr:`, but does not appear in that mode",
            "add ivr to its `modes:`, or remove `ivr:`",
        ),
        (Some(ivr), true) => {
            spoken_line(item, &ivr.value, mistakes);
        }
    }
}

fn spoken_line(item: &RawItem, prompt: &RawPrompt, mistakes: &mut Mistakes<'_>) {
    let recorded = prompt.record_seconds.is_some();
    let suits = match item.kind {
        Some(QuestionKind::Single) | None => true,
        Some(QuestionKind::Text) => recorded,
        Some(_) => false,
    };
    if let Some(question) = item.question.as_ref().filter(|_| !suits) {
        mistakes.add(
            "ivr.kind",
            place(question),
            format!("question {} cannot be answered with one key", question.value),
            "the voice menu asks questions of kind single, and records messages",
        );
    }
    if suits && item.question.is_some() && !recorded && prompt.keys.is_none() {
        keys_of_choices(item.choices(), mistakes);
    }
    own_keys(prompt, Some(item), mistakes);
    length(prompt, mistakes);
}

fn length(prompt: &RawPrompt, mistakes: &mut Mistakes<'_>) {
    // A blank is read as the words that stand for it, which are about as long as its name.
    let text = prompt.text.value.replace("{{", "").replace("}}", "");
    let seconds = spoken_seconds(&text);
    if seconds > PROMPT_SECONDS_MAX {
        mistakes.add(
            "ivr.too_long",
            place(&prompt.text),
            format!("the prompt {} takes {seconds} seconds to read aloud", prompt.prompt.value),
            format!("at most {PROMPT_SECONDS_MAX} seconds, at four characters a second"),
        );
    }
}

/// Choices without a key map use their own keys.
fn keys_of_choices(choices: &[RawChoice], mistakes: &mut Mistakes<'_>) {
    let mut offered = 0;
    for choice in choices {
        let key = choice.key.value.chars().next().unwrap_or_default();
        if CHOICE_KEYS.contains(&key) {
            offered += 1;
        } else if !AGENT_ONLY.contains(&choice.code.value.as_str()) {
            mistakes.add(
                "ivr.reserved_key",
                place(&choice.key),
                format!("in the voice menu the key {key} is not a choice: {}", meaning_of(key)),
                "give the question `ivr: {keys: …}` with keys from 1 to 6",
            );
        }
    }
    too_many(offered, choices.first().map(|choice| &choice.key), mistakes);
}

fn too_many(offered: usize, at: Option<&Spanned<String>>, mistakes: &mut Mistakes<'_>) {
    if let Some(at) = at.filter(|_| offered > KEYS_MAX) {
        mistakes.add(
            "ivr.too_many_keys",
            place(at),
            format!("{offered} choices are more than anybody remembers"),
            format!("at most {KEYS_MAX}; ask two questions"),
        );
    }
}

fn own_keys(prompt: &RawPrompt, item: Option<&RawItem>, mistakes: &mut Mistakes<'_>) {
    let Some(keys) = &prompt.keys else { return };
    for (key, does) in keys {
        one_key(key, does, item, mistakes);
    }
    let choosing = keys.keys().filter(|key| key.as_str() != "9").count();
    too_many(choosing, Some(&prompt.prompt), mistakes);
    if let Some(does) = &prompt.no_key {
        action(does, item, mistakes);
    }
}

fn one_key(key: &str, does: &Spanned<RawKey>, item: Option<&RawItem>, mistakes: &mut Mistakes<'_>) {
    let mut characters = key.chars();
    let (first, more) = (characters.next().unwrap_or_default(), characters.next());
    if more.is_some() || !(first.is_ascii_digit() || matches!(first, '*' | '#')) {
        mistakes.add(
            "ivr.not_a_key",
            place(does),
            format!("{key:?} is not a key of a telephone"),
            "write one digit between quotation marks",
        );
    } else if first == STOP_KEY && does.value.play.is_none() {
        mistakes.add(
            "ivr.stop_key",
            place(does),
            "9 stands for no more calls and is not a choice",
            "it may only `play:` a prompt that asks again",
        );
    } else if first != STOP_KEY && !CHOICE_KEYS.contains(&first) {
        mistakes.add(
            "ivr.reserved_key",
            place(does),
            format!("the key {first} is not free: {}", meaning_of(first)),
            "use the keys from 1 to 6",
        );
    }
    action(does, item, mistakes);
}

/// What a key does has to make sense where it stands.
fn action(does: &Spanned<RawKey>, item: Option<&RawItem>, mistakes: &mut Mistakes<'_>) {
    if let Some(code) = &does.value.answer {
        let choices = item.map_or(&[] as &[RawChoice], RawItem::choices);
        if !choices.iter().any(|choice| choice.code.value == code.value) {
            let known: Vec<&str> = choices.iter().map(|c| c.code.value.as_str()).collect();
            let hint = if known.is_empty() {
                "only questions are answered; here write `play:` or `go:`".to_owned()
            } else {
                format!("its codes are {}", known.join(", "))
            };
            let sentence = format!("there is no choice {} here", code.value);
            mistakes.add("ivr.unknown_code", place(code), sentence, hint);
        }
    }
    if item.is_some() && matches!(does.value.go, Some(RawGo::Back)) {
        mistakes.add(
            "ivr.back",
            place(does),
            "there is nothing to go back to",
            "`go: back` belongs to a prompt that a key of a question plays",
        );
    }
}

fn meaning_of(key: char) -> &'static str {
    match key {
        '0' => "it fetches a person",
        '*' => "it plays the question again",
        '#' => "it passes the question over or ends the message",
        '9' => "it stands for no more calls",
        _ => "it is never used",
    }
}
