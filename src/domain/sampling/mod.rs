//! Drawing households so that anybody can draw them again: statistics.md sections 1 to 5.
//!
//! - [`exact`]: whole numbers and fractions, never floating point;
//! - [`frame`]: FRAME-1, the digest of who could be drawn;
//! - [`allocation`]: ALLOC-1, how many from which stratum;
//! - [`quota`]: how much of a year's share is due by which month;
//! - [`seed`]: SEED-1, commitment, year key and permanent random numbers;
//! - [`rotation`]: ROTATE-1, who is drawn in which month;
//! - [`stream`]: STREAM-1, where a sequence of chances is needed.

pub mod allocation;
pub mod exact;
pub mod frame;
pub mod quota;
pub mod rotation;
pub mod seed;
pub mod stream;

pub use allocation::{Allocation, AllocationError, allocate};
pub use exact::{ExactError, exact};
pub use frame::{FrameError, FrameRow, frame_digest};
pub use quota::{AnnualQuota, annual_quota};
pub use rotation::{CenterTarget, MonthDraw, Rotation};
pub use seed::{Commitment, RandomNumber, YearKey, commitment};
pub use stream::Stream;
