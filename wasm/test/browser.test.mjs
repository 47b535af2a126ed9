// The shipped package in Chromium, under a strict content security policy.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync, copyFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { anotherRelease, browser, corpus, demo, folder, medicines, pack, run, site, visit } from "./support.mjs";

const index = join(folder, "index");
const another = anotherRelease();
let chromium, server, context, page, faults, packed;

before(async () => {
    chromium = await browser();
});
after(() => chromium?.close());

beforeEach(async () => {
    rmSync(index, { recursive: true, force: true });
    packed = pack(demo, index, "--fast");
    copyFileSync(demo, join(index, "demo.vade"));
    server = await site(index);
    context = await chromium.newContext();
    ({ page, faults } = await visit(context, server));
});

afterEach(async () => {
    const violations = await page.evaluate(() => test.violations).catch(() => []);
    await context.close();
    await server.close();
    assert.deepEqual([...violations, ...server.state.violations], [], "the content security policy is kept");
    assert.deepEqual(faults, [], "no error goes unheard in the page");
});

/** Makes a terminology in the page under a name; answers its state, or what its error tells. */
function open(options, name = "terminology") {
    return page.evaluate(
        async ([options, name]) => {
            try {
                const terminology = await test.createTerminology(options);
                test.kept.set(name, terminology);
                return { state: terminology.state };
            } catch (error) {
                return { error: test.told(error) };
            }
        },
        [{ indexUrl: "/index/", ...options }, name],
    );
}

/** Calls a method of a terminology; answers what it answers, or what its error tells. */
function call(method, ...args) {
    return page.evaluate(
        async ([method, args]) => {
            try {
                return { answer: await test.kept.get("terminology")[method](...args) };
            } catch (error) {
                return { error: test.told(error) };
            }
        },
        [method, args],
    );
}

const loaded = () => page.evaluate(() => test.kept.get("terminology").loaded.catch((error) => test.told(error)));
const state = () => page.evaluate(() => test.kept.get("terminology").state);
const dispose = () => page.evaluate(() => test.kept.get("terminology").dispose());
const firstTerm = async (query = "heart att") => (await call("search", query)).answer.hits[0].term;

test("a Worker searches, with progress", async () => {
    const told = await page.evaluate(async () => {
        const progress = [];
        const states = [];
        const terminology = await test.createTerminology({
            indexUrl: "/index/",
            onProgress: (step) => progress.push(step),
            onState: ({ phase }) => states.push(phase),
        });
        test.kept.set("terminology", terminology);
        await terminology.loaded;
        return { progress, states };
    });
    assert.equal(page.workers().length, 1);
    const steps = told.progress.map((step) => step.loaded);
    assert.deepEqual(steps, [...steps].sort((a, b) => a - b));
    assert.equal(told.progress.at(-1).loaded, told.progress.at(-1).total);
    assert.deepEqual([...new Set(told.states)], ["loading", "searching", "loaded"]);
    const { answer } = await call("search", "heart att", { limit: 1 });
    assert.equal(answer.hits[0].term, "Heart attack");
    assert.deepEqual(answer.hits[0].ranges, [[0, 5], [6, 12]]);
    const { storage, source, hashing, warnings, release } = await state();
    assert.deepEqual({ storage, source, hashing, warnings }, { storage: "opfs", source: "network", hashing: "browser", warnings: [] });
    assert.equal(release, packed.release);
    // What is fetched is compressed.
    const parts = server.state.requests.filter((path) => path.includes(".bin"));
    assert.ok(parts.length > 0 && parts.every((path) => /\.bin\.(br|gz)$/.test(path)), parts.join());
    assert.equal((await call("concept", "404684003")).error.code, "not_found");
    await dispose();
    assert.equal((await call("info")).error.code, "disposed");
    await page.waitForTimeout(100);
    assert.equal(page.workers().length, 0);
});

