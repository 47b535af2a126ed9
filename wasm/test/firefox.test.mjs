// The shipped package in Debian's Firefox, under a strict content security policy: what every browser has to do, once.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";

import { corpus, demo, folder, medicines, pack, require, run, site } from "./support.mjs";

const index = join(folder, "firefox-index");
const medicinesIndex = join(folder, "firefox-medicines-index");
let firefox, server, page, faults;

before(async () => {
    const { default: puppeteer } = require("puppeteer-core");
    firefox = await puppeteer.launch({
        browser: "firefox",
        executablePath: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
        headless: true,
    });
    pack(demo, index, "--fast");
    pack(medicines, medicinesIndex, "--fast");
    server = await site(index, { "demo-index": index, "medicines-index": medicinesIndex });
});
after(async () => {
    await firefox?.close();
    await server?.close();
});

async function visit(name, context = firefox) {
    page = await context.newPage();
    faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(`http://localhost:${server.port}/page/${name}.html`);
    await page.waitForSelector("::-p-text(ready)");
}

afterEach(async () => {
    const violations = await page.evaluate(() => window.test.violations);
    await page.close();
    assert.deepEqual([...violations, ...server.state.violations], [], "the content security policy is kept");
    assert.deepEqual(faults, [], "no error goes unheard in the page");
});

for (const [name, file] of Object.entries({ demo, medicines })) {
    test(`the corpus is answered in the Worker as the native command answers it: ${name}`, async () => {
        await visit("index");
        const native = run(["batch", file], corpus.join("\n")).trimEnd().split("\n");
        const answers = await page.evaluate(async ([corpus, address]) => {
            let worker;
            const terminology = await window.test.createTerminology({
                indexUrl: address,
                worker: () => (worker = new Worker("/vademecum/worker.js", { type: "module" })),
            });
            await terminology.loaded;
            const answers = await new Promise((resolve) => {
                const answers = [];
                let left = corpus.length;
                worker.addEventListener("message", ({ data }) => {
                    if (data.type !== "answer" || data.id < 1000) return;
                    answers[data.id - 1000] = data.text;
                    left -= 1;
                    if (left === 0) resolve(answers);
                });
                corpus.forEach((text, place) => worker.postMessage({ type: "ask", id: 1000 + place, text }));
            });
            terminology.dispose();
            return answers;
        }, [corpus, `/${name}-index/`]);
        assert.equal(answers.length, corpus.length);
        corpus.forEach((line, place) => assert.equal(answers[place], native[place], line));
    });
}

test("a release is kept, and answers at the next visit without a download", async () => {
    const open = () =>
        page.evaluate(async () => {
            const terminology = await window.test.createTerminology({ indexUrl: "/index/" });
            const { hits } = await terminology.search("heart att");
            await terminology.loaded;
            const { source, storage } = terminology.state;
            terminology.dispose();
            return { source, storage, term: hits[0].term };
        });
    const parts = () => server.state.requests.filter((path) => path.startsWith("/index/") && !path.endsWith(".json")).length;
    const context = await firefox.createBrowserContext();
    await visit("index", context);
    assert.deepEqual(await open(), { source: "network", storage: "opfs", term: "Heart attack" });
    await page.close();
    const fetched = parts();
    assert.ok(fetched > 0);
    await visit("index", context);
    assert.deepEqual(await open(), { source: "storage", storage: "opfs", term: "Heart attack" });
    assert.equal(parts(), fetched, "no part is fetched again");
});

test("the field: typed, chosen by keys, and heard", async () => {
    await visit("element");
    await page.evaluate(async () => {
        const promise = window.test.createTerminology({ indexUrl: "/index/", cache: "none" });
        window.test.open(promise);
        await promise;
    });
    await page.evaluate(() => window.test.field.focus());
    await page.keyboard.type("heart att");
    await page.waitForSelector("#problem >>> [role=option]");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const [value, heard] = await page.evaluate(() => [window.test.field.value, window.test.heard]);
    assert.equal(value, "953829161999999108");
    const [type, id, detail] = heard.find(([type]) => type === "select");
    assert.deepEqual([type, id, detail.code], ["select", "problem", "953829161999999108"]);
});
