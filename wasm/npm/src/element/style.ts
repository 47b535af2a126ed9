//! How the field looks: system colours, so that it follows the page's `color-scheme`, and custom properties over them.

const CSS = `
:host {
    display: block;
    position: relative;
    font: inherit;
    color: inherit;
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
.hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
}
label {
    display: block;
    margin-block-end: var(--vademecum-label-gap, 0.25em);
    font: var(--vademecum-label-font, inherit);
}
label[hidden], button[hidden], [role="listbox"][hidden], .message[hidden] { display: none; }
.field { position: relative; }
input {
    display: block;
    inline-size: 100%;
    min-block-size: var(--vademecum-height, 2.5rem);
    margin: 0;
    padding-block: 0.25rem;
    padding-inline: 0.5rem 2.75rem;
    font: inherit;
    color: var(--vademecum-text-color, FieldText);
    background: var(--vademecum-background, Field);
    border: 2px solid var(--vademecum-border-color, currentColor);
    border-radius: var(--vademecum-radius, 0);
    appearance: none;
}
input::placeholder { color: inherit; opacity: 0.7; }
input:focus {
    outline: var(--vademecum-focus-width, 4px) solid var(--vademecum-focus-color, #ffeb3b);
    outline-offset: 0;
    border-color: var(--vademecum-focus-border-color, currentColor);
    box-shadow: inset 0 0 0 2px var(--vademecum-focus-border-color, currentColor);
}
input[aria-invalid="true"] { border-color: var(--vademecum-error-color, #d5281b); }
input:disabled { opacity: 0.5; cursor: not-allowed; }
button {
    position: absolute;
    inset-block: 2px;
    inset-inline-end: 2px;
    inline-size: 2.5rem;
    padding: 0;
    font: inherit;
    font-size: 1.25em;
    line-height: 1;
    color: var(--vademecum-text-color, FieldText);
    background: none;
    border: 0;
    border-radius: var(--vademecum-radius, 0);
    cursor: pointer;
}
.popup {
    position: absolute;
    inset-inline: 0;
    z-index: var(--vademecum-z-index, 10);
    margin-block-start: 2px;
    color: var(--vademecum-text-color, FieldText);
    background: var(--vademecum-background, Field);
    border-radius: var(--vademecum-radius, 0);
}
[role="listbox"], .message {
    margin: 0;
    border: 1px solid var(--vademecum-border-color, currentColor);
    border-radius: inherit;
    box-shadow: var(--vademecum-shadow, 0 4px 12px rgb(0 0 0 / 20%));
}
[role="listbox"] {
    max-block-size: var(--vademecum-list-height, min(26rem, 55vh));
    padding: 0;
    list-style: none;
    overflow-y: auto;
    overscroll-behavior: contain;
}
.message {
    padding: 0.5rem 0.75rem;
    overflow-wrap: anywhere;
}
.message[data-kind="error"] {
    border-inline-start: 4px solid var(--vademecum-error-color, #d5281b);
    font-weight: 600;
}
[role="option"] {
    position: relative;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    column-gap: 0.75rem;
    padding: 0.5rem 0.75rem;
    align-content: center;
    min-block-size: 2.75rem;
    cursor: pointer;
    overflow-wrap: anywhere;
}
[role="option"] + [role="option"] { border-block-start: 1px solid var(--vademecum-line-color, rgb(128 128 128 / 45%)); }
[role="option"]:hover { background: var(--vademecum-hover-background, rgb(128 128 128 / 18%)); }
[role="option"][aria-selected="true"] {
    color: var(--vademecum-active-color, #fff);
    background: var(--vademecum-active-background, #005eb8);
}
.term { flex: 1 1 60%; min-inline-size: 0; }
.preferred { order: 2; flex-basis: 100%; font-size: 0.875em; }
.details { display: flex; flex-wrap: wrap; gap: 0.5rem; font-size: 0.875em; }
.inactive, .not-offered, .kind { padding-inline: 0.35em; border: 1px solid currentColor; border-radius: 2px; }
.inactive, .not-offered { font-weight: 700; }
mark { color: inherit; background: none; font-weight: var(--vademecum-match-weight, 700); }
@media (forced-colors: active) {
    input:focus { outline-color: Highlight; }
    [role="option"][aria-selected="true"] {
        color: HighlightText;
        background: Highlight;
        forced-color-adjust: none;
    }
    mark { text-decoration: underline; }
}
`;

let sheet: CSSStyleSheet | undefined;

/** The one style sheet that all fields share; no element has a style of its own, as a strict policy demands. */
export function styleSheet(): CSSStyleSheet {
    if (sheet === undefined) {
        sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
    }
    return sheet;
}
