// The site in Chromium: search, concepts, releases, files of one's own, without a network, and how all pages look.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { anotherRelease, demo, folder, pack, run } from "../../wasm/test/support.mjs";
import { address, context, go, grave, page, server, settled, shot, site, tooWide, visit } from "./visit.mjs";

const HEART_ATTACK = "953829161999999108";
const PAGES = [
    "search",
    "search?q=heart+att",
    `search?q=heart&within=${encodeURIComponent("<< 138875005")}`,
    `concept/${HEART_ATTACK}`,
    "concept/404684003",
    "medicines",
    "medicines?q=amox+500&classes=vtm+vmp+amp+vmpp+ampp&unused=1&gtin=02999617322736",
    "product/875176481999999108",
    "product/682494411999999106",
    "release",
    "developers",
    "nowhere",
];

test("a search answers each letter, with the time and by the keyboard alone", async () => {
    await go("search");
    await settled();
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("heart att");
    await page.waitForSelector(".hit:has-text('Heart attack')");
    assert.match(await page.locator("#took").textContent(), /^4 concepts or products(under 100|[\d,.]+) (µs|ms) in the engine[\d,.]+ (µs|ms) there and back$/);
    assert.deepEqual(await page.locator(".hit").first().locator("mark").allTextContents(), ["Heart", "attack"]);
    assert.match(page.url(), /q=heart\+att/);
    await shot("typed");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForSelector("h1:has-text('Myocardial infarction')");
    assert.equal(page.url(), address(`concept/${HEART_ATTACK}`));
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1", "the focus goes to the heading");
    assert.equal(await page.title(), "Myocardial infarction · Vademecum");
    await page.goBack();
    await page.waitForSelector(".hit");
    assert.equal(await page.locator("#q").inputValue(), "heart att");
    await page.locator("#q").fill("-");
    await page.waitForSelector("text=Type a letter or a digit");
    await page.locator("#q").fill("zzzzqqq");
    await page.waitForSelector("text=Nothing found");
});

test("a concept: terms, place that can be walked, attributes, record", async () => {
    await go(`concept/${HEART_ATTACK}`);
    await page.waitForSelector("h1:has-text('Myocardial infarction')");
    const text = await page.locator("main").innerText();
    for (const told of ["Heart attack", "preferred in", "acceptable in", "fully specified name", "1 parent, ", "Finding site", "Associated morphology", "active", "Search below this concept"]) {
        assert.ok(text.includes(told), `${told} in ${text}`);
    }
    const toggle = page.locator(".tree button").first();
    await page.locator(".tree .up a").first().click();
    await page.waitForSelector("h1:not(:has-text('Myocardial infarction'))");
    const parent = await page.locator("h1").textContent();
    await page.locator(".tree button[aria-expanded=false]").first().waitFor();
    const before = await page.locator(".tree li").count();
    await toggle.focus();
    await page.keyboard.press("Enter");
    assert.equal(await toggle.getAttribute("aria-expanded"), "true");
    await page.locator(".tree ul ul li").first().waitFor();
    assert.ok((await page.locator(".tree li").count()) > before);
    await page.keyboard.press("Enter");
    assert.ok(await page.locator(".tree ul ul").first().isHidden());
    await page.locator("a:has-text('Search below this concept')").click();
    await page.waitForSelector(`text=Only kinds of ${parent}`);
    await page.locator("#q").fill("acute");
    await page.waitForSelector(".took strong");
    await go("concept/404684003");
    await page.waitForSelector(".failure:has-text('not_found')");
    await go("concept/12");
    await page.waitForSelector(".failure:has-text('invalid_id')");
});

test("the release page tells what is inside, and that it is synthetic", async () => {
    await go("release");
    await page.waitForSelector("h2:has-text('Bytes by section')");
    const text = await page.locator("main").innerText();
    for (const told of ["Not for clinical use", "http://snomed.info/sct/11999999107/version/20260401", "1 April 2026", "text.terms", "MIT OR Apache-2.0", "memory of the engine"]) {
        assert.ok(text.includes(told), `${told} in ${text}`);
    }
    assert.ok((await page.locator(".bars tbody tr").count()) > 20);
    await page.reload();
    await page.waitForSelector("text=was kept in this browser");
});

