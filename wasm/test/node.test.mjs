// The package in Node, and the request corpus beside the native command.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { corpus, demo, dist, folder, pack, run } from "./support.mjs";
import { serve } from "./server.mjs";

const { createTerminology, openTerminologyFileSync, VademecumError } = await import(pathToFileURL(join(dist, "node.js")).href);

/** Checks that a promise rejects with a code. */
async function refused(promise, code, words = "") {
    await assert.rejects(promise, (error) => {
        assert.ok(error instanceof VademecumError, String(error));
        assert.equal(error.code, code, error.message);
        assert.ok(error.message.includes(words), error.message);
        return true;
    });
}

test("the corpus is answered as the native command answers it", () => {
    const native = run(["batch", demo], corpus.join("\n")).trimEnd().split("\n");
    assert.equal(native.length, corpus.length);
    const terminology = openTerminologyFileSync(demo);
    corpus.forEach((line, place) => assert.equal(terminology.requestText(line), native[place], line));
    terminology.dispose();
});

test("every method answers plain data", async () => {
    const terminology = await createTerminology({ indexUrl: demo });
    const { hits } = await terminology.search("heart att", { limit: 1 });
    assert.equal(hits[0].term, "Heart attack");
    const { code } = hits[0];
    assert.equal((await terminology.info()).counts.concepts, 3000);
    assert.equal((await terminology.concept(code)).fsn, "Myocardial infarction (disorder)");
    assert.equal((await terminology.description(hits[0].description)).concept, code);
    assert.ok((await terminology.attributes(code)).groups.length > 0);
    const parents = await terminology.parents(code);
    assert.ok(parents.total > 0);
    assert.equal((await terminology.children(code, { want: "count" })).total, 2);
    assert.ok((await terminology.ancestors(code)).codes.includes("138875005"));
    assert.equal((await terminology.descendants(code, { limit: 1 })).codes.length, 1);
    assert.equal((await terminology.subsumes("138875005", code)).outcome, "subsumes");
    assert.equal((await terminology.searchSet("heart att")).total, 4);
    const any = await terminology.request({ op: "concept", code, id: "mine", timing: true });
    assert.equal(any.code, code);
    await terminology.loaded;
    assert.equal(terminology.state.phase, "loaded");
    await refused(terminology.concept("404684003"), "not_found", "404684003");
    terminology.dispose();
    await refused(terminology.info(), "disposed");
    assert.equal(terminology.state.memoryBytes, 0);
});

test("what is no file, or not this one, says so", async () => {
    const make = (name, bytes) => (writeFileSync(join(folder, name), bytes), join(folder, name));
    const bytes = readFileSync(demo);
    await refused(createTerminology({ indexUrl: join(folder, "none.vade") }), "io", "none.vade");
    await refused(createTerminology({ indexUrl: make("text.vade", "hello") }), "not_vade");
    await refused(createTerminology({ indexUrl: make("empty.vade", "") }), "not_vade");
    await refused(createTerminology({ indexUrl: make("cut.vade", bytes.subarray(0, 9000)) }), "damaged", "cut short");
    const newer = Buffer.from(bytes);
    newer[8] = 99;
    await refused(createTerminology({ indexUrl: make("newer.vade", newer) }), "version", "99");
    const altered = Buffer.from(bytes);
    altered[altered.length - 5000] ^= 1;
    await refused(createTerminology({ indexUrl: demo, integrity: "0".repeat(64) }), "integrity");
    const right = createHash("sha256").update(bytes).digest("base64");
    (await createTerminology({ indexUrl: demo, integrity: `sha256-${right}` })).dispose();
    await refused(createTerminology({ indexUrl: make("altered.vade", altered), integrity: `sha256-${right}` }), "integrity");
    await refused(createTerminology({ indexUrl: demo, integrity: "md5-x" }), "bad_request");
    await refused(createTerminology({ indexUrl: demo, worker: true }), "unsupported");
    await refused(createTerminology({ indexUrl: demo, wasmUrl: join(folder, "text.vade") }), "module");
});

