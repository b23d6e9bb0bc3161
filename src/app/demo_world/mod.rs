//! The demo world: a property company that does not exist, from one seed.
//!
//! It is made as the files of the company's exports, which the demonstration then imports as any
//! company would: what works here works there. Everything but [`seed_demo`] and [`feed_day`] is a
//! pure function of the seed and the date. Names, rooms and numbers are drawn, never anybody's.

mod centers;
mod dice;
mod households;
mod matters;
mod names;
mod requests;
mod seats;
mod seed;
mod sheet;

#[cfg(test)]
mod tests;

pub use centers::centers;
pub use households::households;
pub use requests::{history, requests_of};
pub use seats::{Seat, seats};
pub use seed::{feed_day, seed_demo, take_seat};