test("progress is shown while the release comes, and searches do not wait for all of it", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    server.state.fault = (path) => (path.includes("rest-small") ? held : undefined);
    await go("search?q=heart+att");
    await page.waitForSelector(".hit:has-text('Heart attack')");
    assert.match(await page.locator(".notices .loading").textContent(), /of .*(kB|MB)/);
    await page.locator(".hit").first().click();
    await page.waitForSelector("text=Waiting for the rest of the release");
    release();
    await page.waitForSelector("h1:has-text('Myocardial infarction')");
    await page.waitForSelector(".notices .loading", { state: "detached" });
});

/** Waits until the service worker has the site. */
const kept = () => page.evaluate(async () => void (await navigator.serviceWorker.ready));

test("after the first visit it works without a network", async () => {
    await go("search");
    await settled();
    await kept();
    await page.waitForTimeout(300);
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector("main h1");
    await page.locator("#q").fill("heart att");
    await page.waitForSelector(".hit:has-text('Heart attack')");
    for (const path of [`concept/${HEART_ATTACK}`, "release", "developers"]) {
        await go(path);
        await page.waitForSelector("h2");
    }
    await page.locator("vademecum-search input").fill("heart att");
    await page.waitForSelector("vademecum-search [role=option]");
});

test("a newer site is offered, and taken when a person says so", async () => {
    await go("search");
    await settled();
    await kept();
    const next = readFileSync(join(site, "app.js"), "utf8").replace("There is no such page", "There is no page like this");
    writeFileSync(join(site, "app.js"), next);
    const list = readFileSync(join(site, "precache.js"), "utf8");
    writeFileSync(join(site, "precache.js"), list.replace(/"version": "\w+"/, '"version": "another"'));
    await go("nowhere");
    await page.reload();
    await page.waitForSelector("h1:has-text('There is no such page')");
    await page.locator("button:has-text('Reload')").click();
    await page.waitForSelector("h1:has-text('There is no page like this')");
    const names = await page.evaluate(() => caches.keys());
    assert.deepEqual(names.filter((name) => name.startsWith("vademecum-site-")), ["vademecum-site-another"]);
});

test("a new release is exchanged for the one that answers", async () => {
    await go("release");
    await page.waitForSelector("h2:has-text('Bytes by section')");
    const told = () => page.locator("section:has-text('Bytes by section') p").first().textContent();
    const first = await told();
    await page.waitForTimeout(300);
    await page.reload();
    await page.waitForSelector("text=was kept in this browser");
    assert.equal(await told(), first);
    pack(anotherRelease(), join(site, "index"), "--fast");
    await page.reload();
    await page.waitForSelector("text=came from the server");
    assert.notEqual(await told(), first, "the page shows the release that answers");
    await page.locator("nav a:has-text('Search')").click();
    await page.locator("#q").fill("heart");
    await page.waitForSelector(".hit");
});

test("a file of one's own is opened in memory; a damaged one says so, and the one before goes on", async () => {
    await go("release");
    await page.waitForSelector("h2:has-text('Bytes by section')");
    const requests = server.state.requests.length;
    const bytes = readFileSync(demo);
    const choose = (name, buffer) => page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    const broken = Buffer.from(bytes);
    broken[200_000] ^= 1;
    for (const [name, buffer, code] of [
        ["letter.vade", Buffer.from("Dear colleague"), "not_vade"],
        ["cut.vade", bytes.subarray(0, 100_000), "damaged"],
        ["broken.vade", broken, "damaged"],
    ]) {
        await choose(name, buffer);
        await page.waitForSelector(`.notice.error:has-text('${name}'):has-text('${code}')`);
    }
    await choose("mine.vade", bytes);
    await page.waitForSelector(".notice:has-text('mine.vade')");
    await page.waitForSelector("text=was read from your device");
    assert.equal(await page.locator(".notice.error").count(), 0);
    // By dropping it: as a person does, with a file that the browser hands over.
    const transfer = await page.evaluateHandle(
        (text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], "dropped.vade"));
            return transfer;
        },
        bytes.toString("base64"),
    );
    await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
    assert.ok(await page.locator("#drop").isVisible());
    await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
    await page.waitForSelector(".notice:has-text('dropped.vade')");
    assert.ok(await page.locator("#drop").isHidden());
    await page.locator("nav a:has-text('Search')").click();
    await page.locator("#q").fill("heart att");
    await page.waitForSelector(".hit:has-text('Heart attack')");
    const asked = server.state.requests.slice(requests).filter((path) => path.startsWith("/index/"));
    assert.deepEqual(asked, [], "nothing is asked of the served index for it");
});

