//! Every shipped script walked in each of its modes: one row a call.

use super::walk_through::value;
use super::*;
use crate::domain::coded::Coded;

/// What; script; facts; `question=answer …` in the order asked; what is asked then; what follows:
/// complete, partial or open; flags; `next` when a next callback has to be agreed.
type Row =
    (&'static str, &'static str, Mode, &'static [Fact], &'static str, &'static str, &'static str);

const ROWS: &[Row] = &[
    (
        "special service at mid-term, fine",
        SPECIAL_SERVICE_CALLBACK,
        Mode::Agent,
        &[Fact::ServiceOngoing],
        "resolved=yes on_time=always quality=satisfied shortcomings=none satisfaction=satisfied \
         adjustment=none suggestion=none",
        "-",
        "complete",
    ),
    (
        "special service at mid-term, badly done: to be mended while it runs",
        SPECIAL_SERVICE_CALLBACK,
        Mode::Agent,
        &[Fact::ServiceOngoing, Fact::Paid],
        "resolved=no on_time=often_late quality=dissatisfied shortcomings=late \
         fee_as_agreed=no:多收五十元 satisfaction=very_dissatisfied reason=:没来 \
         adjustment=wanted:改周六 suggestion=none",
        "next_callback_on",
        "complete mend_while_running price_dispute next",
    ),
    (
        "special service after its end",
        SPECIAL_SERVICE_CALLBACK,
        Mode::Paper,
        &[],
        "resolved=yes on_time=always quality=satisfied shortcomings=none \
         satisfaction=very_satisfied again_wanted=yes suggestion=given:多派几个人",
        "-",
        "complete",
    ),
    (
        "home visit with signature",
        HOME_VISIT,
        Mode::Paper,
        &[],
        "contact_kind=home_visit at_home=received present=resident+family resolved=yes \
         seen=as_said quality=satisfied shortcomings=none satisfaction=satisfied suggestion=none \
         signature=signed",
        "-",
        "complete",
    ),
    (
        "home visit with the handled department in the room: counts in no rate (A-11)",
        HOME_VISIT,
        Mode::Paper,
        &[],
        "contact_kind=home_visit at_home=received present=resident+handled_department \
         resolved=partly seen=as_said quality=neutral shortcomings=late satisfaction=neutral \
         reason=:慢 suggestion=none next_callback_on=@2026-11-24 signature=declined:不想签",
        "-",
        "complete handled_department_present not_signed next",
    ),
    (
        "nobody at home: the visit is over and no form is complete",
        HOME_VISIT,
        Mode::Paper,
        &[],
        "contact_kind=home_visit at_home=absent",
        "-",
        "open nobody_at_home",
    ),
    (
        "by telephone instead: no signature",
        HOME_VISIT,
        Mode::Agent,
        &[],
        "contact_kind=telephone resolved=yes quality=satisfied shortcomings=none \
         satisfaction=satisfied suggestion=none",
        "-",
        "complete",
    ),
    (
        "survey: living elsewhere ends it",
        MONTHLY_SATISFACTION,
        Mode::Agent,
        &[],
        "adult=yes living=vacant",
        "-",
        "open household_changed",
    ),
    (
        "survey: hung up after the first question is a partial interview",
        MONTHLY_SATISFACTION,
        Mode::Agent,
        &[],
        "adult=yes living=own overall=satisfied",
        "customer_service",
        "partial",
    ),
    (
        "survey: three dimensions are bad, two are asked about, 非常不满意 first",
        MONTHLY_SATISFACTION,
        Mode::Agent,
        &[],
        "adult=yes living=own overall=neutral customer_service=dissatisfied repair=not_used \
         security=satisfied cleaning=dissatisfied greening=satisfied facilities=very_dissatisfied \
         complaint_handling=not_used reason_customer_service=:没人接电话 reason_facilities=:电梯停了三天 \
         worst=facilities recommend=4 suggestion=none consent_follow_up=named",
        "next_callback_on",
        "complete next",
    ),
    (
        "survey: overall bad and no dimension is: asked about as a whole",
        MONTHLY_SATISFACTION,
        Mode::Paper,
        &[],
        "living=own overall=dissatisfied customer_service=neutral repair=satisfied \
         security=satisfied cleaning=satisfied greening=satisfied facilities=satisfied \
         complaint_handling=neutral reason_overall=:物业费高 worst=none suggestion=none \
         consent_follow_up=anonymous",
        "-",
        "complete",
    ),
    (
        "back-check: nobody called",
        BACK_CHECK,
        Mode::Agent,
        &[Fact::VisitedAtHome],
        "contacted=no",
        "-",
        "open suspected_untrue",
    ),
    (
        "back-check of a visit that was a call, and praise was asked for",
        BACK_CHECK,
        Mode::Agent,
        &[Fact::VisitedAtHome],
        "contacted=yes visited_home=telephone repeat_overall=neutral polite=good pushed=yes:要我说满意",
        "-",
        "complete pushed_to_praise suspected_untrue visit_was_a_call",
    ),
    (
        "progress of a complaint",
        PROGRESS_CALL,
        Mode::Agent,
        &[],
        "opinion=given:太慢了 next_callback_on=@2026-11-27",
        "-",
        "complete next",
    ),
    (
        "second callback: solved and lasting",
        SECOND_CALLBACK,
        Mode::Agent,
        &[],
        "resolved=yes lasting=never satisfaction=satisfied suggestion=none",
        "-",
        "complete",
    ),
    (
        "second callback: dissatisfied again",
        SECOND_CALLBACK,
        Mode::Agent,
        &[Fact::MajorComplaint],
        "resolved=no satisfaction=dissatisfied suggestion=none",
        "next_callback_on",
        "complete supervision_suggested next",
    ),
];

