//! Output for people: styles, widths, tables and numbers.

use std::io::{self, BufWriter, IsTerminal, Write};

use console::{Style, Term, measure_text_width};

/// The narrowest a column that wraps may become.
const NARROWEST: usize = 20;

/// Standard output, and what it can show.
pub struct Screen {
    out: BufWriter<io::Stdout>,
    /// Columns of the terminal; `None` where output goes elsewhere and lines may be of any length.
    width: Option<usize>,
    styled: bool,
}

impl Screen {
    /// Standard output. Styles are for terminals, and for those who do not set `NO_COLOR`.
    pub fn stdout() -> Screen {
        let stdout = io::stdout();
        let terminal = stdout.is_terminal();
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let width = terminal.then(|| usize::from(Term::stdout().size().1).max(40));
        Screen { out: BufWriter::new(stdout), width, styled: terminal && !unwanted }
    }

    /// Writes a line.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// Sends out what is written so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn apply(&self, style: Style, text: &str) -> String {
        if self.styled && !text.is_empty() {
            style.force_styling(true).apply_to(text).to_string()
        } else {
            text.to_owned()
        }
    }

    /// Text that stands out.
    pub fn bold(&self, text: &str) -> String {
        self.apply(Style::new().bold(), text)
    }

    /// Text that stands back.
    pub fn dim(&self, text: &str) -> String {
        self.apply(Style::new().dim(), text)
    }

    /// A term in which `ranges`, in bytes and in order, stand out.
    pub fn highlighted(&self, term: &str, ranges: &[(usize, usize)]) -> String {
        let mut text = String::new();
        let mut done = 0;
        for (from, to) in ranges {
            let (Some(before), Some(word)) = (term.get(done..*from), term.get(*from..*to)) else { continue };
            text.push_str(&printable(before));
            text.push_str(&self.bold(&printable(word)));
            done = *to;
        }
        text.push_str(&printable(term.get(done..).unwrap_or_default()));
        text
    }

    /// Writes a table. The widest column wraps where the terminal is too narrow.
    pub fn table(&mut self, table: &Table) -> io::Result<()> {
        let columns = table.header.len();
        let mut widths: Vec<usize> = (0..columns).map(|column| table.width(column)).collect();
        if let Some(available) = self.width {
            loop {
                let used = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
                let Some(widest) = widths.iter_mut().max() else { break };
                if used <= available || *widest <= NARROWEST {
                    break;
                }
                *widest = (*widest - 1).max(NARROWEST);
            }
        }
        if table.header.iter().any(|name| !name.is_empty()) {
            let names: Vec<String> = table.header.iter().map(|name| self.dim(name)).collect();
            self.row(&names, &widths)?;
        }
        for row in &table.rows {
            self.row(row, &widths)?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[String], widths: &[usize]) -> io::Result<()> {
        let cells: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| wrapped(cell, *width)).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = String::new();
            let mut owed = 0;
            for (cell, width) in cells.iter().zip(widths) {
                let text = cell.get(at).map_or("", String::as_str);
                if !text.is_empty() {
                    line.push_str(&" ".repeat(owed));
                    owed = 0;
                    line.push_str(text);
                }
                owed += width.saturating_sub(measure_text_width(text)) + 2;
            }
            self.line(&line)?;
        }
        Ok(())
    }
}

/// Rows under a header. Names that are all empty make no header.
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new(header: &[&'static str]) -> Table {
        Table { header: header.to_vec(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| measure_text_width(cell));
        let name = self.header.get(column).map_or(0, |name| name.len());
        cells.max().unwrap_or(0).max(name)
    }
}

/// A text in lines of at most `width` columns, broken between words.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    if measure_text_width(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = measure_text_width(word);
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

/// Writes a line to standard error. Where nobody reads it, it is lost.
pub fn say(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// A term without control characters, which a terminal could obey.
pub fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// A number with commas between thousands.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of bytes in decimal units.
pub fn bytes(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

/// A date of RF2 as people write it.
pub fn date(date: &str) -> String {
    match (date.get(..4), date.get(4..6), date.get(6..8), date.len()) {
        (Some(year), Some(month), Some(day), 8) => format!("{year}-{month}-{day}"),
        _ => date.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_151_519), "1,151,519");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(151_200_000), "151.2 MB");
        assert_eq!(date("20260826"), "2026-08-26");
    }

    #[test]
    fn words_stand_out_on_a_terminal_alone() {
        let screen = |styled| Screen { out: BufWriter::new(io::stdout()), width: None, styled };
        assert_eq!(screen(false).highlighted("Ménière's e\u{1b}xa", &[(0, 7)]), "Ménière's e\u{fffd}xa");
        let styled = screen(true).highlighted("Heart attack", &[(0, 5), (6, 12)]);
        assert_eq!(styled, "\u{1b}[1mHeart\u{1b}[0m \u{1b}[1mattack\u{1b}[0m");
        assert_eq!(screen(true).highlighted("short", &[(0, 99), (3, 1)]), "short");
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped("one two three", 20), ["one two three"]);
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("extraordinarily long", 8), ["extraordinarily", "long"]);
        assert_eq!(wrapped("\u{1b}[1mone\u{1b}[0m two", 7).len(), 1);
    }

    #[test]
    fn a_terminal_obeys_no_term() {
        assert_eq!(printable("a\u{1b}[31mb\tc"), "a\u{fffd}[31mb\u{fffd}c");
    }
}
