//! The matched words of a term, for display.

/** A piece of a term. */
export interface Piece {
    text: string;
    /** Whether the search matched it. */
    matched: boolean;
}

/** The bytes that a code point takes in UTF-8. */
function utf8Length(codePoint: number): number {
    if (codePoint < 0x80) return 1;
    if (codePoint < 0x800) return 2;
    return codePoint < 0x10000 ? 3 : 4;
}

/**
 * Cuts a term into pieces that matched and pieces that did not; together they are the term. `ranges` are those of a hit:
 * bytes of the term's UTF-8, which JavaScript's strings do not count by. A combining mark stays with its letter.
 */
export function highlight(term: string, ranges: ReadonlyArray<readonly [from: number, to: number]>): Piece[] {
    const pieces: Piece[] = [];
    let byte = 0;
    for (const letter of term) {
        const at = byte;
        byte += utf8Length(letter.codePointAt(0) ?? 0);
        const last = pieces.at(-1);
        const isMark = last !== undefined && /^\p{M}$/u.test(letter);
        const matched = isMark ? last.matched : ranges.some(([from, to]) => from <= at && at < to);
        if (last !== undefined && last.matched === matched) last.text += letter;
        else pieces.push({ text: letter, matched });
    }
    return pieces;
}