fn shipped(id: &str) -> &'static Script {
    ScriptLibrary::shipped().get(id).expect("a shipped script")
}

#[test]
fn each_script_goes_where_the_manual_says() {
    for (what, id, mode, facts, path, asked, follows) in ROWS {
        let script = shipped(id);
        let circumstances = Circumstances::new(*mode, facts.iter().copied().collect());
        let mut answers = Answers::default();
        for step in path.split_whitespace() {
            let (question, shown) = step.split_once('=').expect("question=answer");
            let current = Interview::new(script, &circumstances, &answers).current();
            assert_eq!(current.map(|q| q.id.as_str()), Some(question), "{what}");
            let change = answer(script, &circumstances, &answers, question, value(shown));
            answers = change.unwrap_or_else(|error| panic!("{what}: {error}")).answers;
        }
        let interview = Interview::new(script, &circumstances, &answers);
        let current = interview.current().map_or("-", |question| question.id.as_str());
        assert_eq!(current, *asked, "{what}");
        let state = match (interview.is_complete(), interview.is_partial()) {
            (true, _) => "complete",
            (_, true) => "partial",
            _ => "open",
        };
        let mut came: Vec<&str> = vec![state];
        came.extend(interview.flags());
        if interview.needs_next_callback() {
            came.push("next");
        }
        assert_eq!(came.join(" "), *follows, "{what}");
    }
}

/// What; script; inputs; prompts played, `/` after each input; answers and effects in order.
const CALLS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "short repair call, satisfied",
        REPAIR_CALLBACK,
        "1 1 2 message:0",
        "RV1/RV2/RV3/RV5/RV6",
        "resolved=yes satisfaction=satisfied suggestion=none end",
    ),
    (
        "unsolved: no key at all is taken as a wish for a call",
        REPAIR_CALLBACK,
        "1 3 3 timeout #",
        "RV1/RV2/RV3/RV4/RV5/RV6",
        "resolved=no satisfaction=neutral agent_callback suggestion=none end",
    ),
    (
        "dissatisfied: a person, and nobody is free",
        REPAIR_CALLBACK,
        "1 1 5 0 nobody",
        "RV1/RV2/RV3/RV4/V92/V93",
        "resolved=yes satisfaction=very_dissatisfied transfer agent_callback end",
    ),
    (
        "not this household's repair: a person looks at the number",
        REPAIR_CALLBACK,
        "3",
        "RV1/V92",
        "verify_number transfer",
    ),
    ("another time", REPAIR_CALLBACK, "2", "RV1/V81", "call_later end"),
    (
        "the key of an agent's choice is a wrong one, twice; the third time it ends",
        REPAIR_CALLBACK,
        "1 4 8 9",
        "RV1/RV2/V91 RV2/V91 RV2/V94",
        "given_up call_later end",
    ),
    (
        "* plays again three times and counts for nothing, then it is a wrong key",
        REPAIR_CALLBACK,
        "1 * * * * timeout 1",
        "RV1/RV2/RV2/RV2/RV2/V91 RV2/V90 RV2/RV3",
        "resolved=yes",
    ),
    (
        "survey, all satisfied: consent is not asked for",
        MONTHLY_SATISFACTION,
        "1 2 2 6 2 2 2 2 6 message:12",
        "V01 V02/V11/V12/V13/V14/V15/V16/V17/V18/V22/V29",
        "living=own overall=satisfied customer_service=satisfied repair=not_used \
         security=satisfied cleaning=satisfied greening=satisfied facilities=satisfied \
         complaint_handling=not_used suggestion=given end",
    ),
    (
        "survey, # passes a question over, a bad one leads to the consent",
        MONTHLY_SATISFACTION,
        "1 1 # 1 1 4 1 1 1 1 #",
        "V01 V02/V11/V12/V13/V14/V15/V16/V17/V18/V21/V22/V29",
        "living=own overall=very_satisfied customer_service=no_answer repair=very_satisfied \
         security=very_satisfied cleaning=dissatisfied greening=very_satisfied \
         facilities=very_satisfied complaint_handling=very_satisfied consent_follow_up=named \
         suggestion=none end",
    ),
    (
        "no more calls is asked for again, and no key goes back",
        MONTHLY_SATISFACTION,
        "9 timeout 9 1",
        "V01 V02/V83/V02/V83/V84",
        "stop_surveys end",
    ),
    (
        "9 within a question is a wrong key, never the end of all calls",
        MONTHLY_SATISFACTION,
        "1 9 6 #",
        "V01 V02/V11/V91 V11/V91 V11/V12",
        "living=own overall=no_answer",
    ),
    ("the first question cannot be passed over", MONTHLY_SATISFACTION, "#", "V01 V02/V91 V02", ""),
    ("not a resident", MONTHLY_SATISFACTION, "3", "V01 V02/V82", "verify_number end"),
];

