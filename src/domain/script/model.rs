//! What a checked call script is. Values of these types come from [`super::parse`] only, so every
//! reference in them holds.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::template::Text;
use crate::domain::coded::coded;

/// A call script (话术): what is said and asked in one kind of call (scripts-zh.md 2, 4).
#[derive(Clone, Debug)]
pub struct Script {
    /// Stable name, such as `repair-callback`.
    pub id: String,
    /// Number of this wording; rises with every change, and answers are stored with it.
    pub version: u32,
    /// The name people use.
    pub title: String,
    /// The sections in speaking order.
    pub sections: Vec<Section>,
    /// When a next callback has to be agreed before the task can be finished.
    pub next_callback_if: Conditions,
    /// Marks of the result and when they are set, such as `price_dispute`.
    pub flags: BTreeMap<String, Conditions>,
}

/// A part of a script under one heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// Stable name, unique among sections and questions.
    pub id: String,
    /// Heading on the screen.
    pub title: String,
    /// How often it is worked in a call about several matters.
    pub scope: Scope,
    /// When the section is worked at all.
    pub guard: Guard,
    /// The items in speaking order; never empty.
    pub items: Vec<Item>,
}

/// How often a section is worked when one call is about several requests of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Once in the call: opening and closing.
    Call,
    /// Once for each request (逐件问、逐件记).
    Request,
}

/// One line of a script.
#[derive(Clone, Debug)]
pub struct Item {
    /// Place in the whole script, from 0.
    pub position: usize,
    /// When this line applies.
    pub guard: Guard,
    /// What it is.
    pub content: ItemContent,
}

/// What a line of a script is.
#[derive(Clone, Debug)]
pub enum ItemContent {
    /// Words the agent speaks; the wording may vary, the sense may not.
    Say {
        /// The words.
        text: Text,
        /// The must-say phrase these words are, if they are one.
        phrase: Option<Phrase>,
    },
    /// A hint (※) for the agent, not spoken.
    Note {
        /// The hint.
        text: Text,
    },
    /// A question and its answers.
    Question(Box<Question>),
}

/// A question (题目) of a script.
#[derive(Clone, Debug)]
pub struct Question {
    /// Stable name (题号); the same name in every script is the same question.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The words that ask it.
    pub text: Text,
    /// The must-say phrase that asking it is, if it is one.
    pub phrase: Option<Phrase>,
    /// The answers to choose from; empty for text and date questions.
    pub choices: Vec<Choice>,
    /// Whether the form may be completed without it; see `optional_if`.
    pub required: bool,
    /// Empty, or when a required question may be passed over after all.
    pub optional_if: Conditions,
    /// What the answer counts as in the result.
    pub counts_as: BTreeSet<Role>,
}

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionKind {
    /// One of the choices.
    Single,
    /// One or more of the choices.
    Multiple,
    /// The resident's own words (原话).
    Text,
    /// A calendar date.
    Date,
}

/// An answer to choose (选项).
#[derive(Clone, Debug)]
pub struct Choice {
    /// Stable English word, stored and counted.
    pub code: String,
    /// The agent's digit key, one character.
    pub key: String,
    /// The words on the screen.
    pub label: String,
    /// Whether the resident's own words (原话) have to be written beside it.
    pub verbatim: bool,
    /// Whether it excludes every other choice of a multiple question (0 都好).
    pub exclusive: bool,
    /// Where the call goes on after this answer; the next line when there is none.
    pub jump: Option<Jump>,
}

/// Forward jump (跳转) to a question or to the start of a section; what lies between is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// Name of the question or section.
    pub target: String,
    /// Position of the item the call goes on with.
    pub position: usize,
}

/// A list of which any one has to hold; an empty list never holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions(pub Vec<Condition>);

/// Holds when all of its parts hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// Question to codes: each question has been answered with one of its codes.
    pub answers: BTreeMap<String, Vec<String>>,
    /// Facts that all have to be true of the request.
    pub facts: Vec<Fact>,
}

/// When a line or section applies: `only_if` is empty or holds, and `unless` does not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    /// Empty, or any of these has to hold.
    pub only_if: Conditions,
    /// None of these may hold.
    pub unless: Conditions,
}

