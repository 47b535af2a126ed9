// node bench.mjs FILE WORK OUT: prepares terms, queries and indexes of a file in the folder WORK, measures native, Node and
// Chromium, and writes the figures to OUT as JSON. What is in WORK already is not made again.
//
// VADEMECUM names the command, ANSWERS the native measurement, PEERS=0 leaves the peers out.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import { serve } from "../test/server.mjs";
import { engines } from "./engines.mjs";
import { here, mounts, nodeFiles, pageFiles } from "./files.mjs";

const [file, work, out] = process.argv.slice(2);
const withPeers = process.env.PEERS !== "0";
const ROUNDS = 5;
const MEMORY = "--max-old-space-size=6000";
mkdirSync(work, { recursive: true });

function spawned(program, args, input) {
    const done = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 30 });
    if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
}

function ask(requests) {
    const lines = requests.map((request) => JSON.stringify(request)).join("\n");
    const answers = spawned(process.env.VADEMECUM, ["batch", file], lines).trimEnd().split("\n");
    return answers.map((line) => JSON.parse(line));
}

/** Every active term of every active concept. */
function terms() {
    const path = join(work, "terms.json");
    if (!existsSync(path)) {
        const [{ codes }] = ask([{ op: "descendants", code: "138875005" }]);
        const found = [];
        for (let at = 0; at < codes.length; at += 20_000) {
            const some = codes.slice(at, at + 20_000);
            ask(some.map((code) => ({ op: "concept", code }))).forEach(({ code, fsn, terms }) => {
                for (const term of [fsn, ...terms]) found.push({ term, concept: code });
            });
        }
        writeFileSync(path, JSON.stringify(found));
    }
    return JSON.parse(readFileSync(path, "utf8"));
}

/** Numbers that come again at every run. */
function random(seed) {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

function makeQueries(terms) {
    const path = join(work, "queries.json");
    if (!existsSync(path)) {
        const next = random(7);
        const words = (term) => term.toLowerCase().match(/[a-z]{4,}/g) ?? [];
        const some = (wanted, make) => {
            const found = [];
            while (found.length < 100) {
                const term = words(terms[next(terms.length)].term);
                if (term.length >= wanted) found.push(make(term));
            }
            return found;
        };
        const cut = (word, length) => word.slice(0, length);
        const queries = {
            "one word, 2 letters": some(1, ([a]) => cut(a, 2)),
            "one word, 4 letters": some(1, ([a]) => cut(a, 4)),
            "two words, 3 + 3 letters": some(2, ([a, b]) => `${cut(a, 3)} ${cut(b, 3)}`),
            "three words, 4 + 4 + 2 letters": some(3, ([a, b, c]) => `${cut(a, 4)} ${cut(b, 4)} ${cut(c, 2)}`),
            "whole words": some(2, (all) => all.slice(0, 4).join(" ")),
            "a typing error": some(2, ([a, b]) => {
                const at = 1 + next(a.length - 2);
                const swapped = a.slice(0, at) + a[at + 1] + a[at] + a.slice(at + 2);
                return `${swapped} ${b}`;
            }),
        };
        writeFileSync(path, JSON.stringify(queries));
    }
    return JSON.parse(readFileSync(path, "utf8"));
}

const size = (bytes, quality) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;

async function artifacts(terms) {
    const found = { vademecum: { path: file } };
    const pack = join(work, "pack.json");
    if (!existsSync(pack)) {
        writeFileSync(pack, spawned(process.env.VADEMECUM, ["pack", file, "--out", join(work, "pack"), "--json", "--quiet"]));
    }
    const { bytes, search_bytes } = JSON.parse(readFileSync(pack, "utf8"));
    Object.assign(found.vademecum, { raw: bytes.raw, brotli: bytes.brotli, searchBrotli: search_bytes.brotli });
    found["vademecum, as text"] = found.vademecum;
    for (const name of withPeers ? Object.keys(engines).filter((name) => engines[name].build) : []) {
        const shared = name.startsWith("sqlite") ? "sqlite" : name;
        const path = join(work, `${shared}.index`);
        if (!existsSync(path)) writeFileSync(path, await engines[name].build(terms, nodeFiles()));
        const sizes = `${path}.sizes`;
        if (!existsSync(sizes)) {
            const content = readFileSync(path);
            writeFileSync(sizes, JSON.stringify({ raw: content.length, brotli: size(content, 9) }));
        }
        found[name] = { path, ...JSON.parse(readFileSync(sizes, "utf8")) };
    }
    return found;
}

async function inChromium(found, queries) {
    const require = createRequire(join(here, "..", "npm", "package.json"));
    const { chromium } = require("playwright-core");
    const index = work;
    const server = await serve({ ...mounts, index, vade: join(file, "..") });
    server.state.isolated = true;
    const results = {};
    for (const [name, { path }] of Object.entries(found)) {
        const browser = await chromium.launch({
            executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--js-flags=--max-old-space-size=4000"],
        });
        try {
            const page = await browser.newPage();
            await page.goto(`http://localhost:${server.port}/bench/bench.html`);
            await page.waitForSelector("main:has-text('ready')");
            const devtools = await page.context().newCDPSession(page);
            const memory = async () => {
                for (let times = 0; times < 3; times += 1) await devtools.send("HeapProfiler.collectGarbage");
                const { usedSize, backingStorageSize = 0 } = await devtools.send("Runtime.getHeapUsage");
                return usedSize + backingStorageSize;
            };
            const url = name.startsWith("vademecum") ? `/vade/${path.split("/").pop()}` : `/index/${path.split("/").pop()}`;
            await page.evaluate((files) => bench.warm(files), pageFiles);
            const before = await memory();
            const result = await page.evaluate((options) => bench.run(options), { name, url, files: pageFiles, queries, rounds: ROUNDS });
            result.memory = (await memory()) - before;
            if (name === "vademecum") {
                result.worker = await page.evaluate((options) => bench.runWorker(options), { url: "/index/pack/", queries });
            }
            results[name] = result;
        } catch (error) {
            results[name] = { failed: String(error).split("\n")[0] };
        } finally {
            await browser.close();
        }
    }
    await server.close();
    return results;
}

const all = terms();
const queries = makeQueries(all);
const found = await artifacts(all);
const results = { terms: all.length, artifacts: found, node: {} };
results.native = JSON.parse(spawned(process.env.ANSWERS, [file, join(work, "queries.json"), String(ROUNDS)]));
for (const [name, { path }] of Object.entries(found)) {
    const args = [MEMORY, "--expose-gc", join(here, "one.mjs"), name, path, join(work, "queries.json"), String(ROUNDS)];
    try {
        results.node[name] = JSON.parse(spawned(process.execPath, args));
    } catch (error) {
        results.node[name] = { failed: String(error).split("\n")[0] };
    }
}
results.chromium = await inChromium(found, queries);
const module = readFileSync(join(mounts.vademecum, "vademecum.wasm"));
results.module = { raw: module.length, brotli: size(module, 11) };
writeFileSync(out, `${JSON.stringify(results, null, 1)}\n`);
