// Numbers and dates for people.

const whole = new Intl.NumberFormat("en-GB");
const short = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

export const number = (value) => whole.format(value);

/** A length in bytes, with the prefixes of the SI. */
export function bytes(count) {
    if (count < 1000) return `${count} B`;
    return count < 1_000_000 ? `${short.format(count / 1000)} kB` : `${short.format(count / 1_000_000)} MB`;
}

/** A duration that was measured in milliseconds. */
export function duration(milliseconds) {
    const micros = Math.round(milliseconds * 1000);
    return micros < 10_000 ? `${whole.format(micros)} µs` : `${short.format(milliseconds)} ms`;
}

/** A date of RF2, `yyyymmdd`. */
export function date(text) {
    const [, year, month, of] = /^(\d{4})(\d{2})(\d{2})$/.exec(text ?? "") ?? [];
    return year === undefined ? (text ?? "") : day.format(Date.UTC(year, month - 1, of));
}
