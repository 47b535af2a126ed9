//! How fast searches answer, class by class, ours beside others.

mod questions;
mod report;
mod run;
mod timing;

pub use questions::{CLASSES, Class, Kind, Question, Typos, question, questions};
pub use report::{Row, report};
pub use run::{Subtrees, run};
pub use timing::{Lane, Timing, time_lanes};
