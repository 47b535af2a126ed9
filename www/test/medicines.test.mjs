// The medicines of the site in Chromium: search, product pages, GTINs typed and scanned, and files without dm+d.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { demo, folder, medicines, medicinesRelease, run } from "../../wasm/test/support.mjs";
import { address, context, go, page, settled, shot, visit } from "./visit.mjs";

const AMOXICILLIN = "621469841999999102";
const CAPSULES = "875176481999999108";
const PACK = "682494411999999106";
const GTIN = "02999758431212";

const main = () => page.locator("main").innerText();

async function product(code) {
    await go(`product/${code}`);
    await page.waitForSelector("h2:has-text('Prescribing'), main .failure");
    return main();
}

/** Answers of the native command. */
function native(...requests) {
    return run(["batch", medicines], requests.map((request) => JSON.stringify(request)).join("\n")).trimEnd().split("\n").map((line) => JSON.parse(line));
}

test("products are found in their classes, by the keyboard alone, and the address keeps what was asked", async () => {
    await go("medicines");
    await settled();
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("amox 500 cap");
    await page.waitForSelector(".hit:has-text('Amoxicillin 500mg capsules')");
    assert.equal(await page.locator(".hit-term").first().textContent(), "Amoxicillin 500mg capsules");
    assert.match(await page.locator("#took").textContent(), /^\d+ products(under 100|[\d,.]+) (µs|ms) in the engine/);
    assert.match(await page.locator(".hit").first().innerText(), /generic product \(VMP\)/);
    const imported = page.locator(".hit:has-text('Ridge Parallel Imports')");
    assert.match(await imported.innerText(), /not for prescribing/);
    await page.getByLabel("Only what may be prescribed").check();
    await imported.waitFor({ state: "detached" });
    assert.match(page.url(), /q=amox\+500\+cap&prescribable=1/);
    for (const name of ["generic products (VMP)", "suppliers’ products (AMP)"]) await page.getByLabel(name).uncheck();
    await page.waitForSelector(".failure:has-text('`classes` is empty')");
    await page.getByLabel("generic packs (VMPP)").check();
    await page.waitForSelector(".hit:has-text('21 capsule')");
    assert.match(page.url(), /classes=vmpp/);
    await page.reload();
    await page.waitForSelector(".hit:has-text('21 capsule')");
    assert.ok(await page.getByLabel("generic packs (VMPP)").isChecked());
    await page.locator("#q").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForSelector("h1:has-text('Amoxicillin 500mg capsules')");
    assert.equal(await page.evaluate(() => document.activeElement.tagName), "H1");
    await go("medicines?q=co-codamol+30mg/500mg+tabs");
    await page.waitForSelector("#took strong");
    assert.equal(await page.locator(".hit-code:text-is('731921341999999100')").count(), 0, "what is invalid is left out");
    await page.getByLabel("Invalid and unavailable ones too").check();
    await page.waitForSelector(".hit:has-text('731921341999999100'):has-text('invalid or not available')");
    await page.locator("#q").fill(GTIN);
    await page.getByLabel("suppliers’ packs (AMPP)").check();
    await page.waitForSelector(`.hit:has-text('${PACK}')`);
});