coded! {
    /// What a script's conditions may know of the request before the call; the caller passes those
    /// that are true as [`Facts`].
    pub enum Fact {
        /// 有偿: the resident paid for the work.
        Paid = "paid" | "有偿服务",
        /// 返修: the same matter had been repaired before.
        Rework = "rework" | "返修",
        /// The complaint was found invalid; decided before the call (scripts-zh.md 4.5).
        InvalidComplaint = "invalid_complaint" | "无效投诉",
        /// Status 无法处理: it cannot be put right for objective reasons (scripts-zh.md 4.4).
        CannotBeResolved = "cannot_be_resolved" | "无法整改",
        /// The center told the resident the reasons in writing. Only with `CannotBeResolved`;
        /// without it the matter is asked and counted as an ordinary complaint (scripts-zh.md 4.4).
        ExplainedInWriting = "explained_in_writing" | "已书面说明",
        /// The complaint is about an employee's attitude or conduct (scripts-zh.md 4.6).
        StaffConduct = "staff_conduct" | "员工态度、品行",
        /// The quality manager makes the call.
        ManagerCalls = "manager_calls" | "经理本人回访",
    }
}

/// The facts that are true of a request.
pub type Facts = BTreeSet<Fact>;

coded! {
    /// What a question's answer counts as, whatever the question is called. The first five are the
    /// five points every callback covers.
    pub enum Role {
        /// 服务效果
        Resolved = "resolved" | "服务效果",
        /// 质量评价
        Quality = "quality" | "质量评价",
        /// 满意程度, the one answer the satisfaction rate counts.
        Satisfaction = "satisfaction" | "满意程度",
        /// 缺点与不足
        Shortcomings = "shortcomings" | "缺点与不足",
        /// 建议征集
        Suggestion = "suggestion" | "建议征集",
        /// 原因, the resident's own words.
        Reason = "reason" | "不满意原因",
        /// 下次时间
        NextCallback = "next_callback" | "下次回访时间",
    }
}

impl Role {
    /// The five points without which a script is refused.
    pub const FIVE_POINTS: [Role; 5] =
        [Self::Resolved, Self::Quality, Self::Satisfaction, Self::Shortcomings, Self::Suggestion];

    /// The answer codes every script shares for this role, best first; none when it is free.
    /// Scale and order: scripts-zh.md 0.
    pub fn shared_codes(self) -> Option<&'static [&'static str]> {
        match self {
            Self::Resolved => Some(&["yes", "partly", "no", "not_verified"]),
            Self::Quality | Self::Satisfaction => Some(&[
                "very_satisfied",
                "satisfied",
                "neutral",
                "dissatisfied",
                "very_dissatisfied",
                "not_used",
                "cannot_say",
                "no_answer",
            ]),
            Self::Shortcomings | Self::Suggestion | Self::Reason | Self::NextCallback => None,
        }
    }
}

coded! {
    /// Must-say phrases (必说句), ticked on the screen and scored (scripts-zh.md 1.2).
    pub enum Phrase {
        /// 自我介绍
        B1 = "B1" | "自我介绍",
        /// 确认身份
        B2 = "B2" | "确认身份",
        /// 说明目的与用时
        B3 = "B3" | "说明目的与用时",
        /// 录音告知
        B4 = "B4" | "录音告知",
        /// 征询是否方便
        B5 = "B5" | "征询是否方便",
        /// 致歉
        B6 = "B6" | "致歉",
        /// 复述并请客户确认
        B7 = "B7" | "复述并请客户确认",
        /// 告知下一步
        B8 = "B8" | "告知下一步",
        /// 致谢道别
        B9 = "B9" | "致谢道别",
        /// 征集意见建议
        B10 = "B10" | "征集意见建议",
    }
}

impl Script {
    /// Every line in speaking order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// Every question in speaking order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.items().filter_map(Item::question)
    }

    /// The question of that name.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// The question whose answer counts as `role`; a role has one question at most.
    pub fn question_for(&self, role: Role) -> Option<&Question> {
        self.questions().find(|question| question.counts_as.contains(&role))
    }
}

impl Item {
    /// The question, when this line is one.
    pub fn question(&self) -> Option<&Question> {
        match &self.content {
            ItemContent::Question(question) => Some(question),
            ItemContent::Say { .. } | ItemContent::Note { .. } => None,
        }
    }

    /// The must-say phrase this line is, whether said or asked.
    pub fn phrase(&self) -> Option<Phrase> {
        match &self.content {
            ItemContent::Say { phrase, .. } => *phrase,
            ItemContent::Note { .. } => None,
            ItemContent::Question(question) => question.phrase,
        }
    }

    /// The words of this line.
    pub fn text(&self) -> &Text {
        match &self.content {
            ItemContent::Say { text, .. } | ItemContent::Note { text } => text,
            ItemContent::Question(question) => &question.text,
        }
    }
}

impl Question {
    /// The choice with that code.
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices.iter().find(|choice| choice.code == code)
    }
}
