// node report.mjs RESULTS.json…: the figures as Markdown on standard output.

import { readFileSync } from "node:fs";
import { cpus } from "node:os";

const mb = (bytes) => (bytes / 1e6).toFixed(1);
const time = (us) => (us === undefined || us === null ? "" : us < 1000 ? `${Math.round(us)} µs` : `${(us / 1000).toFixed(1)} ms`);
const row = (cells) => `| ${cells.join(" | ")} |`;

function table(header, rows) {
    return [row(header), row(header.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(row), ""].join("\n");
}

function place(name, results, artifacts) {
    const kinds = Object.keys(Object.values(results).find((result) => result.classes).classes);
    const lines = [`### ${name}`, ""];
    const made = Object.entries(results).map(([engine, result]) => {
        const { raw, brotli } = artifacts[engine];
        if (result.failed) return [engine, mb(raw), mb(brotli), `failed: ${result.failed.slice(0, 80)}`, ""];
        const wasm = result.wasmBytes === undefined ? "" : `, of which WASM memory ${mb(result.wasmBytes)}`;
        const memory = result.opened === undefined ? mb(result.memory) : `${mb(result.opened)} / ${mb(result.memory)}`;
        return [engine, mb(raw), mb(brotli), `${Math.round(result.ready)} ms`, `${memory}${wasm}`];
    });
    lines.push(table(["engine", "index MB", "by Brotli MB", "bytes in hand to first answer", "memory MB"], made));
    const cells = (result, kind) => {
        if (result.failed) return "failed";
        const { p50, p99, answered } = result.classes[kind];
        return `${time(p50)} / ${time(p99)}${answered < 0.9 ? ` (${Math.round(100 * answered)} % answered)` : ""}`;
    };
    const engines = Object.entries(results);
    lines.push(table(["p50 / p99", ...engines.map(([engine]) => engine)], kinds.map((kind) => [kind, ...engines.map(([, result]) => cells(result, kind))])));
    return lines.join("\n");
}

console.log(`# The browser module, measured

Written by \`cargo xtask bench wasm\` on ${cpus().length} processors (${cpus()[0].model}), Node ${process.versions.node}. Ten hits a
search, a whole answer as JavaScript objects; ours with matched words, preferred term and semantic tag, the others with term
and concept. MiniSearch 7.2.0 with prefixes and typing errors, FlexSearch 0.8.212 with \`tokenize: "forward"\`, SQLite FTS5
3.54.1-build1 with prefix indexes, each over the same active terms. Memory is what the process (Node: after the first
answer / after all searches, room for JavaScript's garbage included) or the page's heap and buffers (Chromium) grew by;
Chromium does not count WASM memory there. Where under nine of ten queries are answered, the
time says little and the share is told.
`);
for (const path of process.argv.slice(2)) {
    const results = JSON.parse(readFileSync(path, "utf8"));
    const { raw, brotli, searchBrotli } = results.artifacts.vademecum;
    console.log(`## ${results.terms.toLocaleString("en")} active terms\n`);
    console.log(`The file has ${mb(raw)} MB, by Brotli ${mb(brotli)} MB, of which a search needs ${mb(searchBrotli)} MB. The module has
${results.module.raw.toLocaleString("en")} bytes, by Brotli ${results.module.brotli.toLocaleString("en")}.\n`);
    const native = Object.entries(results.native.classes);
    const text = results.node["vademecum, as text"].classes;
    const ours = results.node.vademecum.classes;
    console.log("### Beside native\n\nFrom the text of a request to the text of its answer, and in Node as objects too.\n");
    const told = ({ p50, p99 }) => `${time(p50)} / ${time(p99)}`;
    const ratios = (kind, p50) => [text, ours].map((classes) => (classes[kind].p50 / p50).toFixed(1));
    console.log(
        table(
            ["query", "native p50 / p99", "Node, text", "Node, objects", "ratio of p50, text", "objects"],
            native.map(([kind, times]) => [kind, told(times), told(text[kind]), told(ours[kind]), ...ratios(kind, times.p50)]),
        ),
    );
    console.log(place("In Node", results.node, results.artifacts));
    console.log(place("In Chromium, in the page", results.chromium, results.artifacts));
    const worker = results.chromium.vademecum.worker;
    if (worker) {
        console.log(`### In Chromium, through the Worker\n
From \`createTerminology\` to the first answer: ${Math.round(worker.first.searching)} ms at a first visit from a server on the
same machine (everything after ${Math.round(worker.first.loaded)} ms), ${Math.round(worker.second.searching)} ms from OPFS at the next. A search takes ${time(worker.p50)} / ${time(worker.p99)} there and back.
The module's memory is ${mb(worker.memoryBytes)} MB.\n`);
    }
}
