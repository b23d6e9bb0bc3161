//! What changing, passing over and refusing an answer does, and how texts are filled.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::walk_through::{script, value, walk};
use super::*;
use crate::domain::coded::Coded;

#[test]
fn a_changed_answer_drops_what_is_no_longer_asked() {
    let script = script(REPAIR_CALLBACK);
    let facts = Facts::from([Fact::Paid]);
    let before = walk(
        script,
        &facts,
        &[
            ("resolved", "no"),
            ("quality", "dissatisfied"),
            ("shortcomings", "repeated"),
            ("price_told", "told_as_charged"),
            ("satisfaction", "dissatisfied"),
            ("reason", ":没修好"),
            ("suggestion", "none"),
            ("next_callback_on", "@2026-11-23"),
        ],
    );
    // Changed question, new answer, what falls away.
    let cases: [(&str, &str, &[&str]); 5] = [
        ("resolved", "yes", &[]),
        ("satisfaction", "satisfied", &[]),
        ("quality", "satisfied", &[]),
        (
            "resolved",
            "not_verified",
            &["quality", "shortcomings", "price_told", "satisfaction", "reason", "suggestion"],
        ),
        ("resolved", "no", &[]),
    ];
    for (question, shown, dropped) in cases {
        let change =
            answer(script, &facts, &before, question, value(shown)).expect("a good answer");
        assert_eq!(change.dropped, dropped, "{question} = {shown}");
        for gone in dropped {
            assert_eq!(change.answers.get(gone), None, "{question} = {shown}");
        }
        assert_eq!(change.answers.get(question), Some(&value(shown)));
    }
    let mended =
        ["resolved", "quality", "satisfaction"].iter().zip(["yes", "satisfied", "neutral"]);
    let (answers, dropped) =
        mended.fold((before, Vec::new()), |(answers, _), (question, shown)| {
            let change = answer(script, &facts, &answers, question, value(shown)).expect("good");
            (change.answers, change.dropped)
        });
    assert_eq!(dropped, ["next_callback_on"], "the last complaint is gone, and the date with it");
    assert!(answers.get("reason").is_some(), "neutral keeps its reason");
}

#[test]
fn an_optional_question_is_offered_once_and_passed_over_by_the_next_answer() {
    let script = script(COMPLAINT_CALLBACK);
    let facts = Facts::new();
    let answers = walk(
        script,
        &facts,
        &[
            ("informed", "yes"),
            ("feedback_true", "yes"),
            ("resolved", "yes"),
            ("quality", "satisfied"),
        ],
    );
    let current = |answers: &Answers| {
        Interview::new(script, &facts, answers).current().map(|question| question.id.clone())
    };
    assert_eq!(current(&answers).as_deref(), Some("speed"));
    let change = answer(script, &facts, &answers, "attitude", value("satisfied")).expect("good");
    assert_eq!(current(&change.answers).as_deref(), Some("satisfaction"));
}

#[test]
fn a_required_question_that_was_passed_over_comes_back_at_the_end() {
    let script = script(REPAIR_CALLBACK);
    let facts = Facts::new();
    let mut answers = Answers::default();
    for (question, shown) in
        [("resolved", "yes"), ("satisfaction", "satisfied"), ("suggestion", "none")]
    {
        answers = answer(script, &facts, &answers, question, value(shown)).expect("good").answers;
    }
    let interview = Interview::new(script, &facts, &answers);
    assert_eq!(interview.current().map(|question| question.id.as_str()), Some("quality"));
    assert!(interview.is_partial());
}