test("the search page shows products beside concepts, and leads to their pages", async () => {
    await go("search?q=amoxiwren");
    await page.waitForSelector(".hit:has-text('supplier’s product (AMP)')");
    await page.locator(".hit").first().click();
    await page.waitForSelector("h1:has-text('Amoxiwren')");
    assert.match(page.url(), /#\/product\//);
});

test("a generic product: what is in it, prices, flags, the same medicine, and why it may be prescribed", async () => {
    const text = await product("725400801999999107");
    for (const told of ["Amoxicillin 250mg/5ml oral suspension", "generic product (VMP)", "May be prescribed", "50 mg in 1 ml", "Oral suspension", "Oral", "Drug Tariff", "£", "Per unit", "per ml", "Amoxicillin 250mg/5ml oral suspension sugar free"]) {
        assert.ok(text.includes(told), `${told} in ${text}`);
    }
    const [{ packs, drug_tariff: tariff }] = native({ op: "prices", code: CAPSULES });
    const shown = await product(CAPSULES);
    for (const pack of [...packs.slice(0, 12), ...tariff]) {
        const money = pack.pence === undefined ? "no price" : `£${Math.trunc(pack.pence / 100)}.${String(pack.pence % 100).padStart(2, "0")}`;
        const row = page.locator(`section:has(#prices) tr:has(a[href="#/product/${pack.code}"])`).first();
        assert.equal(await row.locator("td").nth(2).textContent(), money);
        assert.equal(await row.locator("td").nth(3).textContent(), pack.pence_per_unit === undefined ? "" : `${pack.pence_per_unit}p per capsule`);
    }
    assert.ok(shown.includes("Amoxicillin trihydrate") || shown.includes("500 mg"), shown);
    await shot("product");
});

test("from the moiety down to packs, and up again", async () => {
    await product(AMOXICILLIN);
    assert.equal(await page.locator("h1").textContent(), "Amoxicillin");
    assert.match(await main(), /Not for prescribing\s+A moiety is no product/);
    const generic = page.locator(`.tree li:has(> .node a[href="#/product/${CAPSULES}"])`);
    const open = async (item) => {
        const toggle = item.locator("> .node > button");
        await toggle.focus();
        await page.keyboard.press("Enter");
        assert.equal(await toggle.getAttribute("aria-expanded"), "true");
        await item.locator("> ul > li").first().waitFor();
    };
    await open(generic);
    const brand = generic.locator("> ul > li:has-text('Amoxiwren 500mg capsules')").first();
    assert.match(await generic.locator("> ul > li:has-text('Ridge Parallel Imports')").first().locator("> .node").innerText(), /AMP\s*not for prescribing: parallel import/);
    assert.match(await brand.locator("> .node").innerText(), /AMP\s*may be prescribed/);
    await open(brand);
    const discontinued = brand.locator("> ul > li:has-text('15 capsule')");
    assert.match(await discontinued.innerText(), /not for prescribing: discontinued/);
    await brand.locator(`a[href="#/product/${PACK}"]`).click();
    await page.waitForSelector("h1:has-text('21 capsule')");
    const parents = await page.locator(".tree .up a").allTextContents();
    assert.deepEqual(parents, ["Amoxicillin", "Amoxicillin 500mg capsules", "Amoxiwren 500mg capsules (Larch Medicines UK Ltd)", "Amoxicillin 500mg capsules 21 capsule"]);
    await page.locator(".tree .up a").nth(3).click();
    await page.waitForSelector("h1:text-is('Amoxicillin 500mg capsules 21 capsule')");
    assert.ok((await page.locator(`.tree a[href="#/product/${PACK}"]`).count()) > 0, "a pack is below both its parents");
});

test("each reason and each caution in words", async () => {
    for (const [code, ...wanted] of [
        ["870944431999999107", "Not for prescribing", "parallel import"],
        ["766884221999999106", "May be prescribed, with caution", "availability is restricted", "Availability: Special."],
        ["647226661999999101", "Not for prescribing", "It is not to be had."],
        ["921105421999999106", "May be prescribed, with caution", "its generic product may not"],
        ["759986151999999102", "Not for prescribing", "only as a part"],
        ["764038421999999100", "May be prescribed, with caution", "Prescribing a supplier’s product by its name is advised."],
        ["949945341999999107", "Not for prescribing", "not prescribed as a generic product"],
        ["731921341999999100", "Not for prescribing", "an error or a duplicate", "invalid"],
        ["573571701999999100", "Not for prescribing", "The pack is discontinued."],
        ["823040011999999100", "Not for prescribing", "only as a part", "The product that the pack is of may not be offered.", "Is in these packs"],
    ]) {
        const text = await product(code);
        for (const told of wanted) assert.ok(text.includes(told), `${code}: ${told} in ${text}`);
    }
});

test("a combination pack holds its parts in order, as often as they are there; a pack at odds says so", async () => {
    await product("962467811999999103");
    const parts = await page.locator("section:has(#packs) ol li").allTextContents();
    assert.deepEqual(parts.map((text) => /white|grey/.exec(text)[0]), ["white", "grey", "white", "grey", "white", "grey"]);
    assert.match(await product("903290921999999100"), /at odds with itself/);
});

test("an id that was replaced shows the product that took its place, and says so", async () => {
    const text = await product("738509371999999100");
    for (const told of ["Doxycycline 100mg capsules", "738509371999999100 was replaced.", "698408421999999102", "974214551999999102", "14 February 2011", "Doxycycline (as hyclate) 100mg capsules"]) assert.ok(text.includes(told), `${told} in ${text}`);
    const history = await page.locator("section:has(#ids) dl").first().innerText();
    assert.match(history, /738509371999999100\s+1 January 2001 to 14 February 2011/);
    assert.match(history, /698408421999999102\s+now from 6 May 2019/);
});

/** Every value in an answer as a page shows it. */
function values(key, value) {
    if (value === true || value === false) return [];
    if (Array.isArray(value)) return value.flatMap((each) => values(key, each));
    if (typeof value === "object") {
        if ("code" in value && Object.keys(value).every((name) => name === "code" || name === "text")) return [value.text ?? value.code];
        return Object.entries(value).flatMap(([name, each]) => values(name, each));
    }
    if (/(^|_)(date|start|end)$/.test(key)) return [new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(Date.UTC(value.slice(0, 4), value.slice(4, 6) - 1, value.slice(6)))];
    if (/(^|_)price$/.test(key)) return [`£${Math.trunc(value / 100).toLocaleString("en-GB")}.${String(value % 100).padStart(2, "0")}`];
    return [String(value)];
}

test("nothing that dm+d has of a product is missing on its page", async () => {
    const codes = [AMOXICILLIN, CAPSULES, PACK, "725400801999999107", "698408421999999102", "709378991999999101", "766884221999999106", "962467811999999103", "893822301999999107", "597545721999999100", "573571701999999100", "672739221999999101", "776525041999999102", "921105421999999106"];
    const answers = native(...codes.map((code) => ({ op: "product", code })));
    const classes = new Set();
    // The coding is the code and the name once more, for programs.
    for (const { ok, marking, prescribable, class: of, coding, ...answer } of answers) {
        assert.ok(ok);
        assert.deepEqual([coding.code, coding.display], [answer.code, answer.name]);
        classes.add(of);
        const text = (await product(answer.code)).replace(/\s+/g, " ");
        for (const value of Object.entries(answer).flatMap(([key, each]) => values(key, each))) assert.ok(text.includes(value.replace(/\s+/g, " ")), `${answer.code}: ${value} in ${text}`);
        for (const [flag, value] of Object.entries({ ...answer, ...answer.prescribing, ...answer.reimbursement })) {
            if (value !== true || ["valid", "available", "in_snomed"].includes(flag)) continue;
            assert.ok(text.toLowerCase().includes(flag.replaceAll("_", " ")), `${answer.code}: ${flag} in ${text}`);
        }
    }
    assert.equal(classes.size, 5);
});

test("a concept leads to its product, and a product to its concept", async () => {
    await go(`concept/${CAPSULES}`);
    await page.waitForSelector("text=In dm+d a generic product (VMP), may be prescribed.");
    await page.locator("a:text-is('The medicinal product')").click();
    await page.waitForSelector("text=Also a concept of the SNOMED CT release");
    await page.locator("a:text-is('The concept')").click();
    await page.waitForSelector("h2:has-text('Hierarchy')");
    assert.equal(page.url(), address(`concept/${CAPSULES}`));
    await go("concept/953829161999999108");
    await page.waitForSelector("h2:has-text('Hierarchy')");
    assert.equal(await page.locator("text=In dm+d").count(), 0);
    const text = await product("725400801999999107");
    assert.ok(text.includes("Also a concept") || text.includes("Not a concept"), text);
});

const outcome = () => page.locator("section:has(#by-gtin) > [role=status]");

test("a GTIN that is typed: packs with the days on which they have it, and what is no GTIN", async () => {
    await go("medicines");
    const field = page.locator("#gtin");
    const ask = async (text, wanted) => {
        await field.fill(text);
        await field.press("Enter");
        await outcome().filter({ hasText: wanted }).waitFor();
        return outcome().innerText();
    };
    const now = await ask("2999758431212", "Amoxiwren 500mg capsules");
    for (const told of ["21 capsule 3 x 7 capsules", "now", "may be prescribed", "from 13 March 2019", PACK]) assert.ok(now.includes(told), `${told} in ${now}`);
    const before = await ask("02999617322736", "not since 12 March 2019");
    assert.ok(before.includes("24 January 2013 to 12 March 2019"), before);
    await ask("(01)02999758431212(17)281130(10)A1", "Amoxiwren 500mg capsules");
    assert.match(page.url(), /gtin=%2801%2902999758431212/);
    await ask("2999758431213", "invalid_id");
    await ask("5012345678900", "no pack of this release has it");
    await ask("", "Type the 13 or 14 digits");
    await go(`medicines?gtin=${GTIN}`);
    await page.locator(`.hit:has-text('${PACK}')`).click();
    await page.waitForSelector("h1:has-text('Amoxiwren')");
});

/** A browser that reads barcodes: in pictures of the camera it sees `codes`, one after the other. */
async function reads(codes) {
    await context.addInitScript((codes) => {
        globalThis.BarcodeDetector = class {
            static getSupportedFormats = () => Promise.resolve(["aztec", "ean_13", "data_matrix", "qr_code"]);
            constructor({ formats }) {
                globalThis.wanted = formats;
            }
            detect(video) {
                if (video.videoWidth === 0) throw new Error("there is no picture");
                globalThis.seen = video.srcObject;
                const rawValue = codes.shift();
                return Promise.resolve(rawValue === undefined ? [] : [{ rawValue, format: "ean_13" }]);
            }
        };
    }, codes);
}

const scan = () => page.locator("button:has-text('Scan with the camera')");

test("a GTIN that is scanned: the camera after a press alone, and let go of when the pack is found", async () => {
    await context.grantPermissions(["camera"]);
    await context.addInitScript(() => {
        const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        globalThis.cameras = 0;
        navigator.mediaDevices.getUserMedia = (wanted) => ((cameras += 1), ask(wanted));
    });
    await reads(["", "HELLO", `]d201${GTIN}17281130`]);
    await go("medicines");
    await scan().waitFor();
    assert.equal(await page.evaluate(() => cameras), 0, "nothing is asked before the press");
    await scan().focus();
    await page.keyboard.press("Enter");
    await outcome().filter({ hasText: "Amoxiwren 500mg capsules" }).waitFor();
    assert.equal(await page.evaluate(() => cameras), 1);
    assert.deepEqual(await page.evaluate(() => wanted), ["data_matrix", "ean_13"]);
    await page.waitForFunction(() => seen.getTracks().every((track) => track.readyState === "ended"));
    assert.ok(await page.locator("video").isHidden());
    assert.ok(await scan().isVisible());
});

test("the camera is let go of by a second press, and when the page is left; what is no GTIN is said", async () => {
    await context.grantPermissions(["camera"]);
    await reads(["HELLO"]);
    await go("medicines");
    await scan().click();
    await page.waitForSelector("text=HELLO is no GTIN");
    assert.ok(await page.locator("video").isVisible());
    await shot("scanner");
    const ended = () => page.waitForFunction(() => seen.getTracks().every((track) => track.readyState === "ended"));
    await page.locator("button:has-text('Stop the camera')").click();
    await ended();
    await scan().click();
    await page.waitForFunction(() => seen.getTracks().some((track) => track.readyState === "live"));
    await page.locator("nav a:has-text('Release')").click();
    await ended();
});

test("where no barcode can be read the page says why: no reader, no format, no permission, no camera", async () => {
    const told = () => page.locator(".scanner");
    await context.addInitScript(() => delete globalThis.BarcodeDetector);
    await go("medicines");
    await told().filter({ hasText: "does not read barcodes" }).waitFor();
    assert.equal(await told().locator("button").count(), 0);
    await visit({});
    await context.addInitScript(() => (globalThis.BarcodeDetector = class { static getSupportedFormats = () => Promise.resolve(["qr_code"]); }));
    await go("medicines");
    await told().filter({ hasText: "none of the barcodes that packs have" }).waitFor();
    await visit({});
    await reads([]);
    await go("medicines");
    await scan().click();
    await told().filter({ hasText: "The camera was not allowed" }).waitFor();
    assert.ok(await scan().isVisible(), "it can be tried again");
    await visit({});
    await reads([]);
    await context.addInitScript(() => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"))));
    await go("medicines");
    await scan().click();
    await told().filter({ hasText: "no camera that can be used" }).waitFor();
});

test("the release page tells of dm+d: date, products by class, files, bytes", async () => {
    await go("release");
    await page.waitForSelector("#dmd");
    const text = await page.locator("section:has(#dmd)").innerText();
    const [{ dmd, sections }] = native({ op: "info" });
    for (const { products, in_snomed: both } of dmd.products) assert.ok(text.includes(products.toLocaleString("en-GB")) && text.includes(both.toLocaleString("en-GB")), text);
    for (const { root, records } of dmd.files) assert.ok(text.replaceAll("\u200b", "").includes(root) && text.includes(records.toLocaleString("en-GB")), text);
    assert.ok(text.includes("9 April 2026"));
    const taken = sections.filter(({ name }) => name.startsWith("product.")).reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok(taken > 100_000);
    assert.ok(text.includes(new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 }).format(taken / 1000)), text);
});

