// <vademecum-search> in Chromium, under a strict content security policy.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { browser, demo, folder, pack, require, run, site, visit } from "./support.mjs";

const HEART_ATTACK = "953829161999999108";
const index = join(folder, "element-index");
let chromium, server, context, page, faults, input;

before(async () => {
    chromium = await browser();
    pack(demo, index, "--fast");
});
after(() => chromium?.close());

beforeEach(async () => {
    server = await site(index, { "chosen-index": join(folder, "chosen-index") });
    context = await chromium.newContext();
    await begin();
});

async function begin() {
    ({ page, faults } = await visit(context, server, "localhost", "element"));
    input = page.locator("#problem input");
}

afterEach(async () => {
    const violations = await page.evaluate(() => test.violations);
    await context.close();
    await server.close();
    assert.deepEqual([...violations, ...server.state.violations], [], "the content security policy is kept");
    assert.deepEqual(faults, [], "no error goes unheard in the page");
});

/** Gives the first field its terminology. */
const open = () =>
    page.evaluate(async () => {
        const promise = test.createTerminology({ indexUrl: "/index/", cache: "none" });
        test.open(promise);
        await promise;
    });
const options = () => page.locator("#problem [role=option]");
const terms = () => page.locator("#problem [role=option] .term").allTextContents();
const message = () => page.locator("#problem .message:visible");
const heard = () => page.evaluate(() => test.heard);
const value = () => page.evaluate(() => test.field.value);
const spoken = () => page.locator("#problem [role=status]").allTextContents();

/** What the input tells a screen reader. */
const aria = (name) => input.getAttribute(`aria-${name}`);
/** The place of the active option. */
async function active() {
    const id = await aria("activedescendant");
    const selected = await page.locator("#problem [aria-selected=true]").evaluateAll((elements) => elements.map((element) => element.id));
    assert.deepEqual(selected, id === null ? [] : [id], "the active option is the selected one");
    return id === null ? -1 : Number(id.split("-")[1]);
}

async function type(text) {
    await input.fill("");
    await input.pressSequentially(text);
    await page.waitForTimeout(150);
}

test("hits appear as they are typed, and a screen reader is told", async () => {
    await open();
    assert.deepEqual([await aria("expanded"), await aria("controls"), await aria("autocomplete"), await active()], ["false", "list", "list", -1]);
    await type("heart att");
    assert.equal(await aria("expanded"), "true");
    assert.equal((await terms())[0], "Heart attack");
    const first = options().first();
    assert.equal(await first.textContent(), "Heart attack, preferred term Myocardial infarction, disorder");
    assert.deepEqual(await first.locator("mark").allTextContents(), ["Heart", "attack"]);
    assert.equal(await first.locator("[part=preferred]").textContent(), "Myocardial infarction");
    assert.equal(await first.locator("[part=tag]").textContent(), "disorder");
    assert.equal(await page.locator("#problem [role=listbox]").getAttribute("aria-label"), "Problem");
    assert.deepEqual(await spoken(), ["", ""], "nothing is spoken into the echo of typing");
    await page.waitForTimeout(1600);
    assert.deepEqual((await spoken()).filter(Boolean), ["4 results."]);
    // The page's own label and hint name the input inside.
    assert.equal(await page.getByRole("combobox", { name: "Problem", exact: true }).count(), 1);
    assert.equal(await aria("label"), "Problem");
    assert.equal(await page.locator("#problem #hint").textContent(), "As the patient says it");
    await page.locator("label[for=problem]").click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "problem");
});

