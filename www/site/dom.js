// Making elements.

/**
 * An element with properties and children. Properties named `on…` are listeners, `class` is the class, `data-…`,
 * `aria-…`, `part` and what the element has no property for are attributes. Children that are `undefined` or `null` are
 * left out.
 */
export function h(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
        if (value === undefined || value === null) continue;
        if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
        else if (key === "class") element.className = value;
        else if (key in element && !key.includes("-")) element[key] = value;
        else element.setAttribute(key, value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null));
    return element;
}

/** A table of rows that are made. It is named, and can be scrolled by the keyboard where it is wider than its place. */
export function table(heads, rows, { name, caption }) {
    const head = h("thead", {}, h("tr", {}, heads.map((text) => h("th", { scope: "col" }, text))));
    const body = h("tbody", {}, rows);
    const title = caption === undefined ? undefined : h("caption", {}, caption);
    return h("div", { class: "scroll", role: "region", tabIndex: 0, "aria-label": name ?? caption }, h("table", { class: "lined" }, title, head, body));
}

/** A button that copies a text and says so. */
export function copyButton(text, label) {
    const button = h("button", { type: "button" }, label);
    button.addEventListener("click", async () => {
        let said = "Copied";
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            said = "Copying is not allowed here";
        }
        button.textContent = said;
        setTimeout(() => (button.textContent = label), 1500);
    });
    return button;
}

/** A failure, shown where the answer would be. */
export function failure(error) {
    const code = error?.code === undefined ? "" : ` (${error.code})`;
    return h("p", { class: "failure", role: "alert" }, `${error instanceof Error ? error.message : String(error)}${code}`);
}