#[test]
fn a_refused_answer_says_what_the_question_wants() {
    let script = script(REPAIR_CALLBACK);
    let facts = Facts::new();
    let answers = walk(script, &facts, &[("resolved", "no"), ("quality", "dissatisfied")]);
    let cases: [(&str, Answer, &str); 13] = [
        ("colour", value("red"), "the script has no question colour"),
        ("price_told", value("not_told"), "question price_told is not asked here"),
        ("quality", value("fine"), "question quality has no choice fine"),
        ("quality", Answer::default(), "question quality wants exactly one choice"),
        ("quality", value("neutral+satisfied"), "question quality wants exactly one choice"),
        (
            "quality",
            Answer { date: NaiveDate::MAX.into(), ..value("neutral") },
            "question quality wants no date",
        ),
        ("shortcomings", Answer::default(), "question shortcomings wants at least one choice"),
        (
            "shortcomings",
            value("late+none"),
            "question shortcomings wants the excluding choice alone",
        ),
        ("shortcomings", value("other"), "question shortcomings wants the resident's own words"),
        ("suggestion", value("given:  \n"), "question suggestion wants the resident's own words"),
        ("reason", value(": "), "question reason wants the resident's own words"),
        ("reason", value("late:太慢"), "question reason wants no choices"),
        ("next_callback_on", value(":明天"), "question next_callback_on wants a date"),
    ];
    for (question, given, sentence) in cases {
        let refused = answer(script, &facts, &answers, question, given).err();
        assert_eq!(refused.map(|error| error.to_string()).as_deref(), Some(sentence));
    }
}

#[test]
fn several_choices_are_kept_in_the_order_of_the_script_and_words_are_trimmed() {
    let script = script(REPAIR_CALLBACK);
    let given = value("other+late+late: 门口有水 ");
    let change = answer(script, &Facts::new(), &Answers::default(), "shortcomings", given);
    let answers = change.expect("a good answer").answers;
    assert_eq!(answers.get("shortcomings"), Some(&value("late+other:门口有水")));
}

#[test]
fn the_texts_are_filled_and_open_blanks_show_as_in_the_manual() {
    let script = script(REPAIR_CALLBACK);
    let values = ScriptValues::default()
        .with(Variable::CompanyName, "海晏物业")
        .with(Variable::AgentNumber, "8003")
        .with(Variable::RequestMatterSpoken, "{{ agent.number }}<b>漏水</b>");
    let opening = script.sections.iter().find(|section| section.id == "opening");
    let opening = opening.expect("the opening");
    let first = opening.items[0].text().render(&values).expect("a filled text");
    assert_eq!(first.reveal(), "您好，我是海晏物业品质部回访员，工号8003。");
    assert_eq!(format!("{first:?}"), "[personal]");
    let asked = script.question("resolved").map(|question| question.text.render(&values));
    let asked = asked.expect("the question").expect("a filled text");
    assert_eq!(asked.reveal(), "请问，{{ agent.number }}<b>漏水</b>现在解决了吗？");
    let open = opening.items[1].text().render(&values).expect("a filled text");
    assert_eq!(open.reveal(), "请问是〔尊称〕吗？");
}

#[test]
fn the_opening_names_the_manager_when_the_manager_calls() {
    let script = script(COMPLAINT_CALLBACK);
    let answers = Answers::default();
    for (facts, surname) in [(Facts::new(), false), (Facts::from([Fact::ManagerCalls]), true)] {
        let interview = Interview::new(script, &facts, &answers);
        let introductions: Vec<bool> = script
            .items()
            .filter(|item| interview.shows(item) && item.phrase() == Some(Phrase::B1))
            .map(|item| item.text().source().contains("agent.surname"))
            .collect();
        assert_eq!(introductions, [surname]);
    }
}

/// A value that suits the question's kind, chosen by `pick`.
fn some_value(question: &Question, pick: usize) -> Answer {
    let words = Answer::words("原话");
    match question.kind {
        QuestionKind::Text => words,
        QuestionKind::Date => Answer::on(NaiveDate::MIN),
        QuestionKind::Number | QuestionKind::Scale => {
            let range = question.range.as_ref().expect("a number has a range");
            Answer::of(range.from + i64::try_from(pick).unwrap_or(0) % (range.to - range.from + 1))
        }
        QuestionKind::Single | QuestionKind::Multiple => {
            let code = &question.choices[pick % question.choices.len()].code;
            Answer { codes: vec![code.clone()], ..words }
        }
    }
}

