//! How well searches find what was meant: sets of questions, figures of each contestant, and floors under ours.

mod floors;
mod measure;
mod probes;
mod report;
mod run;

pub use floors::{Floor, below_floors};
pub use measure::{Figures, Keystrokes, PENALTY, measure};
pub use probes::{Probe, Set, by_hand, real_terms, telling_words, truth};
pub use report::{Outcome, report};
pub use run::run;
