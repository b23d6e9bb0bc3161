//! The do-not-call list (勿扰名单): whom not to call, for what (decisions.md, "The batch").

use serde::{Deserialize, Serialize};

use super::coded::coded;

coded! {
    /// What an entry forbids.
    pub enum DoNotCallScope {
        /// 调查: surveys; callbacks on their own requests are still made.
        Survey = "survey" | "调查",
        /// 回访: callbacks.
        Callback = "callback" | "回访",
        /// 全部: any call at all.
        All = "all" | "全部",
    }
}
