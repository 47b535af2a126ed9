//! How the field and the hits look.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::state::{Found, State};
use crate::filters::Active;
use crate::screen::{number, printable, wrapped};

/// From how many columns on a hit is one line.
const WIDE: u16 = 60;

/// From how many rows on there is room for the choice in full and for the keys.
const HIGH: u16 = 12;

/// What stands before the field.
const PROMPT: &str = "› ";

/// The keys, for those who have not read the help.
const KEYS: &str = "Enter choose · Esc leave · ↑ ↓ PgUp PgDn go · F2 active or not";

/// Text that stands back.
fn dim() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

/// The columns that a text takes, counted as they are drawn.
fn columns(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// A term in which `ranges` stand out. A letter and its marks are never parted.
fn highlighted(term: &str, ranges: &[(usize, usize)]) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut text = String::new();
    let mut bold = false;
    let style = |bold| if bold { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
    for (at, grapheme) in term.grapheme_indices(true) {
        let matched = ranges.iter().any(|(from, to)| at < *to && *from < at + grapheme.len());
        if matched != bold && !text.is_empty() {
            spans.push(Span::styled(std::mem::take(&mut text), style(bold)));
        }
        bold = matched;
        text.push_str(&printable(grapheme));
    }
    spans.push(Span::styled(text, style(bold)));
    spans
}

/// Texts in at most `width` columns; what is cut off is an ellipsis.
fn cut(spans: Vec<Span<'static>>, width: usize) -> Line<'static> {
    if spans.iter().map(|span| columns(&span.content)).sum::<usize>() <= width {
        return Line::from(spans);
    }
    let mut kept = Vec::new();
    let mut left = width.saturating_sub(1);
    for span in spans {
        let mut text = String::new();
        for grapheme in span.content.graphemes(true) {
            let used = grapheme.width();
            if used > left {
                text.push_str(if width > 0 { "…" } else { "" });
                kept.push(Span::styled(text, span.style));
                return Line::from(kept);
            }
            left -= used;
            text.push_str(grapheme);
        }
        kept.push(Span::styled(text, span.style));
    }
    Line::from(kept)
}

/// A text in at most `width` columns.
fn cut_text(text: &str, style: Style, width: u16) -> Line<'static> {
    cut(vec![Span::styled(text.to_owned(), style)], usize::from(width))
}

/// A time as people read it.
fn time(nanoseconds: u64) -> String {
    match nanoseconds {
        0..10_000 => format!("{:.1} µs", nanoseconds as f64 / 1e3),
        _ => format!("{} µs", number(nanoseconds / 1_000)),
    }
}

/// How many hits, how fast, how the chosen one was found, and which are wanted.
fn status(state: &State) -> String {
    let mut parts = Vec::new();
    if let Some(hint) = state.hint() {
        parts.push(hint.to_owned());
    } else {
        let shown = number(state.len() as u64);
        parts.push(match (state.total(), state.len()) {
            (Some(0), _) | (None, 0) => "no concept matches".to_owned(),
            (Some(total), _) if total > state.len() as u64 => format!("{shown} of {} hits", number(total)),
            (None, _) if state.has_more() => format!("{shown}+ hits"),
            (_, 1) => "1 hit".to_owned(),
            _ => format!("{shown} hits"),
        });
        parts.extend(state.nanoseconds().map(time));
        parts.extend(state.chosen().map(|hit| hit.reading.name().to_owned()));
    }
    match state.active() {
        Active::True => {}
        Active::False => parts.push("inactive only".to_owned()),
        Active::Any => parts.push("active or not".to_owned()),
    }
    parts.join(" · ")
}

/// The field, as much of it as the cursor needs to be seen.
fn draw_field(frame: &mut Frame, area: Rect, state: &State) {
    let prompt = u16::try_from(columns(PROMPT)).unwrap_or(0);
    frame.render_widget(Span::styled(PROMPT, dim()), area);
    let room = usize::from(area.width.saturating_sub(prompt));
    if room == 0 || area.height == 0 {
        return;
    }
    let input = state.input();
    let scroll = input.visual_scroll(room - 1);
    let mut at = 0;
    let mut text = String::new();
    for grapheme in input.value().graphemes(true) {
        if at >= scroll + room {
            break;
        }
        if at >= scroll {
            text.push_str(&printable(grapheme));
        }
        at += grapheme.width();
    }
    let field = Rect { x: area.x + prompt, width: area.width - prompt, ..area };
    frame.render_widget(Line::raw(text), field);
    let cursor = input.visual_cursor().saturating_sub(scroll).min(room - 1);
    frame.set_cursor_position(Position::new(field.x + u16::try_from(cursor).unwrap_or(0), area.y));
}

/// The term that matched and, where it is another one, the preferred term.
fn names(hit: &Found) -> Vec<Span<'static>> {
    let mut spans = highlighted(&hit.term, &hit.ranges);
    if hit.is_another_term() {
        spans.push(Span::raw("  "));
        spans.push(Span::styled(hit.preferred.clone(), dim()));
    }
    spans
}

