//! Progress of a build: bars with rates on a terminal, lines elsewhere.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use vademecum_build::progress::{Observer, Unit};

use crate::interrupt;
use crate::screen::{self, say};

/// The shortest time between two lines about one stage.
const BETWEEN_LINES: Duration = Duration::from_secs(2);

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    Bars,
    Lines,
    Nothing,
}

/// Shows progress on standard error, and passes on the wish to stop.
pub struct Progress {
    manner: Manner,
    /// What the stage has handled, kept apart so that threads need not wait to count.
    done: AtomicU64,
    /// When the next line is due, in milliseconds since the stage began.
    due: AtomicU64,
    stage: Mutex<Option<Stage>>,
}

struct Stage {
    name: &'static str,
    total: Option<u64>,
    unit: Unit,
    began: Instant,
    bar: Option<ProgressBar>,
}

impl Stage {
    fn amount(&self, amount: u64) -> String {
        match self.unit {
            Unit::Bytes => screen::bytes(amount),
            Unit::Items => screen::number(amount),
        }
    }

    /// How far the stage is and how fast it goes; empty where its end is not known.
    fn rate(&self, done: u64) -> String {
        let seconds = self.began.elapsed().as_secs_f64();
        if done == 0 || seconds <= 0.0 || self.total.is_none() {
            return String::new();
        }
        let rate = self.amount((done as f64 / seconds) as u64);
        format!("{}, {rate}/s", self.amount(done))
    }

    fn bar(&self) -> ProgressBar {
        let template = match (self.total, self.unit) {
            (Some(_), Unit::Bytes) => {
                "{msg:10} {wide_bar} {decimal_bytes}/{decimal_total_bytes} {decimal_bytes_per_sec} {eta}"
            }
            (Some(_), Unit::Items) => "{msg:10} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}",
            (None, _) => "{msg:10} {spinner} {elapsed}",
        };
        let bar = self.total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(self.name);
        bar.enable_steady_tick(Duration::from_millis(125));
        bar
    }
}

impl Progress {
    /// Bars where standard error is a terminal, lines where it is not, nothing where it is to be quiet.
    pub fn new(quiet: bool) -> Progress {
        let manner = match (quiet, std::io::stderr().is_terminal()) {
            (true, _) => Manner::Nothing,
            (false, true) => Manner::Bars,
            (false, false) => Manner::Lines,
        };
        Progress { manner, done: AtomicU64::new(0), due: AtomicU64::new(0), stage: Mutex::new(None) }
    }

    fn stage(&self) -> MutexGuard<'_, Option<Stage>> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Observer for Progress {
    fn begin(&self, name: &'static str, total: Option<u64>, unit: Unit) {
        let mut stage = Stage { name, total, unit, began: Instant::now(), bar: None };
        match self.manner {
            Manner::Bars => stage.bar = Some(stage.bar()),
            Manner::Lines => match total {
                Some(total) => say(&format!("{name}: {}", stage.amount(total))),
                None => say(name),
            },
            Manner::Nothing => {}
        }
        self.done.store(0, Ordering::Relaxed);
        self.due.store(milliseconds(BETWEEN_LINES), Ordering::Relaxed);
        *self.stage() = Some(stage);
    }

    fn advance(&self, amount: u64) {
        let done = self.done.fetch_add(amount, Ordering::Relaxed) + amount;
        if self.manner == Manner::Nothing {
            return;
        }
        let guard = self.stage();
        let Some(stage) = guard.as_ref() else { return };
        if let Some(bar) = &stage.bar {
            bar.set_position(done);
            return;
        }
        let now = milliseconds(stage.began.elapsed());
        if stage.total.is_some() && now >= self.due.load(Ordering::Relaxed) {
            self.due.store(now + milliseconds(BETWEEN_LINES), Ordering::Relaxed);
            let of = stage.total.map_or_else(String::new, |total| format!(" of {}", stage.amount(total)));
            say(&format!("{}: {}{of}", stage.name, stage.rate(done)));
        }
    }

    fn end(&self) {
        let Some(stage) = self.stage().take() else { return };
        let done = self.done.load(Ordering::Relaxed);
        if let Some(bar) = &stage.bar {
            bar.finish_and_clear();
        }
        if self.manner != Manner::Nothing {
            let seconds = stage.began.elapsed().as_secs_f64();
            let rate = stage.rate(done);
            let rate = if rate.is_empty() { rate } else { format!(" ({rate})") };
            say(&format!("{}: done in {seconds:.1} s{rate}", stage.name));
        }
    }

    fn cancelled(&self) -> bool {
        interrupt::wanted()
    }
}
