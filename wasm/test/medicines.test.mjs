// Medicinal products in Chromium: asked of the Worker, and in <vademecum-search>, under a strict content security policy.

import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { browser, demo, folder, medicines, pack, site, visit } from "./support.mjs";

const CAPSULES = "875176481999999108";
const index = join(folder, "medicines-index");
const plain = join(folder, "plain-index");
let chromium, server, context, page, faults, input;

before(async () => {
    chromium = await browser();
    pack(medicines, index, "--fast");
    pack(demo, plain, "--fast");
});
after(() => chromium?.close());

beforeEach(async () => {
    server = await site(index, { "plain-index": plain });
    context = await chromium.newContext();
});

afterEach(async () => {
    const violations = await page.evaluate(() => test.violations);
    await context.close();
    await server.close();
    assert.deepEqual([...violations, ...server.state.violations], [], "the content security policy is kept");
    assert.deepEqual(faults, [], "no error goes unheard in the page");
});

/** Opens the page with the field, and gives the field its terminology. */
async function open(address = "/index/") {
    ({ page, faults } = await visit(context, server, "localhost", "element"));
    input = page.locator("#problem input");
    await page.evaluate(async (indexUrl) => {
        const promise = test.createTerminology({ indexUrl, cache: "none" });
        test.open(promise);
        await promise;
    }, address);
}

async function attributes(given) {
    await page.evaluate((given) => {
        for (const name of ["classes", "prescribable", "active", "limit", "semantic-tags"]) test.field.removeAttribute(name);
        for (const [name, text] of Object.entries(given)) test.field.setAttribute(name, text);
    }, given);
}

async function type(text) {
    await input.fill("");
    await input.pressSequentially(text);
    await page.waitForSelector("#problem :is([role=option], .message:visible)");
    await page.waitForTimeout(150);
}

const options = () => page.locator("#problem [role=option]");
const part = (name) => page.locator(`#problem [part=${name}]`).allTextContents();
const message = () => page.locator("#problem .message:visible").textContent();
const selected = async () => (await page.evaluate(() => test.heard)).filter(([kind]) => kind === "select").map(([, , detail]) => detail);

test("a Worker searches products before the rest has come, and tells of them when it has", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    server.state.fault = (path) => (/rest-small|product\.(clinical|supply|prices)/.test(path) ? held : undefined);
    ({ page, faults } = await visit(context, server));
    const told = await page.evaluate(async () => {
        const terminology = await test.createTerminology({ indexUrl: "/index/", cache: "none" });
        test.kept.set("terminology", terminology);
        const { hits } = await terminology.search("amox 500 cap", { classes: ["vmp"], prescribable: true });
        return { hits, early: await terminology.product(hits[0].code).then(() => "answered", (error) => error.code) };
    });
    assert.deepEqual([told.hits[0].code, told.hits[0].class, told.hits[0].prescribable], [CAPSULES, "vmp", true]);
    assert.equal(told.early, "not_loaded");
    release();
    const product = await page.evaluate(async (code) => {
        const terminology = test.kept.get("terminology");
        await terminology.loaded;
        return terminology.product(code);
    }, CAPSULES);
    assert.deepEqual([product.class, product.ingredients[0].strength, product.prescribable.allowed], ["vmp", "500", true]);
    assert.equal(page.workers().length, 1);
});

