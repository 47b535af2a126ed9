// What is open: edition, contents, bytes and memory; and the place to open a file of one's own.

import { h, table } from "../dom.js";
import { bytes, date, number } from "../format.js";
import { CLASSES } from "../medicine.js";
import { session } from "../session.js";

const COUNTS = {
    active_concepts: "active concepts",
    active_terms: "active terms",
    definitions: "text definitions",
    is_a: "is-a relationships",
    attributes: "attributes",
    words: "words that can be searched",
};

const SOURCES = { network: "came from the server", storage: "was kept in this browser", disk: "was read from your device" };
const KEPT = { opfs: "in this browser’s own file system", "cache-storage": "in this browser’s Cache Storage", none: "nowhere: it is in memory only" };

function figure(name, value) {
    return h("div", {}, h("dt", {}, name), h("dd", {}, value));
}

/** How much each section takes, largest first. */
function bars(sections, total) {
    const sorted = [...sections].sort((a, b) => b.bytes - a.bytes);
    const largest = sorted[0]?.bytes ?? 1;
    const row = ({ name, bytes: length }) => {
        const bar = h("div", { class: "bar" });
        bar.style.inlineSize = `${(100 * length) / largest}%`;
        return h("tr", {}, h("td", { class: "code" }, name), h("td", { class: "bar-cell", "aria-hidden": "true" }, bar), h("td", {}, bytes(length)));
    };
    return h(
        "section",
        { class: "panel", "aria-labelledby": "sections" },
        h("h2", { id: "sections" }, "Bytes by section"),
        h("p", { class: "quiet" }, `${number(total)} bytes in ${number(sections.length)} sections.`),
        h("table", { class: "bars" }, h("thead", { class: "hidden" }, h("tr", {}, h("th", {}, "Section"), h("th", {}, "Share"), h("th", {}, "Bytes"))), h("tbody", {}, sorted.map(row))),
    );
}

/** The dm+d release: its date, products by class, files, and what it takes of the file. */
function medicines({ dmd_date: released, dmd, sections, bytes: total }) {
    const title = h("h2", { id: "dmd" }, "Medicines (dm+d)");
    if (dmd === undefined) return h("section", { class: "panel", "aria-labelledby": "dmd" }, title, h("p", {}, "This file has no dm+d."));
    const taken = sections.filter(({ name }) => name.startsWith("product.")).reduce((sum, { bytes: length }) => sum + length, 0);
    const row = (first, ...amounts) => h("tr", {}, h("td", {}, first), amounts.map((text) => h("td", { class: "amount" }, text)));
    return h(
        "section",
        { class: "panel", "aria-labelledby": "dmd" },
        title,
        h(
            "dl",
            { class: "facts" },
            [h("dt", {}, "Date"), h("dd", {}, date(released))],
            [h("dt", {}, "Supplementary files"), h("dd", {}, dmd.supplementary_date === undefined ? "none" : date(dmd.supplementary_date))],
            [h("dt", {}, "In this file"), h("dd", {}, `${bytes(taken)} of ${bytes(total)}`)],
        ),
        table(["Class", "Products", "In SNOMED CT"], dmd.products.map(({ class: of, products, in_snomed: both }) => row(CLASSES[of].many, number(products), number(both))), { name: "Products by class" }),
        h("h3", {}, "Files"),
        table(["Root element", "Date", "Records"], dmd.files.map(({ root, schema, date: of, records }) => row(h("span", { title: schema }, root.split(/(?<=_)/).flatMap((part) => [part, h("wbr")])), date(of), number(records))), { name: "Files" }),
    );
}

function ownFile() {
    const input = h("input", { type: "file", id: "file", accept: ".vade" });
    input.addEventListener("change", async () => {
        const [file] = input.files;
        if (file === undefined) return;
        input.disabled = true;
        if (!(await session.openFile(file))) {
            input.disabled = false;
            input.value = "";
        }
    });
    return h(
        "section",
        { class: "panel dropbox", "aria-labelledby": "own" },
        h("h2", { id: "own" }, "Open a file of your own"),
        h("p", {}, "Choose a ", h("code", {}, ".vade"), " file, or drop one anywhere on this site. It is read into this page’s memory; nothing is sent, and nothing is kept."),
        h("label", { htmlFor: "file", class: "hidden" }, "File"),
        input,
    );
}

export async function render({ root, signal }) {
    root.append(h("h1", {}, "Release"), h("p", { class: "loading" }, "Waiting for the release …"));
    let info;
    try {
        await session.ask((terminology) => terminology.loaded);
        ({ info } = session);
        info ??= await session.ask((terminology) => terminology.info());
    } catch (error) {
        if (signal.aborted) return;
        // Why nothing is open stands above the page; a file of one's own can still be opened.
        root.replaceChildren(h("h1", {}, "Release"), h("p", {}, `Not all of it is here: ${error.message}`), ownFile());
        return;
    }
    if (signal.aborted) return;
    const state = session.terminology?.state ?? session.state;
    const modules = info.modules.map(({ module, effective_time, preferred }) => h("tr", {}, h("td", {}, preferred ?? module), h("td", {}, date(effective_time))));
    const facts = [
        ...(info.marking === undefined ? [] : [["Marked", h("strong", {}, info.marking)]]),
        ["Edition", info.edition?.uri ?? "the file does not tell"],
        ["Date", date(info.edition?.effective_time) || "the file does not tell"],
        ["Medicines (dm+d)", info.dmd_date === undefined ? "not in this file" : date(info.dmd_date)],
        ["Built by", `${info.builder}, format version ${info.format_version}`],
        ["Left out", info.left_out.length === 0 ? "nothing" : info.left_out.join(", ")],
        ["Contents", info.subset ? "chosen concepts only" : "the whole release"],
        ["This visit", `${SOURCES[state.source] ?? ""}; it is kept ${KEPT[state.storage]}`],
    ];
    const warnings = state.warnings.map((warning) => h("li", {}, `${warning.message} (${warning.code})`));
    root.replaceChildren(
        h("h1", {}, "Release"),
        h(
            "dl",
            { class: "figures" },
            Object.entries(COUNTS).map(([name, told]) => figure(told, number(info.counts[name]))),
            figure("file", bytes(info.bytes)),
            figure("memory of the engine", bytes(state.memoryBytes)),
        ),
        h(
            "div",
            { class: "columns" },
            h(
                "div",
                {},
                h(
                    "section",
                    { class: "panel", "aria-labelledby": "inside" },
                    h("h2", { id: "inside" }, "What is inside"),
                    h("dl", { class: "facts" }, facts.map(([name, told]) => [h("dt", {}, name), h("dd", {}, told)])),
                    warnings.length === 0 ? undefined : [h("h3", {}, "What did not go as wished"), h("ul", {}, warnings)],
                ),
                h(
                    "section",
                    { class: "panel", "aria-labelledby": "modules" },
                    h("h2", { id: "modules" }, "Modules"),
                    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Module"), h("th", { scope: "col" }, "Date"))), h("tbody", {}, modules)),
                ),
                medicines(info),
                h("section", { class: "panel", "aria-labelledby": "terms-of-use" }, h("h2", { id: "terms-of-use" }, "Licence"), h("p", {}, info.licence)),
                ownFile(),
            ),
            bars(info.sections, info.bytes),
        ),
    );
}
