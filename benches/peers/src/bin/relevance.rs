//! How well searches find what was meant, ours beside other people's.

use std::process::ExitCode;

use vademecum_peers::peers;

fn main() -> ExitCode {
    vademecum_benches::relevance::run(&peers)
}