/// Sets a whole hit off where it is the chosen one.
fn mark(frame: &mut Frame, area: Rect, chosen: bool) {
    if chosen {
        frame.render_widget(Span::raw("▸"), area);
        frame.buffer_mut().set_style(area, Style::new().add_modifier(Modifier::REVERSED));
    }
}

/// Hits of one line: term, preferred term, tag, code.
fn draw_wide(frame: &mut Frame, area: Rect, state: &mut State) {
    let width = |text: &str| u16::try_from(columns(text)).unwrap_or(u16::MAX);
    let shown: Vec<(Found, bool)> =
        state.shown(usize::from(area.height)).map(|(hit, chosen)| (hit.clone(), chosen)).collect();
    let codes = shown.iter().map(|(hit, _)| width(&hit.code)).max().unwrap_or(0).min(18);
    let tags = shown.iter().map(|(hit, _)| width(&hit.tag)).max().unwrap_or(0).min(area.width / 5);
    for (row, (hit, chosen)) in area.rows().zip(&shown) {
        let [_, term, _, tag, _, code] = Layout::horizontal([
            Constraint::Length(2),
            Constraint::Fill(1),
            Constraint::Length(2),
            Constraint::Length(tags),
            Constraint::Length(2),
            Constraint::Length(codes),
        ])
        .areas(row);
        frame.render_widget(cut(names(hit), usize::from(term.width)), term);
        frame.render_widget(cut_text(&hit.tag, Style::new(), tag.width), tag);
        frame.render_widget(cut_text(&hit.code, Style::new(), code.width).right_aligned(), code);
        mark(frame, row, *chosen);
    }
}

/// Hits of two lines: the term; and below it code, tag and preferred term.
fn draw_narrow(frame: &mut Frame, area: Rect, state: &mut State) {
    let lines = if area.height < 2 { 1 } else { 2 };
    let mut rows = area.rows();
    for (hit, chosen) in state.shown(usize::from(area.height / lines)) {
        let Some(first) = rows.next() else { return };
        let inside =
            |row: Rect| Rect { x: row.x + 2.min(row.width), width: row.width.saturating_sub(2), ..row };
        let width = usize::from(inside(first).width);
        frame.render_widget(cut(highlighted(&hit.term, &hit.ranges), width), inside(first));
        mark(frame, first, chosen);
        if lines == 1 {
            continue;
        }
        let Some(second) = rows.next() else { return };
        let mut rest = hit.code.clone();
        for text in [hit.tag.as_str(), if hit.is_another_term() { &hit.preferred } else { "" }] {
            if !text.is_empty() {
                rest.push_str(" · ");
                rest.push_str(text);
            }
        }
        frame.render_widget(cut_text(&rest, dim(), inside(second).width), inside(second));
    }
}

/// Lines of a text in an area; the last is cut where there are more.
fn draw_lines(frame: &mut Frame, area: Rect, text: &str, style: Style) {
    let lines = wrapped(text, usize::from(area.width).max(1));
    for (index, row) in area.rows().enumerate() {
        let last = index + 1 == usize::from(area.height);
        let text = if last {
            lines.get(index..).unwrap_or_default().join(" ")
        } else {
            lines.get(index).cloned().unwrap_or_default()
        };
        frame.render_widget(cut_text(&text, style, row.width), row);
    }
}

/// Draws everything, on a screen of any size.
pub fn draw(frame: &mut Frame, state: &mut State, marking: Option<&str>) {
    let area = frame.area();
    let high = area.height >= HIGH;
    let marking = printable(marking.unwrap_or_default());
    let marked = if marking.is_empty() || area.height < 4 {
        0
    } else {
        let lines = wrapped(&marking, usize::from(area.width).max(1)).len();
        u16::try_from(lines).unwrap_or(u16::MAX).min((area.height / 4).max(1))
    };
    let rows = |when: bool, rows: u16| Constraint::Length(if when { rows } else { 0 });
    let [field, status_line, _, hits, choice, keys, footer] = Layout::vertical([
        rows(true, 1),
        rows(area.height > 2, 1),
        rows(high, 1),
        Constraint::Fill(1),
        rows(high, 3),
        rows(high, 1),
        rows(true, marked),
    ])
    .areas(area);
    draw_field(frame, field, state);
    frame.render_widget(cut_text(&status(state), dim(), status_line.width), status_line);
    if hits.height > 0 {
        if area.width < WIDE {
            draw_narrow(frame, hits, state);
        } else {
            draw_wide(frame, hits, state);
        }
    }
    // What Enter prints, in full.
    if let Some(hit) = state.chosen() {
        let [_, choice] = Layout::vertical([Constraint::Length(1), Constraint::Fill(1)]).areas(choice);
        let mut text = hit.named();
        if hit.is_another_term() {
            text.push_str("  ");
            text.push_str(&printable(&hit.term));
        }
        draw_lines(frame, choice, &text, Style::new());
    }
    frame.render_widget(cut_text(KEYS, dim(), keys.width), keys);
    draw_lines(frame, footer, &marking, dim());
}