for (const [name, file] of Object.entries({ demo, medicines })) {
    test(`the corpus is answered as the native command answers it, in the Worker and in the page: ${name}`, async () => {
        if (file !== demo) {
            rmSync(index, { recursive: true, force: true });
            pack(file, index, "--fast");
        }
        copyFileSync(file, join(index, "whole.vade"));
        const native = run(["batch", file], corpus.join("\n")).trimEnd().split("\n");
        const answers = await page.evaluate(async (corpus) => {
            let worker;
            const terminology = await test.createTerminology({
                indexUrl: "/index/",
                worker: () => (worker = new Worker("/vademecum/worker.js", { type: "module" })),
            });
            await terminology.loaded;
            const answers = new Array(corpus.length);
            await new Promise((resolve) => {
                let left = corpus.length;
                worker.addEventListener("message", ({ data }) => {
                    if (data.type !== "answer") return;
                    answers[data.id - 1000] = data.text;
                    left -= 1;
                    if (left === 0) resolve();
                });
                corpus.forEach((text, place) => worker.postMessage({ type: "ask", id: 1000 + place, text }));
            });
            terminology.dispose();
            return answers;
        }, corpus);
        corpus.forEach((line, place) => assert.equal(answers[place], native[place], line));
        const inPage = await page.evaluate(async (corpus) => {
            const bytes = async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer());
            const wasm = await WebAssembly.compile(await bytes("/vademecum/vademecum.wasm"));
            const terminology = test.openTerminologySync({ wasm, file: await bytes("/index/whole.vade") });
            return corpus.map((line) => terminology.requestText(line));
        }, corpus);
        corpus.forEach((line, place) => assert.equal(inPage[place], native[place], line));
    });
}

test("searches are answered before the rest has come, which is not_loaded until then", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    server.state.fault = (path) => (path.includes("rest-small") ? held : undefined);
    const { state: early } = await open({});
    assert.equal(early.phase, "searching");
    assert.equal(await firstTerm(), "Heart attack");
    assert.equal((await call("attributes", "953829161999999108")).error.code, "not_loaded");
    assert.equal((await call("concept", "953829161999999108")).error.code, "not_loaded");
    assert.equal((await call("search", "heart", { within: "<< 754277661999999102" })).error.code, "not_loaded");
    assert.equal((await call("search", "blood supply cut", { definitions: true })).error.code, "not_loaded");
    assert.equal((await call("search", "943221999999118")).error.code, "not_loaded");
    release();
    assert.equal(await loaded(), undefined);
    assert.ok((await call("attributes", "953829161999999108")).answer.groups.length > 0);
    assert.equal((await call("concept", "953829161999999108")).answer.children_count, 2);
});

for (const cache of ["opfs", "cache-storage"]) {
    test(`a second visit is answered from ${cache} without the server`, async () => {
        await open({ cache });
        await loaded();
        await dispose();
        server.state.fault = (path) => (path.startsWith("/index/") ? "broken" : undefined);
        await page.reload();
        await page.waitForSelector("main:has-text('ready')");
        const { state: first } = await open({ cache });
        assert.deepEqual([first.source, first.storage, first.release], ["storage", cache, packed.release]);
        assert.equal(await firstTerm(), "Heart attack");
        assert.ok((await call("attributes", "953829161999999108")).answer.groups.length > 0);
        await page.waitForTimeout(1500);
        assert.deepEqual((await state()).warnings.map((warning) => warning.code), ["offline"]);
        assert.equal((await state()).phase, "loaded");
    });

    test(`a new release is exchanged for the one in ${cache}, which answers meanwhile`, async () => {
        await open({ cache });
        await loaded();
        await dispose();
        const next = pack(another, index, "--fast");
        assert.notEqual(next.release, packed.release);
        let release;
        const held = new Promise((resolve) => (release = resolve));
        server.state.fault = (path) => (path.includes(".bin") ? held : undefined);
        const { state: first } = await open({ cache });
        assert.deepEqual([first.source, first.release], ["storage", packed.release]);
        const before = (await call("info")).answer.builder;
        assert.ok(before.length > 0);
        release();
        await page.waitForTimeout(50);
        for (let tries = 0; (await state()).release !== next.release; tries += 1) {
            assert.ok(tries < 100, JSON.stringify(await state()));
            await page.waitForTimeout(50);
        }
        assert.ok((await call("search", "heart")).answer.hits.length > 0);
        await page.waitForTimeout(300);
        await dispose();
        // The next visit has the new release, and nothing is left of the old one.
        server.state.fault = (path) => (path.startsWith("/index/") ? "broken" : undefined);
        const { state: third } = await open({ cache });
        assert.deepEqual([third.source, third.release], ["storage", next.release]);
        const names = await page.evaluate(async (cache) => {
            if (cache === "cache-storage") {
                const [name] = await caches.keys();
                return (await (await caches.open(name)).keys()).length;
            }
            const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("vademecum");
            let count = 0;
            for await (const folder of root.values()) for await (const _ of folder.keys()) count += 1;
            return count;
        }, cache);
        assert.equal(names, next.parts + 1);
    });
}