fn input(text: &str) -> IvrInput {
    match text {
        "timeout" => IvrInput::Timeout,
        "nobody" => IvrInput::NobodyFree,
        _ => match text.strip_prefix("message:") {
            Some(seconds) => IvrInput::Message { seconds: seconds.parse().expect("seconds") },
            None => IvrInput::Key(text.chars().next().expect("a key")),
        },
    }
}

fn happening(one: &IvrHappening) -> String {
    match one {
        IvrHappening::Answered { question, answer } => {
            format!("{question}={}", answer.codes.join("+"))
        }
        IvrHappening::PassedOver { question } => format!("{question}=-"),
        IvrHappening::Effect(effect) => effect.code().to_owned(),
        IvrHappening::GivenUp => "given_up".to_owned(),
        IvrHappening::Ended => "end".to_owned(),
    }
}

fn prompts(call: &IvrCall<'_>) -> String {
    call.step().prompts.iter().map(|prompt| prompt.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_key_of_the_voice_menu_does_what_the_manual_says() {
    for (what, id, inputs, played, happens) in CALLS {
        let (mut call, mut happened) =
            IvrCall::begin(shipped(id), &Facts::new()).expect("a voice menu");
        let mut heard = vec![prompts(&call)];
        for text in inputs.split_whitespace() {
            happened.extend(call.take(input(text)));
            heard.push(prompts(&call));
        }
        assert_eq!(heard.join("/"), *played, "{what}");
        let happened: Vec<String> = happened.iter().map(happening).collect();
        assert_eq!(happened.join(" "), *happens, "{what}");
    }
}

#[test]
fn a_key_is_waited_for_longer_the_second_time() {
    let (mut call, _) =
        IvrCall::begin(shipped(REPAIR_CALLBACK), &Facts::new()).expect("a voice menu");
    let waits: Vec<Option<u32>> = (0..3)
        .map(|_| {
            let wait = call.step().wait_seconds;
            call.take(IvrInput::Timeout);
            wait
        })
        .collect();
    assert_eq!(waits, [Some(5), Some(8), Some(8)]);
}

#[test]
fn opposite_answers_by_key_are_marked_and_not_changed() {
    for (keys, marked) in [("1 5 1 1 1 2 1 1 1", true), ("1 5 1 3 1 2 1 1 1", false)] {
        let inputs: Vec<IvrInput> = keys.split(' ').map(input).collect();
        let script = shipped(MONTHLY_SATISFACTION);
        let (call, _) = IvrCall::replay(script, &Facts::new(), &inputs).expect("a voice menu");
        let circumstances = Circumstances::new(Mode::Ivr, Facts::new());
        let interview = Interview::new(script, &circumstances, call.answers());
        assert_eq!(interview.flags().contains("keys_reversed"), marked, "{keys}");
        assert_eq!(interview.code_of(Role::Satisfaction), Some("very_dissatisfied"));
    }
}

#[test]
fn the_dimensions_begin_where_the_household_says_and_keep_their_order() {
    let script = shipped(MONTHLY_SATISFACTION);
    let asked = |mode, rotation| {
        let circumstances = Circumstances { rotation, ..Circumstances::new(mode, Facts::new()) };
        let answers = Answers::default();
        let interview = Interview::new(script, &circumstances, &answers);
        interview
            .asked()
            .map(|q| q.id.clone())
            .skip_while(|id| id != "overall")
            .skip(1)
            .take(7)
            .collect::<Vec<_>>()
    };
    let first = asked(Mode::Agent, 0);
    for rotation in 0..14 {
        let mut turned = first.clone();
        turned.rotate_left(usize::try_from(rotation % 7).expect("small"));
        assert_eq!(asked(Mode::Agent, rotation), turned);
        assert_eq!(asked(Mode::Ivr, rotation), first, "the voice menu keeps one order");
    }
}

#[test]
fn a_call_about_two_requests_opens_and_closes_once() {
    let rounds = shipped(REPAIR_CALLBACK).rounds(2);
    let shown: Vec<String> = rounds
        .iter()
        .filter(|(section, _)| section.id != "ivr_opening")
        .map(|(section, request)| {
            format!("{}{}", section.id, request.map_or(String::new(), |number| number.to_string()))
        })
        .collect();
    let wanted = "before_dialling1 before_dialling2 opening questions1 follow_up1 questions2 \
                  follow_up2 closing";
    assert_eq!(shown.join(" "), wanted);
}
