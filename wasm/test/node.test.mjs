// The package in Node, and the request corpus beside the native command.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { corpus, demo, dist, folder, medicines, medicinesRelease, pack, run } from "./support.mjs";
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
    for (const file of [demo, medicines]) {
        const native = run(["batch", file], corpus.join("\n")).trimEnd().split("\n");
        assert.equal(native.length, corpus.length);
        const terminology = openTerminologyFileSync(file);
        corpus.forEach((line, place) => assert.equal(terminology.requestText(line), native[place], line));
        terminology.dispose();
    }
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

/** Every id of the dm+d release's products, from its files. */
function productIds(release) {
    const files = readdirSync(release, { recursive: true }).filter((name) => /f_(vtm|vmp|amp|vmpp|ampp)2_\w+\.xml$/.test(name));
    assert.equal(files.length, 5, files.join());
    const ids = (name) => [...readFileSync(join(release, name), "utf8").matchAll(/<(?:VTMID|VPID|APID|VPPID|APPID)>(\d+)</g)].map(([, id]) => id);
    return [...new Set(files.flatMap(ids))];
}

test("every medicinal product is answered as the native command answers it", () => {
    const [file, release] = [medicines, medicinesRelease()];
    const ids = productIds(release);
    assert.ok(ids.length > 5000, String(ids.length));
    const lines = ids.flatMap((code) => ["product", "prices"].map((op) => JSON.stringify({ op, code })));
    const native = run(["batch", file], lines.join("\n")).trimEnd().split("\n");
    const terminology = openTerminologyFileSync(file);
    lines.forEach((line, place) => assert.equal(terminology.requestText(line), native[place], line));
    assert.ok(native.every((answer) => answer.startsWith('{"ok":true')), "no id of the release is unknown");
    terminology.dispose();
});

const AMOXICILLIN = "621469841999999102";
const AMOXICILLIN_CAPSULES = "875176481999999108";
const AMOXICILLIN_SUBSTANCE = "503713611999999107";
const AMOXICILLIN_PACK = "682494411999999106";

test("each method for medicines asks what the request asks, promised and returned", async () => {
    const file = medicines;
    const terminology = await createTerminology({ indexUrl: file });
    const sync = openTerminologyFileSync(file);
    const asked = [
        [{ op: "product", code: AMOXICILLIN_CAPSULES }, (t) => t.product(AMOXICILLIN_CAPSULES), (answer) => answer.class === "vmp" && answer.name === "Amoxicillin 500mg capsules"],
        [{ op: "products", code: AMOXICILLIN_CAPSULES, class: "amp", prescribable: true, limit: 2 }, (t) => t.products(AMOXICILLIN_CAPSULES, "amp", { prescribable: true, limit: 2 }), (answer) => answer.total === 5 && answer.codes.length === 2],
        [{ op: "ingredient", code: AMOXICILLIN_SUBSTANCE, class: "vmp", role: "any", want: "count" }, (t) => t.ingredient(AMOXICILLIN_SUBSTANCE, "vmp", { role: "any", want: "count" }), (answer) => answer.total === 21],
        [{ op: "gtin", gtin: "(01)02999758431212(17)281130", date: "20260409" }, (t) => t.gtin("(01)02999758431212(17)281130", { date: "20260409" }), (answer) => answer.packs[0].code === AMOXICILLIN_PACK],
        [{ op: "drug_code", system: "atc", prefix: "L04A?", class: "vtm" }, (t) => t.drugCode("atc", "L04A?", "vtm"), (answer) => answer.total === 3],
        [{ op: "equivalents", code: AMOXICILLIN_CAPSULES, valid: true }, (t) => t.equivalents(AMOXICILLIN_CAPSULES, { valid: true }), (answer) => answer.codes.includes(AMOXICILLIN_CAPSULES)],
        [{ op: "dose", code: AMOXICILLIN, dose: "1", unit: "g" }, (t) => t.dose(AMOXICILLIN, "1", "g"), (answer) => answer.candidates.some(({ code, units }) => code === AMOXICILLIN_CAPSULES && units === 2)],
        [{ op: "products_with", of: "vmp", field: "controlled_drug.category", value: "2", class: "amp", want: "count" }, (t) => t.productsWith("vmp", "controlled_drug.category", { value: "2", class: "amp", want: "count" }), (answer) => answer.total > 50],
        [{ op: "prices", code: AMOXICILLIN_CAPSULES }, (t) => t.prices(AMOXICILLIN_CAPSULES), (answer) => answer.packs[0].pence === 188 && answer.drug_tariff.length > 0],
        [{ op: "search", query: "amox 500 cap", classes: ["vmp", "amp"], prescribable: true }, (t) => t.search("amox 500 cap", { classes: ["vmp", "amp"], prescribable: true }), ({ hits }) => hits[0].code === AMOXICILLIN_CAPSULES && hits[0].description === undefined],
        [{ op: "search", query: "amox", classes: ["vtm"], want: "codes" }, (t) => t.searchSet("amox", { classes: ["vtm"] }), (answer) => answer.codes.includes(AMOXICILLIN)],
    ];
    const native = run(["batch", file], asked.map(([request]) => JSON.stringify(request)).join("\n")).trimEnd().split("\n");
    for (const [place, [request, ask, isRight]] of asked.entries()) {
        const { ok, ...wanted } = JSON.parse(native[place]);
        assert.equal(ok, true, native[place]);
        assert.ok(isRight(wanted), native[place]);
        assert.deepEqual(await ask(terminology), wanted, request.op);
        assert.deepEqual(ask(sync), wanted, request.op);
    }
    await refused(terminology.product("404684003"), "not_found", "no medicinal product");
    await refused(terminology.gtin("2999758431213"), "invalid_id");
    await assert.rejects(terminology.product(AMOXICILLIN, { signal: AbortSignal.abort(new Error("enough")) }), /enough/);
    terminology.dispose();
    sync.dispose();
    const without = await createTerminology({ indexUrl: demo });
    await refused(without.product(AMOXICILLIN), "not_in_file", "dm+d");
    without.dispose();
});

test("a hit that is a product has the name of dm+d, whatever term of SNOMED CT was found", async () => {
    const terminology = openTerminologyFileSync(medicines);
    const PARACETAMOL = "919009861999999101";
    const found = (query, options) => terminology.search(query, { limit: 50, ...options }).hits.find(({ code }) => code === PARACETAMOL);
    const name = terminology.product(PARACETAMOL).name;
    assert.equal(name, "Paracetamol 120mg/5ml oral suspension paediatric");
    const asConcept = found("acetaminophen 120 mg/5 ml oral suspension");
    assert.notEqual(asConcept?.description, undefined, "the term is of SNOMED CT alone");
    assert.deepEqual([asConcept.preferred, asConcept.class], [name, "vmp"]);
    assert.deepEqual([found("paracet paediatric 120", { classes: ["vmp"] })?.preferred, found("paracet paediatric 120", { classes: ["vmp"] })?.term], [name, name]);
    terminology.dispose();
});
