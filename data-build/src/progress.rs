//! Progress of long work, and the wish to stop it.

/// What a stage counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Bytes of input or output.
    Bytes,
    /// Things of whatever kind the stage handles.
    Items,
}

/// Hears how far the work has come, and says whether it is still wanted.
///
/// Stages do not nest. [`Observer::advance`] and [`Observer::cancelled`] are called from several threads.
pub trait Observer: Sync {
    /// A stage begins; `total` is the sum of what [`Observer::advance`] will report, where that is known.
    fn begin(&self, stage: &'static str, total: Option<u64>, unit: Unit);

    /// The stage has handled `amount` more.
    fn advance(&self, amount: u64);

    /// The stage is over, finished or not.
    fn end(&self);

    /// Whether the work shall stop: asked about once for each megabyte, and answered with an error.
    fn cancelled(&self) -> bool;
}

/// An [`Observer`] that shows nothing and never cancels.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {
    fn begin(&self, _stage: &'static str, _total: Option<u64>, _unit: Unit) {}

    fn advance(&self, _amount: u64) {}

    fn end(&self) {}

    fn cancelled(&self) -> bool {
        false
    }
}