test("an exchange that is interrupted leaves the old release whole", async () => {
    await open({});
    await loaded();
    await dispose();
    pack(another, index, "--fast");
    server.state.fault = (path) => (path.includes("rest-small") ? 500 : undefined);
    await open({});
    for (let tries = 0; (await state()).warnings.length === 0; tries += 1) {
        assert.ok(tries < 100);
        await page.waitForTimeout(50);
    }
    const { warnings, release } = await state();
    assert.deepEqual([warnings[0].code, release], ["network", packed.release]);
    assert.equal(await firstTerm(), "Heart attack");
    await dispose();
    server.state.fault = (path) => (path.startsWith("/index/") ? "broken" : undefined);
    const { state: next } = await open({});
    assert.deepEqual([next.source, next.release], ["storage", packed.release]);
    assert.equal(await firstTerm(), "Heart attack");
});

test("what is kept and damaged is fetched again", async () => {
    await open({});
    await loaded();
    await dispose();
    await page.evaluate(async () => {
        const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("vademecum");
        for await (const folder of root.values()) {
            for await (const [name, file] of folder.entries()) {
                if (name === "current") continue;
                const bytes = new Uint8Array(await (await file.getFile()).arrayBuffer());
                bytes[bytes.length >> 1] ^= 1;
                const out = await file.createWritable();
                await out.write(bytes);
                await out.close();
            }
        }
    });
    const { state: again } = await open({});
    await loaded();
    assert.deepEqual([again.source, again.warnings[0].code], ["network", "storage"]);
    assert.equal(await firstTerm(), "Heart attack");
    assert.ok((await call("attributes", "953829161999999108")).answer.groups.length > 0);
});

test("a load that is ended leaves no Worker", async () => {
    server.state.fault = (path) => (path.includes(".bin") ? new Promise(() => undefined) : undefined);
    const told = await page.evaluate(async () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 100);
        try {
            await test.createTerminology({ indexUrl: "/index/", signal: controller.signal });
        } catch (error) {
            return error.name;
        }
    });
    assert.equal(told, "AbortError");
    await page.waitForTimeout(100);
    assert.equal(page.workers().length, 0);
});

