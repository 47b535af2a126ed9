//! `vademecum batch`.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::Args;
use vademecum::request;

use crate::failure::Failure;
use crate::session::Session;

/// The longest request that is answered, in bytes.
const MOST_BYTES: usize = 1 << 20;

/// The mark that some programs put at the beginning of UTF-8 text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The arguments of `batch`.
#[derive(Debug, Args)]
#[command(after_help = "\
Every line of standard input gets one line of standard output, in order, sent at once. A line that is no
request is answered with an error, and the next one is read. A line may have up to 1 MiB.

Examples:
  echo '{\"op\":\"info\"}' | vademecum batch uk.vade
  vademecum batch uk.vade < requests.jsonl > responses.jsonl")]
pub struct Arguments {
    /// The file
    file: PathBuf,
}

/// What was read up to a line feed.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    /// A line is in the buffer.
    Whole,
    /// A line was passed over, because it was too long.
    TooLong,
    /// There are no more lines.
    End,
}

/// Reads up to the next line feed or the end; a line of more than `most` bytes is not kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>, most: usize) -> io::Result<Line> {
    line.clear();
    let mut begun = false;
    let mut too_long = false;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let piece = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
        too_long |= line.len() + piece.len() > most;
        if !too_long {
            line.extend_from_slice(piece);
        }
        begun |= !chunk.is_empty();
        let (used, last) = (piece.len() + usize::from(end.is_some()), end.is_some() || chunk.is_empty());
        input.consume(used);
        if last {
            return Ok(match (begun, too_long) {
                (false, _) => Line::End,
                (true, false) => Line::Whole,
                (true, true) => Line::TooLong,
            });
        }
    }
}

/// Answers requests until there are no more.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let session = Session::open(&arguments.file)?;
    let mut input = io::stdin().lock();
    let mut output = io::stdout().lock();
    let mut line = Vec::new();
    let mut first = true;
    loop {
        let read = read_line(&mut input, &mut line, MOST_BYTES)
            .map_err(|error| Failure::data(format!("cannot read standard input: {error}")))?;
        let mut response = match read {
            Line::End => return Ok(()),
            Line::TooLong => request::answer_too_long(session.engine(), MOST_BYTES),
            Line::Whole => {
                let text = match line.strip_prefix(BYTE_ORDER_MARK) {
                    Some(text) if first => text,
                    _ => &line,
                };
                request::answer_bytes(session.engine(), text)
            }
        };
        first = false;
        response.push('\n');
        output.write_all(response.as_bytes())?;
        output.flush()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_any_length_are_told_apart() {
        for capacity in [1, 2, 3, 7, 64] {
            let mut input = io::BufReader::with_capacity(capacity, b"ab\n\nabcdef\nabcd\r\nabcde".as_slice());
            let mut line = Vec::new();
            let mut next = || (read_line(&mut input, &mut line, 5).unwrap(), line.clone());
            assert_eq!(next(), (Line::Whole, b"ab".to_vec()));
            assert_eq!(next(), (Line::Whole, b"".to_vec()));
            assert_eq!(next().0, Line::TooLong);
            assert_eq!(next(), (Line::Whole, b"abcd\r".to_vec()));
            assert_eq!(next(), (Line::Whole, b"abcde".to_vec()));
            assert_eq!(next().0, Line::End);
        }
    }
}
