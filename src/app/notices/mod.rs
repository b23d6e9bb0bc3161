//! Notices: derived from what happened, sent, shown.

mod causes;
mod derive;
mod desk;
mod send;
mod view;

pub use desk::NoticeDesk;
pub use view::{
    Deliveries, Delivery, DeliveryCount, Notice, NoticeCase, NoticeFilter, NoticeWords, Notices,
};