test("a file of chosen concepts says that the release can have more", async () => {
    const release = join(folder, "chosen-release");
    run(["synth", "--concepts", "3000", "--out", release]);
    writeFileSync(join(folder, "chosen.txt"), `${HEART_ATTACK}\n`);
    const file = join(folder, "chosen.vade");
    run(["build", "--quiet", "--rf2", release, "--concepts", join(folder, "chosen.txt"), "--without", "attributes", "--out", file]);
    await go("release");
    await page.locator("#file").setInputFiles(file);
    await page.waitForSelector("text=chosen concepts only");
    await page.goto(address(`concept/${HEART_ATTACK}`));
    await page.waitForSelector("text=the release can have more below");
    assert.match(await page.locator("section:has(h2:has-text('Attributes'))").innerText(), /built without `attributes`/, "what was left out is told, not shown as none");
    await page.goto(address("search?q=heart"));
    await page.waitForSelector("text=the release can have more");
});

test("an index that is damaged or away is an error on the page, and never an empty list", async () => {
    server.state.fault = (path, bytes) => {
        if (!path.includes("search-small")) return undefined;
        const altered = Buffer.from(bytes);
        altered[altered.length >> 1] ^= 1;
        return altered;
    };
    await go("search?q=heart");
    await page.waitForSelector(".notice.error:has-text('There is no terminology')");
    await page.waitForSelector("main .failure");
    assert.equal(await page.locator(".hit").count(), 0);
    await shot("error");
    server.state.fault = (path) => (path.startsWith("/index/") ? 404 : undefined);
    await go("release");
    await page.reload();
    await page.waitForSelector(".notice.error:has-text('network')");
    assert.ok(await page.locator("#file").isVisible(), "a file of one's own can still be opened");
});

test("the developers' page has a field that works", async () => {
    await go("developers");
    await settled();
    const field = page.locator("vademecum-search input");
    await field.pressSequentially("heart att");
    await page.waitForSelector("vademecum-search [role=option]");
    await field.press("ArrowDown");
    await field.press("Enter");
    await field.press("Home");
    await field.press("Shift+End");
    const told = JSON.parse(await page.locator("pre[aria-label='The choice']").textContent());
    assert.deepEqual([told.code, told.term], [HEART_ATTACK, "Heart attack"]);
});

for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing serious on any page, ${scheme}; nothing is too wide on a phone`, async () => {
        for (const [kind, options] of [
            ["desk", { viewport: { width: 1200, height: 900 } }],
            ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
        ]) {
            await visit({ ...options, colorScheme: scheme, reducedMotion: "reduce", deviceScaleFactor: 1 });
            for (const path of PAGES) {
                await go(path);
                await settled();
                await page.waitForTimeout(150);
                assert.deepEqual(await grave(), [], `${path}, ${kind}`);
                const wide = await tooWide();
                assert.ok(wide <= 0, `${path}: ${wide} pixels too wide on a ${kind}`);
                await shot(`${path.replace(/^(concept|product)\W[789].*/, "$1").replace(/within.*/, "within").replace(/\W+/g, "-")}-${kind}-${scheme}`);
            }
        }
    });
}

test("at 400 % of a desk's window nothing is cut off", async () => {
    await visit({ viewport: { width: 320, height: 256 } });
    for (const path of PAGES) {
        await go(path);
        await settled();
        const wide = await tooWide();
        assert.ok(wide <= 0, `${path}: ${wide} pixels too wide`);
    }
});