test("every key", async () => {
    await open();
    await type("heart");
    const count = await options().count();
    assert.equal(count, 10);
    const steps = [
        ["ArrowDown", 0],
        ["ArrowDown", 1],
        ["ArrowUp", 0],
        ["ArrowUp", count - 1],
        ["ArrowDown", 0],
        ["PageUp", 0],
        ["Home", -1],
        ["ArrowUp", count - 1],
        ["PageDown", count - 1],
        ["End", -1],
        ["ArrowDown", 0],
        ["ArrowLeft", -1],
        ["ArrowRight", -1],
    ];
    for (const [key, place] of steps) {
        await input.press(key);
        assert.equal(await active(), place, `after ${key}`);
    }
    await input.press("PageDown");
    const paged = await active();
    assert.ok(paged > 1 && paged < count, `a page is some options: ${paged}`);
    const { top, bottom, above, below } = await page.evaluate(() => {
        const root = document.querySelector("#problem").shadowRoot;
        const option = root.querySelector("[aria-selected=true]").getBoundingClientRect();
        const list = root.querySelector("[role=listbox]").getBoundingClientRect();
        return { top: option.top, bottom: option.bottom, above: list.top, below: list.bottom };
    });
    assert.ok(top >= above - 1 && bottom <= below + 1, "the active option is in view");
    await input.press("Escape");
    assert.deepEqual([await aria("expanded"), await active(), await input.inputValue()], ["false", -1, "heart"]);
    await input.press("Alt+ArrowDown");
    assert.deepEqual([await aria("expanded"), await active()], ["true", -1]);
    await input.press("Enter");
    assert.deepEqual([await aria("expanded"), await value()], ["true", ""], "Enter without an active option chooses nothing");
    await input.press("Alt+ArrowUp");
    assert.equal(await aria("expanded"), "false");
    await input.press("ArrowDown");
    assert.deepEqual([await aria("expanded"), await active()], ["true", 0]);
    const second = (await terms())[1];
    await input.press("ArrowDown");
    await input.press("Tab");
    assert.deepEqual([await aria("expanded"), await value()], ["false", ""], "Tab chooses nothing");
    await input.focus();
    await input.press("ArrowUp");
    await input.press("ArrowDown");
    await input.press("ArrowDown");
    await input.press("Enter");
    assert.deepEqual([await aria("expanded"), await input.inputValue()], ["false", second]);
    await input.press("Escape");
    assert.deepEqual([await input.inputValue(), await value()], ["", ""], "Escape in a closed field empties it");
    assert.deepEqual((await heard()).map(([type]) => type), ["select", "change", "clear", "change"]);
});

test("a choice is a coding; a listener may keep it from standing", async () => {
    await open();
    await type("heart att");
    await options().first().click();
    const [[type_, , detail]] = await heard();
    assert.equal(type_, "select");
    assert.deepEqual(detail, {
        system: "http://snomed.info/sct",
        version: "http://snomed.info/sct/11999999107/version/20260401",
        code: HEART_ATTACK,
        display: "Myocardial infarction",
        term: "Heart attack",
        description: "943221999999118",
    });
    assert.deepEqual([await value(), await input.inputValue()], [HEART_ATTACK, "Heart attack"]);
    assert.equal(await page.evaluate(() => document.activeElement.id), "problem", "the focus stays");
    // Another letter gives the choice up.
    await input.press("End");
    await input.press("s");
    assert.deepEqual((await heard()).map(([type]) => type), ["select", "change", "clear", "change"]);
    assert.equal(await value(), "");
    await page.evaluate(() => test.field.addEventListener("select", (event) => event.preventDefault(), { once: true }));
    await type("kidney");
    await options().first().click();
    assert.deepEqual([await value(), await input.inputValue(), await aria("expanded")], ["", "kidney", "false"]);
    await page.locator("#problem [part=clear]").click();
    assert.equal(await input.inputValue(), "");
});

test("forms: the code is submitted, reset, required, disabled and restored", async () => {
    await page.evaluate(() => void (test.kept.terminology = test.createTerminology({ indexUrl: "/index/", cache: "none" })));
    await open();
    const kept = page.locator("#kept input");
    await page.waitForTimeout(400);
    assert.equal(await kept.inputValue(), "Myocardial infarction");
    assert.equal(await page.evaluate(() => test.form.checkValidity()), false);
    assert.deepEqual(await page.evaluate(() => [test.field.validity.valueMissing, test.field.validationMessage]), [true, "Choose from the list."]);
    await type("heart att");
    assert.deepEqual(await page.evaluate(() => [test.field.validity.badInput, test.field.checkValidity()]), [true, false]);
    await input.press("ArrowDown");
    await input.press("Enter");
    assert.equal(await page.evaluate(() => test.submitted.length), 0, "Enter on an option does not submit");
    await input.press("Enter");
    assert.deepEqual(await page.evaluate(() => test.submitted), [{ problem: HEART_ATTACK, kept: HEART_ATTACK }]);
    await kept.fill("kid");
    assert.equal(await page.evaluate(() => test.kept.value), "");
    await page.evaluate(() => test.form.reset());
    await page.waitForTimeout(100);
    assert.deepEqual(await page.evaluate(() => [test.field.value, test.kept.value]), ["", HEART_ATTACK]);
    assert.deepEqual([await input.inputValue(), await kept.inputValue()], ["", "Myocardial infarction"]);
    await page.evaluate(() => (document.querySelector("#set").disabled = true));
    assert.ok(await kept.isDisabled());
    assert.equal(await page.evaluate(() => new FormData(test.form).has("kept")), false);
    await page.evaluate(() => {
        document.querySelector("#set").disabled = false;
        test.kept.value = "404684003";
    });
    await page.waitForSelector("#kept .message[data-kind=error]");
    assert.deepEqual(await page.evaluate(() => [test.kept.value, test.kept.validity.customError]), ["404684003", true]);
    assert.deepEqual(await page.evaluate(() => [test.kept.form.id, test.kept.labels.length, test.field.labels.length]), ["form", 0, 1]);
});

