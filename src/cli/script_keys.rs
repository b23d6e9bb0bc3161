//! The preview of a script as a voice menu: prompts, keys, what each key brought about.

use super::say;
use super::script_walk::{filled, read_line};
use crate::app::AppError;
use crate::domain::coded::Coded;
use crate::domain::script::{
    Circumstances, IvrCall, IvrHappening, IvrInput, IvrMeaning, IvrStep, Script,
};

/// Walks with the inputs of the command line, or with what a person types.
pub fn run(
    script: &Script,
    circumstances: Circumstances,
    inputs: Option<&str>,
    person: bool,
) -> Result<(), AppError> {
    let Some((mut call, happened)) = IvrCall::begin(script, circumstances) else {
        return Err(AppError::invalid("script.mode_not_served", "the script has no voice menu"));
    };
    tell(&happened);
    let mut given = inputs.unwrap_or_default().split(',').filter(|text| !text.is_empty());
    loop {
        let step = call.step();
        show(&step)?;
        if step.is_over {
            return Ok(());
        }
        let text = if person { read_line()? } else { given.next().map(str::to_owned) };
        let Some(text) = text else {
            say("(no more keys)");
            return Ok(());
        };
        let input = input(&text)?;
        say(format!("→ {}", if text.is_empty() { "timeout" } else { &text }));
        tell(&call.take(input));
    }
}

/// `1`, `*`, `#`, `timeout` or nothing, `message:5`, `nobody`.
fn input(text: &str) -> Result<IvrInput, AppError> {
    let mut characters = text.chars();
    Ok(match (text, characters.next(), characters.next()) {
        ("" | "timeout", ..) => IvrInput::Timeout,
        ("nobody", ..) => IvrInput::NobodyFree,
        (_, Some(key), None) if key.is_ascii_digit() || "*#".contains(key) => IvrInput::Key(key),
        _ => match text.strip_prefix("message:").and_then(|seconds| seconds.parse().ok()) {
            Some(seconds) => IvrInput::Message { seconds },
            None => {
                let hint = "write one of 0 to 9, *, #, timeout, message:5 (seconds), nobody";
                let sentence = format!("{text} is not a key");
                return Err(AppError::invalid("script.key", sentence).hint(hint));
            }
        },
    })
}

fn show(step: &IvrStep<'_>) -> Result<(), AppError> {
    say("");
    for prompt in &step.prompts {
        say(format!("{} 「{}」", prompt.id, filled(&prompt.text)?));
    }
    for (key, meaning) in &step.keys {
        say(format!("    {key} {}", words(meaning)));
    }
    if let Some(seconds) = step.wait_seconds {
        say(format!("    waits {seconds} s"));
    }
    if let Some(seconds) = step.record_seconds {
        say(format!("    records {seconds} s at most"));
    }
    if step.is_transferring {
        say("    fetches a person");
    }
    Ok(())
}

fn words(meaning: &IvrMeaning) -> String {
    match meaning {
        IvrMeaning::Answer { code, label } => format!("{label} ({code})"),
        IvrMeaning::Play(prompt) => format!("plays {prompt}"),
        IvrMeaning::Continue => "goes on".to_owned(),
        IvrMeaning::Back => "goes back".to_owned(),
        IvrMeaning::Transfer => "fetches a person".to_owned(),
        IvrMeaning::Repeat => "plays again".to_owned(),
        IvrMeaning::PassOver => "passes over".to_owned(),
        IvrMeaning::EndMessage => "ends the message".to_owned(),
    }
}

fn tell(happened: &[IvrHappening]) {
    for one in happened {
        say(match one {
            IvrHappening::Answered { question, answer } => {
                format!("    kept: {question} = {}", answer.codes.join("+"))
            }
            IvrHappening::PassedOver { question } => format!("    passed over: {question}"),
            IvrHappening::Effect(effect) => {
                format!("    effect: {} {}", effect.code(), effect.chinese())
            }
            IvrHappening::GivenUp => "    given up".to_owned(),
            IvrHappening::Ended => "    the call ends".to_owned(),
        });
    }
}