test("each fault of what comes has its code", async () => {
    const altered = (name, alter) => (path, bytes) => (path.includes(name) ? alter(Buffer.from(bytes)) : undefined);
    const flip = (bytes) => ((bytes[bytes.length >> 1] ^= 1), bytes);
    const json = (change) => (bytes) => Buffer.from(JSON.stringify({ ...JSON.parse(bytes), ...change }));
    const cache = "none";
    const code = async (options) => (await open({ cache, encoding: "host", ...options })).error?.code;
    server.state.fault = altered("search-small", flip);
    assert.equal(await code(), "integrity");
    server.state.fault = altered("search-small", (bytes) => bytes.subarray(0, bytes.length - 1));
    assert.equal(await code(), "integrity");
    server.state.fault = altered("search-small", (bytes) => Buffer.concat([bytes, Buffer.alloc(9)]));
    assert.equal(await code(), "integrity");
    server.state.fault = altered("release-", json({ licence: "mine" }));
    assert.equal(await code(), "integrity");
    server.state.fault = undefined;
    assert.equal(await code({ integrity: "0".repeat(64) }), "integrity");
    assert.equal(await code({ integrity: packed.sha256 }), undefined);
    await dispose();
    assert.equal(await code({ integrity: "md5" }), "bad_request");
    assert.equal(await code({ indexUrl: `/index/${packed.release}`, integrity: packed.sha256 }), undefined);
    await dispose();
    server.state.fault = altered("latest", json({ version: 2 }));
    assert.equal(await code(), "version");
    server.state.fault = altered("latest", () => Buffer.from("<html></html>"));
    assert.equal(await code(), "not_vade");
    server.state.fault = (path) => (path.endsWith("latest.json") ? 503 : undefined);
    assert.equal(await code(), "network");
    server.state.fault = (path) => (path.endsWith("latest.json") ? "broken" : undefined);
    assert.equal(await code(), "offline");
    server.state.fault = (path) => (path.includes("search-small") ? "broken" : undefined);
    assert.equal(await code(), "network");
    server.state.fault = undefined;
    assert.equal(await code({ wasmUrl: "/page/page.js" }), "module");
    assert.equal(await code({ wasmUrl: "/page/none.wasm" }), "module");
    // The rest fails: what has come is answered, and `loaded` tells.
    server.state.fault = altered("rest-small", flip);
    assert.equal(await code(), undefined);
    assert.equal((await loaded()).code, "integrity");
    assert.equal((await state()).phase, "failed");
    assert.equal(await firstTerm(), "Heart attack");
    assert.equal((await call("attributes", "953829161999999108")).error.code, "not_loaded");
    await dispose();
    await page.waitForTimeout(100);
    assert.equal(page.workers().length, 0, "no failed load leaves its Worker");
});

test("a transfer that breaks off is tried again", async () => {
    let times = 0;
    server.state.fault = (path) => {
        if (!path.includes("search-small")) return undefined;
        times += 1;
        return times < 3 ? "broken" : undefined;
    };
    await open({ cache: "none" });
    assert.equal(await firstTerm(), "Heart attack");
    assert.equal(times, 3);
});

test("a .vade file is fetched in one piece, and answers while it comes", async () => {
    const { state: first } = await open({ indexUrl: "/index/demo.vade" });
    await loaded();
    assert.deepEqual([first.release, first.storage], [undefined, "none"]);
    assert.equal(await firstTerm(), "Heart attack");
    assert.ok((await call("attributes", "953829161999999108")).answer.groups.length > 0);
    await dispose();
    const bytes = readFileSync(demo);
    const code = async () => {
        const { error } = await open({ indexUrl: "/index/odd.vade" });
        return error?.code ?? (await loaded())?.code;
    };
    const odd = (bytes) => writeFileSync(join(index, "odd.vade"), bytes);
    odd(bytes.subarray(0, 100_000));
    assert.equal(await code(), "damaged");
    odd(bytes.subarray(0, 30));
    assert.equal(await code(), "damaged");
    odd(Buffer.concat([bytes, Buffer.alloc(64)]));
    assert.equal(await code(), "damaged");
    const newer = Buffer.from(bytes);
    newer[8] = 99;
    odd(newer);
    assert.equal(await code(), "version");
    const altered = Buffer.from(bytes);
    altered[200_000] ^= 1;
    odd(altered);
    assert.equal(await code(), "damaged");
    odd("");
    assert.equal(await code(), "not_vade");
});