test("no terminology yet, none at all, and one that refuses are told, and never an empty list", async () => {
    await input.pressSequentially("heart att");
    assert.match(await message().textContent(), /is being loaded/);
    assert.equal(await aria("expanded"), "false");
    await open();
    await page.waitForSelector("#problem [role=option]");
    assert.equal((await terms())[0], "Heart attack", "what was typed meanwhile is found by itself");
    await page.evaluate(() => void (test.field.terminology = test.createTerminology({ indexUrl: "/nowhere/", cache: "none" })));
    await type("heart");
    await page.waitForSelector("#problem .message[data-kind=error]");
    assert.match(await message().textContent(), /does not work at the moment: .*404/);
    assert.deepEqual([await options().count(), await aria("expanded")], [0, "false"]);
    assert.ok((await spoken()).some((text) => text.includes("does not work")), "errors are spoken at once");
    await page.evaluate(() => {
        const refuse = () => Promise.reject(new test.VademecumError("damaged", "the words are damaged"));
        test.field.terminology = { search: refuse, concept: refuse, info: refuse, loaded: Promise.resolve(), state: {} };
    });
    await type("heart");
    assert.match(await message().textContent(), /the words are damaged/);
});

test("a file of chosen concepts says that others may match", async () => {
    const release = join(folder, "chosen-release");
    run(["synth", "--concepts", "3000", "--out", release]);
    const chosen = join(folder, "chosen.txt");
    writeFileSync(chosen, `${HEART_ATTACK}\n`);
    const file = join(folder, "chosen.vade");
    run(["build", "--rf2", release, "--concepts", chosen, "--out", file, "--quiet"]);
    pack(file, join(folder, "chosen-index"), "--fast");
    await page.evaluate(async () => {
        const promise = test.createTerminology({ indexUrl: "/chosen-index/", cache: "none" });
        test.open(promise);
        await promise;
    });
    await type("zzqq");
    assert.equal(await message().textContent(), "Nothing found for “zzqq” among the concepts that were chosen for this list.");
});

test("a constraint whose part is still on its way is answered when it has come", async () => {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    server.state.fault = (path) => (path.includes("rest-small") ? held : undefined);
    await open();
    await page.evaluate(() => test.field.setAttribute("within", "<< 138875005"));
    await type("heart att");
    assert.match(await message().textContent(), /still being loaded/);
    assert.equal(await options().count(), 0);
    release();
    await page.waitForSelector("#problem [role=option]");
    assert.equal((await terms())[0], "Heart attack");
});

