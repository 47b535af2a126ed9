//! How fast our search answers, by class of query. The same beside other people's engines is in `peers/`.

use std::process::ExitCode;

fn main() -> ExitCode {
    vademecum_benches::speed::run(&|_| Vec::new())
}