test("without room for files it answers from memory, and says so", async () => {
    const devtools = await context.newCDPSession(page);
    const origin = `http://localhost:${server.port}`;
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1000 });
    await open({});
    await loaded();
    const { warnings, storage, phase } = await state();
    assert.deepEqual([warnings.map((warning) => warning.code), storage, phase], [["quota"], "none", "loaded"]);
    assert.equal(await firstTerm(), "Heart attack");
});

test("a page over plain HTTP computes hashes in the module and answers from memory", async () => {
    await page.close();
    ({ page, faults } = await visit(context, server, "intranet.test"));
    assert.equal(await page.evaluate(() => isSecureContext || crypto.subtle !== undefined), false);
    await open({});
    await loaded();
    const { warnings, storage, hashing } = await state();
    assert.deepEqual([warnings.map((warning) => warning.code), storage, hashing], [["storage"], "none", "module"]);
    assert.equal(await firstTerm(), "Heart attack");
    await dispose();
    server.state.fault = (path, bytes) => (path.includes("search-small") ? Buffer.from(bytes).fill(7, 99, 100) : undefined);
    assert.equal((await open({ encoding: "host" })).error.code, "integrity");
});

test("the newest search of a field is the one that is answered", async () => {
    await open({});
    const outcomes = await page.evaluate(async () => {
        const terminology = test.kept.get("terminology");
        const typed = ["h", "he", "hea", "heart", "heart a", "heart att"].map((query) => terminology.search(query, { field: "problem" }));
        const settled = await Promise.allSettled(typed);
        return settled.map((outcome) => outcome.reason?.name ?? outcome.value.hits[0].term);
    });
    assert.deepEqual(outcomes, [...Array(5).fill("AbortError"), "Heart attack"]);
});

test("a page without a Worker is answered in the page", async () => {
    await open({ worker: false, cache: "none" });
    assert.equal(page.workers().length, 0);
    assert.equal(await firstTerm(), "Heart attack");
});

test("a Worker that cannot run says so", async () => {
    const told = await page.evaluate(async () => {
        const worker = () => new Worker("/page/none.js", { type: "module" });
        return test.createTerminology({ indexUrl: "/index/", worker }).catch((error) => test.told(error));
    });
    assert.equal(told.code, "worker");
});

test("memory returns to where it was", { timeout: 600_000 }, async () => {
    // The fifty rounds of ten thousand searches; fewer where the environment says so.
    const rounds = Number(process.env.VADEMECUM_MEMORY_ROUNDS ?? 10);
    const searches = Number(process.env.VADEMECUM_MEMORY_SEARCHES ?? 2_000);
    const devtools = await context.newCDPSession(page);
    const measure = async () => {
        await page.waitForTimeout(200);
        for (let times = 0; times < 3; times += 1) await devtools.send("HeapProfiler.collectGarbage");
        const { usedSize, backingStorageSize = 0 } = await devtools.send("Runtime.getHeapUsage");
        return usedSize + backingStorageSize;
    };
    const round = (worker) =>
        page.evaluate(
            async ([searches, worker]) => {
                const terminology = await test.createTerminology({ indexUrl: "/index/", worker, cache: "none" });
                await terminology.loaded;
                const queries = ["heart att", "h", "diab mel", "frac fem", "haemor", "blood pr", "tab", "haert"];
                for (let at = 0; at < searches; at += 100) {
                    const some = Array.from({ length: 100 }, (_, place) => terminology.search(queries[(at + place) % queries.length]));
                    await Promise.all(some);
                }
                terminology.dispose();
            },
            [searches, worker],
        );
    for (const worker of [true, false]) {
        for (let times = 0; times < 3; times += 1) await round(worker);
        const before = await measure();
        for (let times = 0; times < rounds; times += 1) await round(worker);
        const after = await measure();
        console.log(`memory of the page, ${rounds} rounds of ${searches} searches, Worker ${worker}: ${before} to ${after} bytes`);
        assert.ok(after < before + 300_000, `${before} to ${after} bytes`);
        assert.equal(page.workers().length, 0);
    }
});