test("a signal ends the loading and any call", async () => {
    const reason = new Error("enough");
    await assert.rejects(createTerminology({ indexUrl: demo, signal: AbortSignal.abort(reason) }), reason);
    const controller = new AbortController();
    const loading = createTerminology({ indexUrl: demo, signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(loading, reason);
    const terminology = await createTerminology({ indexUrl: demo });
    await assert.rejects(terminology.search("heart", { signal: AbortSignal.abort(reason) }), reason);
    terminology.dispose();
});

test("the newest search of a field is the one that is answered", async () => {
    const terminology = await createTerminology({ indexUrl: demo });
    const typed = ["h", "he", "hea", "heart"].map((query) => terminology.search(query, { field: "problem" }));
    const other = terminology.search("tab", { field: "medicine" });
    const outcomes = await Promise.allSettled(typed);
    assert.deepEqual(outcomes.map((outcome) => outcome.status), ["rejected", "rejected", "rejected", "fulfilled"]);
    assert.equal(outcomes[0].reason.name, "AbortError");
    assert.ok((await other).hits.length > 0);
    // Without a field, all are answered.
    const all = await Promise.all(["h", "he", "hea"].map((query) => terminology.search(query)));
    assert.ok(all.every(({ hits }) => hits.length > 0));
    terminology.dispose();
});

test("a packed folder and a file come by http as well", async () => {
    const index = join(folder, "node-index");
    const { sha256 } = pack(demo, index, "--fast");
    writeFileSync(join(index, "demo.vade"), readFileSync(demo));
    const server = await serve({ index });
    const base = `http://127.0.0.1:${server.port}/index/`;
    try {
        for (const options of [
            { indexUrl: base, integrity: sha256 },
            { indexUrl: `${base}latest.json` },
            { indexUrl: `${base}demo.vade` },
            { indexUrl: base, encoding: "host" },
            { indexUrl: base, encoding: "gzip" },
        ]) {
            const terminology = await createTerminology(options);
            await terminology.loaded;
            assert.equal((await terminology.search("heart att")).hits[0].term, "Heart attack");
            assert.ok((await terminology.attributes("953829161999999108")).groups.length > 0);
            terminology.dispose();
        }
    } finally {
        await server.close();
    }
    await refused(createTerminology({ indexUrl: base }), "offline");
});

test("timing tells nanoseconds, where the request wants it and is one", async () => {
    const terminology = openTerminologyFileSync(demo);
    const ask = (text) => JSON.parse(terminology.requestText(text));
    const { ns } = ask('{"op":"search","query":"heart","timing":true}');
    assert.ok(Number.isInteger(ns) && ns > 0 && ns < 1e9, String(ns));
    for (const text of ['{"op":"info"}', '{"op":"info","timing":false}', '{"op":"search","query":"\\"timing\\": true"}']) assert.equal("ns" in ask(text), false, text);
    assert.equal(ask('{"op":"nothing","timing":true}').error.code, "unknown_op");
    assert.equal(terminology.requestText('{"op":"nothing","timing":true}').match(/"ns":/g).length, 1);
    assert.equal(ask('{"timing":').error.code, "bad_request");
    terminology.dispose();
    const later = await createTerminology({ indexUrl: demo });
    assert.ok((await later.search("heart", { timing: true })).ns > 0);
    later.dispose();
});

test("a file that is at hand is opened as one at an address is", async () => {
    const terminology = await createTerminology({ file: new Blob([readFileSync(demo)]) });
    assert.equal((await terminology.search("heart att")).hits[0].term, "Heart attack");
    assert.equal(terminology.state.source, "disk");
    terminology.dispose();
    await refused(createTerminology({ file: new Blob(["Dear colleague"]) }), "not_vade");
    await refused(createTerminology({ file: new Blob([]) }), "not_vade");
    await refused(createTerminology({ file: new Blob([readFileSync(demo).subarray(0, 90_000)]) }), "damaged");
    await refused(createTerminology({ file: new Blob([readFileSync(demo)]), integrity: "0".repeat(64) }), "integrity");
    await refused(createTerminology({}), "bad_request");
    await refused(createTerminology({ file: new Blob([]), indexUrl: demo }), "bad_request");
});