test("attributes constrain, and one that cannot be meant is an error", async () => {
    await open();
    const found = async (attributes, text) => {
        await page.evaluate((attributes) => {
            for (const name of ["within", "semantic-tags", "active", "limit", "language", "min-letters", "classes", "fuzzy"]) test.field.removeAttribute(name);
            for (const [name, text] of Object.entries(attributes)) test.field.setAttribute(name, text);
        }, attributes);
        await type(text);
        return (await message().count()) > 0 ? message().textContent() : terms();
    };
    assert.equal((await found({ limit: "3" }, "heart")).length, 3);
    assert.equal((await found({ "semantic-tags": "procedure, finding", limit: "2" }, "heart")).length, 2);
    const tags = await page.locator("#problem [part=tag]").allTextContents();
    assert.ok(tags.length === 2 && tags.every((tag) => ["procedure", "finding"].includes(tag)), tags.join());
    assert.ok((await found({ within: `< ${HEART_ATTACK}` }, "heart")).every((term) => term !== "Heart attack"));
    assert.ok((await found({ within: `<< ${HEART_ATTACK}` }, "heart")).includes("Heart attack"));
    assert.match(await found({ within: "<< 5" }, "heart"), /within/);
    assert.match(await found({ within: "^ 700043003" }, "heart"), /does not work/);
    assert.match(await found({ limit: "many" }, "heart"), /limit="many" is not a number from 1 to 100/);
    assert.match(await found({ active: "perhaps" }, "heart"), /active="perhaps"/);
    assert.match(await found({ classes: "vmp" }, "heart"), /dm\+d/);
    assert.match(await found({ "semantic-tags": "a,,b" }, "heart"), /parted by commas/);
    assert.match(await found({ fuzzy: "off" }, "heartt"), /Nothing found for “heartt”/);
    await found({ "min-letters": "3" }, "he");
    assert.deepEqual([await options().isVisible().catch(() => false), await aria("expanded")], [false, "false"]);
    await found({ "min-letters": "3" }, "hea");
    assert.equal(await aria("expanded"), "true");
    assert.match(await found({}, "-"), /Type a letter or a digit/);
});

test("how a hit was found, and that it is inactive, are words", async () => {
    await open();
    await type("heartt");
    assert.equal(await options().first().locator("[part=kind]").textContent(), "similar spelling");
    assert.match(await options().first().textContent(), /, similar spelling$/);
    await type("cardiac attack");
    const kinds = await page.locator("#problem [part=kind]").allTextContents();
    assert.ok(kinds.includes("same meaning"), kinds.join());
    await page.evaluate(() => test.field.setAttribute("active", "false"));
    let marked;
    for (const letter of "abcdehimops") {
        await type(letter);
        if ((await options().count()) > 0) marked = await options().first().locator("[part=inactive]").textContent();
    }
    assert.equal(marked, "inactive");
});

test("matched words are bytes of UTF-8: Ménière, Greek, letters outside of the first plane", async () => {
    await open();
    await type("meniere");
    const first = options().first();
    assert.deepEqual(await first.locator("mark").allTextContents(), ["Ménière"]);
    const cut = (term, ranges) => page.evaluate(([term, ranges]) => test.highlight(term, ranges).map(({ text, matched }) => (matched ? `[${text}]` : text)).join(""), [term, ranges]);
    assert.equal(await cut("Ménière disease", [[0, 9]]), "[Ménière] disease");
    assert.equal(await cut("β-blocker", [[0, 2]]), "[β]-blocker");
    assert.equal(await cut("a 𝛽 b", [[2, 6], [7, 8]]), "a [𝛽] [b]");
    assert.equal(await cut("Me\u0301nie\u0300re", [[0, 2]]), "[Me\u0301]nie\u0300re");
    assert.equal(await cut("heart", []), "heart");
    assert.equal(await cut("ab", [[0, 1], [1, 2]]), "[ab]");
    assert.equal(await cut("", []), "");
});

test("what is pasted is searched, and an input method is left alone until it is done", async () => {
    await open();
    await input.focus();
    await page.keyboard.insertText(HEART_ATTACK);
    await page.waitForSelector("#problem [role=option]");
    assert.deepEqual(await terms(), ["Myocardial infarction"]);
    await input.fill("");
    const devtools = await context.newCDPSession(page);
    await devtools.send("Input.imeSetComposition", { text: "heart", selectionStart: 5, selectionEnd: 5 });
    await page.waitForTimeout(200);
    assert.equal(await aria("expanded"), "false", "no search while composing");
    await devtools.send("Input.insertText", { text: "heart" });
    await page.waitForSelector("#problem [role=option]");
    assert.equal(await aria("expanded"), "true");
});

