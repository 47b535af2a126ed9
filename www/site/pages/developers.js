// For those who want this in a page of their own.

import { h } from "../dom.js";
import { session } from "../session.js";
import "../vademecum/element.js";

const THREE_LINES = `<script type="module">
import { createTerminology } from "vademecum";
import "vademecum/element";
field.terminology = createTerminology({ indexUrl: "/index/" });
</script>`;

const FIELD = `<label for="field">Problem</label>
<vademecum-search id="field" name="problem" required>
</vademecum-search>`;

const LISTEN = `field.addEventListener("select", (event) => {
    const { system, version, code, display } = event.detail;
});`;

function code(text, name) {
    return h("pre", { tabIndex: 0, role: "region", "aria-label": name }, h("code", {}, text));
}

export async function render({ root, signal }) {
    const field = h("vademecum-search", { id: "problem", name: "problem", "semantic-tags": "disorder, finding", limit: "8" });
    const told = h("pre", { tabIndex: 0, role: "region", "aria-label": "The choice" }, "Nothing is chosen yet.");
    const provide = () => (field.terminology = session.ready);
    provide();
    session.addEventListener("open", provide, { signal });
    field.addEventListener("select", (event) => (told.textContent = JSON.stringify(event.detail, undefined, 2)));
    field.addEventListener("clear", () => (told.textContent = "Nothing is chosen."));
    root.append(
        h("h1", {}, "In your own page"),
        h("p", { class: "lead" }, "A module of WebAssembly, a Worker and a folder of files. No server that answers, and a strict content security policy is enough."),
        h(
            "div",
            { class: "columns" },
            h(
                "div",
                {},
                h("section", { class: "panel" }, h("h2", {}, "Three lines"), code(THREE_LINES, "Three lines"), h("p", {}, "The element is a combobox as ARIA 1.2 has it, and takes part in forms:"), code(FIELD, "The element"), code(LISTEN, "The event")),
                h(
                    "section",
                    { class: "panel" },
                    h("h2", {}, "What there is"),
                    h(
                        "ul",
                        {},
                        h("li", {}, h("code", {}, "vademecum"), ": the terminology, answered by a Worker; in Node by the process itself"),
                        h("li", {}, h("code", {}, "vademecum/element"), ": the field on this page"),
                        h("li", {}, h("code", {}, "vademecum/react"), ": ", h("code", {}, "useTerminology"), " and ", h("code", {}, "useSearch")),
                        h("li", {}, h("code", {}, "vademecum/sync"), ": answers that are returned, not promised"),
                    ),
                ),
            ),
            h(
                "div",
                {},
                h(
                    "section",
                    { class: "panel" },
                    h("h2", {}, "Try the field"),
                    h("p", { class: "quiet" }, "Disorders and findings, by ", h("code", {}, 'semantic-tags="disorder, finding"'), "."),
                    h("label", { htmlFor: "problem", class: "label" }, "Problem"),
                    field,
                    h("h3", {}, "What select tells"),
                    told,
                ),
                h(
                    "section",
                    { class: "panel" },
                    h("h2", {}, "The policy of this site"),
                    code("default-src 'self';\nscript-src 'self' 'wasm-unsafe-eval'", "The policy"),
                    h("p", {}, "The module needs ", h("code", {}, "wasm-unsafe-eval"), ", which lets WebAssembly be compiled and nothing else be evaluated."),
                ),
            ),
        ),
    );
}
