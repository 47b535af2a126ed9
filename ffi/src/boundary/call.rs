//! The one place that a panic does not get past.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::constants::VADE_ERROR_PANIC;
use crate::fault::Outcome;
use crate::last_error;

/// Does the work of a call: what it answers is the status, a fault becomes one and is kept, and so does a panic, which
/// no input should lead to.
///
/// What a panic leaves behind is sound: an engine changes nothing but what it has opened and memory for searches, and
/// forgets that of a search which did not end; a filter is changed last of all; a cursor knows that a call of its did
/// not return.
#[inline]
pub(crate) fn call(work: impl FnOnce() -> Outcome) -> i32 {
    #[cfg(all(feature = "quiet-panics", not(test)))]
    quiet::install();
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(status)) => status,
        Ok(Err(fault)) => last_error::keep(&fault),
        Err(payload) => panicked(payload),
    }
}

#[cold]
fn panicked(payload: Box<dyn Any + Send>) -> i32 {
    // The hook, where there is one, has kept what it was and where.
    #[cfg(not(all(feature = "quiet-panics", not(test))))]
    {
        let text = payload.downcast_ref::<&'static str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        last_error::keep_panic(text.unwrap_or("no message"), None);
    }
    // Letting go of it could panic again.
    std::mem::forget(payload);
    VADE_ERROR_PANIC
}

/// A panic hook that prints nothing and keeps what it was and where as the last error.
///
/// A hook belongs to a standard library, and a shared library has one of its own: no other code's panics come here, and
/// none of the host's settings are replaced. The first call sets it, so that loading does nothing.
#[cfg(all(feature = "quiet-panics", not(test)))]
mod quiet {
    use std::panic::PanicHookInfo;
    use std::sync::Once;

    use crate::last_error;

    static INSTALLED: Once = Once::new();

    #[inline]
    pub(super) fn install() {
        if !INSTALLED.is_completed() {
            install_now();
        }
    }

    #[cold]
    fn install_now() {
        INSTALLED.call_once(|| std::panic::set_hook(Box::new(keep)));
    }

    fn keep(info: &PanicHookInfo<'_>) {
        let place = info.location().map(|place| (place.file(), place.line()));
        last_error::keep_panic(info.payload_as_str().unwrap_or("no message"), place);
    }
}
