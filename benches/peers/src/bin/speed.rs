//! How fast searches answer, ours beside other people's.

use std::process::ExitCode;

use vademecum_peers::peers;

fn main() -> ExitCode {
    vademecum_benches::speed::run(&peers)
}
