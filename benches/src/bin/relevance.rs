//! How well our search finds what was meant. The same beside other people's engines is in `peers/`.

use std::process::ExitCode;

fn main() -> ExitCode {
    vademecum_benches::relevance::run(&|_| Vec::new())
}
