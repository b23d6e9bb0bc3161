//! The service as a browser sees it, on a database of its own.

mod agents;
mod contract;
mod data;
mod encrypted;
mod frame;
mod imports;
mod live;
mod metrics;
mod port;
mod recordings;
mod session;
mod site;
mod views;