/** Opens a file of one's own, and goes to a page without leaving it. */
async function own(file, path) {
    await go("release");
    await page.waitForSelector("#dmd");
    await page.locator("#file").setInputFiles(file);
    await page.waitForSelector("text=was read from your device");
    await page.goto(address(path));
}

test("a file without dm+d says so, and its concepts have no products", async () => {
    await own(demo, "medicines");
    await page.waitForSelector("text=it was built without dm+d");
    assert.equal(await page.locator("#q").count(), 0);
    await page.goto(address(`product/${CAPSULES}`));
    await page.waitForSelector(".failure:has-text('not_in_file')");
    await page.goto(address(`concept/${CAPSULES}`));
    await page.waitForSelector("h2:has-text('Hierarchy')");
    assert.equal(await page.locator("text=In dm+d").count(), 0);
    await page.goto(address("release"));
    await page.waitForSelector("text=This file has no dm+d.");
});

test("what a file was built without is told, not shown as nothing", async () => {
    const release = medicinesRelease();
    const file = join(folder, "bare.vade");
    run(["build", "--quiet", "--rf2", release, "--dmd", release, "--without", "prices,clinical,supply", "--out", file]);
    await own(file, `product/${CAPSULES}`);
    await page.waitForSelector("h1:has-text('Amoxicillin 500mg capsules')");
    await page.waitForSelector("section:has(#prices):has-text('built without `prices`')");
    const text = await main();
    assert.match(text, /built without `clinical`/);
    assert.match(text, /It is not known: .*built without `clinical`/);
    await page.goto(address(`medicines?gtin=${GTIN}`));
    await outcome().filter({ hasText: "not_in_file" }).waitFor();
});

test("an id that is no product is an error, and what is typed wrong another", async () => {
    assert.match(await product("404684003"), /not_found/);
    assert.match(await product("12"), /invalid_id/);
});