test("classes and prescribable constrain the field; what may not be offered is marked in words", async () => {
    await open();
    await attributes({ classes: "vmp amp" });
    await type("amox 500 cap");
    assert.equal((await part("term"))[0], "Amoxicillin 500mg capsules", "generic before brand");
    assert.ok((await part("class")).every((text) => /^(VMP, generic product|AMP, supplier’s product)$/.test(text)), String(await part("class")));
    const imported = options().filter({ hasText: "Ridge Parallel Imports" });
    assert.equal(await imported.textContent(), "Amoxicillin 500mg capsules (Ridge Parallel Imports Ltd), AMP, supplier’s product, not for prescribing");
    await attributes({ classes: "vmp, amp", prescribable: "" });
    await type("amox 500 cap");
    assert.ok((await options().count()) > 3);
    assert.equal(await imported.count(), 0);
    assert.deepEqual(await part("not-offered"), []);
    await attributes({ classes: "vtm" });
    await type("amox");
    assert.deepEqual([(await part("term"))[0], (await part("class"))[0]], ["Amoxicillin", "VTM, moiety"]);
    await attributes({ classes: "vmp", active: "any" });
    await type("co-codamol tabs");
    assert.ok((await part("inactive")).includes("invalid or not available"), "an invalid entry is marked");
    for (const [given, wanted] of [
        [{ classes: "vmp tablet" }, /classes="tablet" is not one of vtm, vmp, amp, vmpp, ampp/],
        [{ classes: "" }, /classes="" is not one of/],
        [{ prescribable: "" }, /say which `classes`/],
        [{ classes: "vmp", "semantic-tags": "product" }, /not both/],
    ]) {
        await attributes(given);
        await type("amox");
        assert.match(await message(), wanted);
        assert.equal(await options().count(), 0);
    }
});

test("a product is chosen under dm+d's system with dm+d's name; a concept alone under that of SNOMED CT", async () => {
    await open();
    await attributes({ classes: "vmp amp" });
    await type("amoxiwren 500");
    await options().first().click();
    await attributes({});
    // Without classes both are found in one list. The term of SNOMED CT is another than dm+d's name.
    await type("paracetamol 120mg/5ml oral susp");
    await options().filter({ hasText: /oral suspension paediatric(?! sugar free)/ }).first().click();
    await type("heart att");
    await options().first().click();
    const [brand, generic, concept] = await selected();
    assert.deepEqual(brand, {
        system: "https://dmd.nhs.uk",
        version: "20260409",
        code: brand.code,
        display: "Amoxiwren 500mg capsules (Larch Medicines UK Ltd)",
        term: "Amoxiwren 500mg capsules (Larch Medicines UK Ltd)",
        description: brand.description,
        class: "amp",
        prescribable: true,
    });
    assert.equal(brand.description, undefined, "no description of SNOMED CT was found");
    assert.deepEqual([generic.system, generic.display, generic.class], ["https://dmd.nhs.uk", "Paracetamol 120mg/5ml oral suspension paediatric", "vmp"]);
    assert.deepEqual([concept.system, concept.version, concept.display, concept.class, "prescribable" in concept], ["http://snomed.info/sct", "http://snomed.info/sct/11999999107/version/20260401", "Myocardial infarction", undefined, false]);
});

test("a code of the page's is shown by the product's name; one that was replaced stays, and says so", async () => {
    await open();
    const set = async (code) => {
        await page.evaluate((code) => (test.field.value = code), code);
        await page.waitForFunction((code) => test.field.shadowRoot.querySelector("input").value !== code, code);
        return [await page.evaluate(() => test.field.value), await input.inputValue()];
    };
    assert.deepEqual(await set(CAPSULES), [CAPSULES, "Amoxicillin 500mg capsules"]);
    assert.equal(await page.locator("#problem .message:visible").count(), 0);
    assert.deepEqual(await set("738509371999999100"), ["738509371999999100", "Doxycycline 100mg capsules"]);
    assert.equal(await message(), "This code was replaced by 698408421999999102.");
    assert.deepEqual(await set("731921341999999100"), ["731921341999999100", "Co-codamol 30mg/500mg tabs"]);
    assert.equal(await message(), "invalid or not available");
    assert.deepEqual(await set("953829161999999108"), ["953829161999999108", "Myocardial infarction"], "a concept is still one");
    await page.evaluate(() => (test.field.value = "404684003"));
    await page.waitForSelector("#problem .message[data-kind=error]");
    assert.match(await message(), /404684003/);
});

test("in a file without dm+d classes are an error in the field, and never an empty list", async () => {
    await open("/plain-index/");
    await attributes({ classes: "vmp amp" });
    await type("amox");
    assert.match(await message(), /no dm\+d/);
    assert.equal(await options().count(), 0);
});