test("the newest keystroke wins over answers that come late", async () => {
    await page.evaluate(() => {
        const waiting = [];
        const hit = (term) => ({ code: "1", term, description: "2", ranges: [], active: true, match: "exact" });
        test.answer = (query) => waiting.find((each) => each.query === query).resolve({ hits: [hit(query)] });
        test.field.terminology = {
            search: (query) => new Promise((resolve) => waiting.push({ query, resolve })),
            info: () => Promise.resolve({}),
            loaded: Promise.resolve(),
            state: {},
        };
    });
    await type("ab");
    await page.evaluate(() => test.answer("ab"));
    await page.waitForSelector("#problem [role=option]");
    await page.evaluate(() => test.answer("a"));
    await page.waitForTimeout(50);
    assert.deepEqual(await terms(), ["ab"]);
    await type("xyz");
    await page.locator("button:has-text('Save')").focus();
    await page.evaluate(() => test.answer("xyz"));
    await page.waitForTimeout(50);
    assert.equal(await aria("expanded"), "false", "an answer that comes after the field was left opens nothing");
});

test("Escape closes the list first, and only then the dialog around it", async () => {
    await open();
    await page.evaluate(() => {
        const dialog = document.createElement("dialog");
        document.querySelector("main").append(dialog);
        dialog.append(test.form);
        dialog.showModal();
    });
    const isOpen = () => page.evaluate(() => document.querySelector("dialog").open);
    await type("heart");
    assert.equal(await aria("expanded"), "true");
    for (const [left, expanded] of [["heart", "false"], ["", "false"]]) {
        await input.press("Escape");
        assert.deepEqual([await isOpen(), await input.inputValue(), await aria("expanded")], [true, left, expanded]);
    }
    await input.press("Escape");
    assert.equal(await isOpen(), false);
});

test("by touch, and the list stays open while it is scrolled", async () => {
    await context.close();
    context = await chromium.newContext({ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true });
    await begin();
    await open();
    await input.tap();
    await input.pressSequentially("heart");
    await page.waitForSelector("#problem [role=option]");
    const box = await page.locator("#problem [role=listbox]").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
    assert.ok((await options().first().boundingBox()).height >= 44, "a finger finds it");
    await page.evaluate(() => (test.field.shadowRoot.querySelector("[role=listbox]").scrollTop = 200));
    assert.equal(await aria("expanded"), "true");
    await options().nth(5).tap();
    const [[type_, , detail]] = await heard();
    assert.deepEqual([type_, await input.inputValue(), await value()], ["select", detail.term, detail.code]);
});

test("a field that is moved, emptied by its script, or given another terminology stays right", async () => {
    await open();
    await type("heart att");
    await options().first().click();
    await page.evaluate(() => document.querySelector("main").prepend(test.field));
    assert.deepEqual([await value(), await input.inputValue()], [HEART_ATTACK, "Heart attack"]);
    await page.evaluate(() => test.field.clear());
    assert.deepEqual([await value(), await input.inputValue()], ["", ""]);
    await page.evaluate((code) => (test.field.value = code), HEART_ATTACK);
    await page.waitForTimeout(100);
    assert.equal(await input.inputValue(), "Myocardial infarction");
    await page.evaluate(() => (test.field.terminology = undefined));
    await type("heart");
    assert.match(await message().textContent(), /is being loaded/);
});

test("texts can be the page's own", async () => {
    await open();
    await page.evaluate(() => (test.field.messages = { none: (query) => `Rien pour ${query}`, required: "Choisissez" }));
    await type("zzzzqq");
    assert.equal(await message().textContent(), "Rien pour zzzzqq");
    await input.fill("");
    assert.equal(await page.evaluate(() => test.field.validationMessage), "Choisissez");
});

test("at 400 %, right to left, in forced colours and in dark: no overflow, and axe finds nothing serious", async () => {
    const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
    await page.evaluate(axe);
    for (const [media, dir] of [[{}, "ltr"], [{ colorScheme: "dark" }, "rtl"], [{ forcedColors: "active" }, "ltr"]]) {
        await page.emulateMedia({ colorScheme: "light", forcedColors: "none", ...media });
        await page.setViewportSize({ width: 320, height: 640 });
        await page.evaluate((dir) => {
            document.documentElement.style.colorScheme = "light dark";
            document.dir = dir;
            test.open(test.createTerminology({ indexUrl: "/index/", cache: "none" }));
        }, dir);
        await type("heart");
        await input.press("ArrowDown");
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} pixels too wide`);
        const { violations } = await page.evaluate(() => axe.run());
        const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
        assert.deepEqual(grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    }
});
