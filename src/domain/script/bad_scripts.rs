//! What an editor reads when a script file is wrong: one row a mistake.

use super::parse::parse;

/// A correct small script that covers the five points. The rows below change one thing in it.
const GOOD: &str = r#"id: example
version: 1
title: 示例
next_callback_if:
  - answers: {resolved: ["no"]}
sections:
  - id: opening
    title: 开场
    scope: call
    items:
      - say: 您好，{{ resident.name }}
        phrase: B1
  - id: questions
    title: 问题
    scope: request
    items:
      - question: resolved
        kind: single
        text: 解决了吗？
        counts_as: [resolved]
        choices:
          - {code: "yes", key: "1", label: 已解决}
          - {code: "no", key: "2", jump: suggestion, label: 没有解决}
      - question: satisfaction
        kind: single
        text: 满意吗？
        counts_as: [satisfaction, quality]
        choices:
          - {code: satisfied, key: "1", label: 满意}
          - {code: dissatisfied, key: "2", label: 不满意}
      - question: reason
        kind: text
        text: 哪里不满意？
        counts_as: [shortcomings]
        only_if:
          - answers: {satisfaction: [dissatisfied]}
      - question: suggestion
        kind: text
        text: 有什么建议？
        counts_as: [suggestion]
"#;

/// What is wrong; the piece of [`GOOD`] to replace; by what; line, column, sentence, start of hint.
type Case = (&'static str, &'static str, &'static str, u64, u64, &'static str, &'static str);

const CASES: &[Case] = &[
    (
        "jump to nowhere",
        "jump: suggestion",
        "jump: sugestion",
        23,
        42,
        "the jump goes to sugestion, which is neither a question nor a section",
        "jump to the id of a later question or section",
    ),
    (
        "jump backwards",
        "jump: suggestion",
        "jump: opening",
        23,
        42,
        "the jump goes back to opening",
        "jumps go forward only",
    ),
    (
        "condition on a question that does not exist",
        "- answers: {satisfaction: [dissatisfied]}",
        "- answers: {satisfied: [dissatisfied]}",
        36,
        34,
        "the condition asks for satisfied, which is not a question",
        "the questions are resolved, satisfaction, reason, suggestion",
    ),
    (
        "condition on an answer that does not exist",
        "- answers: {satisfaction: [dissatisfied]}",
        "- answers: {satisfaction: [unhappy]}",
        36,
        38,
        "satisfaction has no choice unhappy",
        "its codes are satisfied, dissatisfied",
    ),
    (
        "condition of the whole script on an answer that does not exist",
        r#"- answers: {resolved: ["no"]}"#,
        "- answers: {resolved: [never]}",
        5,
        26,
        "resolved has no choice never",
        "its codes are yes, no",
    ),
    (
        "condition on a question that comes later",
        "- say: 您好，{{ resident.name }}",
        "- say: 您好\n        only_if: [{answers: {resolved: [\"no\"]}}]",
        12,
        40,
        "the condition asks for resolved, which is asked only later",
        "move this line below the question",
    ),
    (
        "a condition that asks for nothing",
        "- answers: {satisfaction: [dissatisfied]}",
        "- facts: []",
        36,
        13,
        "the condition asks for nothing, so it would always hold",
        "give it `answers:` or `facts:`",
    ),
    (
        "two questions of one name",
        "question: reason",
        "question: resolved",
        31,
        19,
        "the id resolved is used twice; it is first used in line 17",
        "ids of questions and sections differ",
    ),
    (
        "a section named like a question",
        "- id: opening",
        "- id: reason",
        31,
        19,
        "the id reason is used twice; it is first used in line 7",
        "ids of questions and sections differ",
    ),
    (
        "a name that is not stable",
        "question: reason",
        "question: 原因",
        31,
        19,
        "the id \"原因\" is not a stable name",
        "use small English letters, digits and _",
    ),
    (
        "one key for two choices",
        r#"key: "2", label: 不满意"#,
        r#"key: "1", label: 不满意"#,
        30,
        39,
        "question satisfaction has the key 1 twice; it is first used in line 29",
        "each choice has its key",
    ),
    (
        "one code for two choices",
        r#"{code: satisfied, key: "1""#,
        r#"{code: dissatisfied, key: "1""#,
        30,
        20,
        "question satisfaction has the code dissatisfied twice; it is first used in line 29",
        "codes differ",
    ),
    (
        "a key of two characters",
        r#"key: "2", label: 不满意"#,
        r#"key: "10", label: 不满意"#,
        30,
        39,
        "\"10\" is not one key",
        "a key is one digit between quotation marks",
    ),
    (
        "a code outside the common scale",
        r#"{code: "yes", key: "1""#,
        r#"{code: solved, key: "1""#,
        22,
        20,
        "solved is not a code of resolved",
        "the codes are yes, partly, no, not_verified",
    ),
    (
        "a variable that nothing fills",
        "{{ resident.name }}",
        "{{ resident.nmae }}",
        11,
        14,
        "the text uses an undefined variable: resident.nmae",
        "the variables are company.name,",
    ),
    (
        "a group of variables instead of one",
        "{{ resident.name }}",
        "{{ resident }}",
        11,
        14,
        "the text uses an undefined variable: resident",
        "the variables are company.name,",
    ),
    (
        "a brace that is not closed",
        "{{ resident.name }}",
        "{{ resident.name",
        11,
        14,
        "the text is not a template: syntax error: unexpected end of input, expected end of \
         variable block",
        "write a blank as {{ resident.name }}",
    ),
    (
        "two of the five points missing",
        "[satisfaction, quality]",
        "[reason]",
        7,
        3,
        "no question counts as quality, satisfaction",
        "every callback covers the five points (R-035)",
    ),
    (
        "one point in two questions",
        "counts_as: [shortcomings]",
        "counts_as: [shortcomings, suggestion]",
        40,
        21,
        "reason counts as suggestion already",
        "a role has one question",
    ),
    (
        "a choosing question without choices",
        "kind: text\n        text: 哪里不满意？",
        "kind: single\n        text: 哪里不满意？",
        31,
        19,
        "question reason has no choices",
        "add `choices:`",
    ),
    (
        "a text question with choices",
        "kind: single\n        text: 满意吗？",
        "kind: text\n        text: 满意吗？",
        24,
        19,
        "question satisfaction has choices, but its kind takes none",
        "remove them",
    ),
    (
        "an excluding choice of a single question",
        r#"{code: satisfied, key: "1","#,
        r#"{code: satisfied, key: "1", exclusive: true,"#,
        29,
        20,
        "satisfied is exclusive, but satisfaction takes one choice anyway",
        "`exclusive` belongs to `kind: multiple`",
    ),
    (
        "a question without a kind",
        "        kind: text\n        text: 哪里不满意？",
        "        text: 哪里不满意？",
        31,
        19,
        "question reason has no kind",
        "add `kind: single`",
    ),
    (
        "a question without words",
        "        text: 哪里不满意？\n",
        "",
        31,
        19,
        "question reason has no text",
        "add `text:`",
    ),
    (
        "an item that is two things",
        "        phrase: B1",
        "        note: 提示",
        11,
        9,
        "this item is not exactly one of say, note and question",
        "begin the item with one of the three",
    ),
    (
        "a spoken line with a question's field",
        "        phrase: B1",
        "        required: true",
        11,
        9,
        "a line that is not a question has fields of a question",
        "kind, text, choices",
    ),
    (
        "version zero",
        "version: 1",
        "version: 0",
        2,
        10,
        "the version is 0",
        "versions begin with 1",
    ),
];

#[test]
fn the_script_the_cases_start_from_is_correct() {
    let errors = parse("example.yaml", GOOD).err().unwrap_or_default();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn each_mistake_is_told_with_its_place_and_what_to_do() {
    for (what, piece, wrong, line, column, sentence, hint) in CASES {
        assert_eq!(GOOD.matches(piece).count(), 1, "{what}: the piece is not unique");
        let errors = parse("example.yaml", &GOOD.replace(piece, wrong)).err().unwrap_or_default();
        let [error] = errors.as_slice() else { panic!("{what}: {errors:#?}") };
        assert_eq!(
            (error.file.as_str(), error.line, error.column, error.sentence.as_str()),
            ("example.yaml", *line, *column, *sentence),
            "{what}"
        );
        assert!(error.hint.starts_with(hint), "{what}: {}", error.hint);
    }
}

/// What is wrong; piece; replacement; line; what the sentence names.
const SHAPES: &[(&str, &str, &str, u64, &str)] = &[
    ("a misspelt field", "phrase: B1", "phrse: B1", 12, "phrse"),
    ("an unknown phrase", "phrase: B1", "phrase: B11", 12, "B11"),
    (
        "an unknown kind",
        "kind: text\n        text: 哪",
        "kind: essay\n        text: 哪",
        32,
        "essay",
    ),
    ("an unknown role", "[shortcomings]", "[complaints]", 34, "complaints"),
    ("an unknown scope", "scope: call", "scope: house", 9, "house"),
    ("an unknown fact", "- answers: {resolved: [\"no\"]}", "- facts: [rich]", 5, "rich"),
    ("a field twice", "title: 示例", "title: 示例\ntitle: 例", 4, "title"),
    ("a version in words", "version: 1", "version: one", 2, "u32"),
];

#[test]
fn a_file_of_another_shape_is_refused_where_it_departs() {
    for (what, piece, wrong, line, named) in SHAPES {
        let errors =
            parse("example.yaml", &GOOD.replacen(piece, wrong, 1)).err().unwrap_or_default();
        let [error] = errors.as_slice() else { panic!("{what}: {errors:#?}") };
        assert_eq!(error.line, *line, "{what}: {error}");
        assert!(error.sentence.contains(named), "{what}: {error}");
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_in_its_order() {
    let yaml = GOOD
        .replace("{{ resident.name }}", "{{ resident.nmae }}")
        .replace("jump: suggestion", "jump: sugestion")
        .replace("[dissatisfied]}", "[unhappy]}");
    let errors = parse("example.yaml", &yaml).err().unwrap_or_default();
    assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [11, 23, 36]);
}

#[test]
fn an_error_reads_as_one_place_one_sentence_and_one_hint() {
    let errors = parse("example.yaml", &GOOD.replace("version: 1", "version: 0"));
    let shown = errors.err().unwrap_or_default().first().map(ToString::to_string);
    assert_eq!(
        shown.as_deref(),
        Some("example.yaml:2:10: the version is 0\n  hint: versions begin with 1")
    );
}