/// Every shipped script in every version, each in one of its modes.
fn any_call() -> impl Strategy<Value = (&'static Script, Circumstances)> {
    let scripts: Vec<&Script> = ScriptLibrary::shipped().iter().collect();
    let facts = proptest::sample::subsequence(Fact::ALL, 0..=Fact::ALL.len());
    (proptest::sample::select(scripts), any::<proptest::sample::Index>(), facts, 0u64..20).prop_map(
        |(script, mode, facts, rotation)| {
            let modes: Vec<Mode> = script.modes.iter().copied().collect();
            let mode = modes[mode.index(modes.len())];
            let facts = facts.into_iter().collect();
            (script, Circumstances { rotation, ..Circumstances::new(mode, facts) })
        },
    )
}

proptest! {
    /// Whatever is answered, changed and passed over, in any order and in any circumstances.
    #[test]
    fn what_is_kept_is_asked_and_answering_what_is_current_ends(
        (script, circumstances) in any_call(),
        steps in proptest::collection::vec((0usize..40, 0usize..9), 0..30),
        picks in proptest::collection::vec(0usize..9, 40),
    ) {
        let mut answers = Answers::default();
        for (which, pick) in steps {
            let questions: Vec<&Question> = script.questions().collect();
            let question = questions[which % questions.len()];
            let given = some_value(question, pick);
            if let Ok(change) = answer(script, &circumstances, &answers, &question.id, given) {
                // Exactly what no longer applies falls away, and nothing else changes.
                let after = Interview::new(script, &circumstances, &change.answers);
                for (id, before) in answers.iter().filter(|(id, _)| *id != question.id) {
                    let is_dropped = change.dropped.iter().any(|dropped| dropped == id);
                    prop_assert_eq!(is_dropped, !after.applies(id));
                    prop_assert_eq!(change.answers.get(id), (!is_dropped).then_some(before));
                }
                answers = change.answers;
            }
            let interview = Interview::new(script, &circumstances, &answers);
            prop_assert!(answers.iter().all(|(question, _)| interview.applies(question)));
        }
        for pick in picks {
            let current = Interview::new(script, &circumstances, &answers).current();
            let Some(question) = current else { break };
            let given = some_value(question, pick);
            let change = answer(script, &circumstances, &answers, &question.id, given);
            answers = change.expect("the current question takes an answer").answers;
        }
        let interview = Interview::new(script, &circumstances, &answers);
        prop_assert_eq!(interview.missing().count(), 0);
        prop_assert!(interview.current().is_none());
    }

    /// Whatever keys are pressed, silence ends the call, and every answer is to a question asked.
    #[test]
    fn a_voice_menu_never_holds_the_line(
        repair: bool,
        inputs in proptest::collection::vec(0usize..16, 0..40),
    ) {
        let script = script(if repair { REPAIR_CALLBACK } else { MONTHLY_SATISFACTION });
        let inputs: Vec<IvrInput> = inputs
            .into_iter()
            .map(|input| match input {
                0..=11 => IvrInput::Key("0123456789*#".as_bytes()[input].into()),
                12 => IvrInput::Timeout,
                13 => IvrInput::Message { seconds: 0 },
                14 => IvrInput::Message { seconds: 30 },
                _ => IvrInput::NobodyFree,
            })
            .collect();
        let (mut call, _) =
            IvrCall::replay(script, &Facts::new(), &inputs).expect("it has a voice menu");
        let circumstances = Circumstances::new(Mode::Ivr, Facts::new());
        let interview = Interview::new(script, &circumstances, call.answers());
        prop_assert!(call.answers().iter().all(|(question, _)| interview.applies(question)));
        for _ in 0..12 {
            call.take(IvrInput::Timeout);
            call.take(IvrInput::NobodyFree);
        }
        prop_assert!(call.is_over());
    }
}
