// A visitor of the site in Chromium, as `cargo xtask www` assembles it: what every test of the site begins and ends with.

import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";

import { browser, folder, require } from "../../wasm/test/support.mjs";
import { serve } from "../../wasm/test/server.mjs";

const built = process.env.VADEMECUM_SITE ?? assert.fail("VADEMECUM_SITE names the site: use `cargo xtask test www`");
const screenshots = process.env.VADEMECUM_SCREENSHOTS ?? folder;
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** The folder that is served, a fresh copy for each test. */
export const site = join(folder, "site");
export let server, context, page;
let chromium, faults, violations;

before(async () => {
    // The camera is Chromium's own picture, and only pages that are allowed to see it.
    chromium = await browser("--use-fake-device-for-media-stream");
});
after(() => chromium?.close());

beforeEach(async () => {
    rmSync(site, { recursive: true, force: true });
    cpSync(built, site, { recursive: true });
    server = await serve({ "": site });
    server.state.root = join(site, "index.html");
    await visit({});
});

/** A visitor of the site, with what goes wrong unheard and every violation of the policy. */
export async function visit(options) {
    await context?.close();
    context = await chromium.newContext(options);
    faults = [];
    violations = [];
    await context.exposeFunction("violated", (told) => violations.push(told));
    await context.addInitScript(() => document.addEventListener("securitypolicyviolation", (event) => violated(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`)));
    page = await context.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => new URL(request.url()).port === String(server.port) || faults.push(`a request to ${request.url()}`));
}

afterEach(async () => {
    await context.close();
    context = undefined;
    await server.close();
    assert.deepEqual([...violations, ...server.state.violations], [], "the content security policy is kept");
    assert.deepEqual(faults, [], "no error goes unheard, and nothing is asked of another host");
});

export const address = (path = "") => `http://localhost:${server.port}/#/${path}`;

export async function go(path) {
    await page.goto(address(path));
    await page.waitForSelector("main h1");
}

/** Waits until all of the release is there and the page shows what it has. */
export async function settled() {
    await page.waitForSelector(".notice:has-text('Not for clinical use')");
    await page.waitForSelector(".loading", { state: "detached" });
}

export async function shot(name) {
    await page.screenshot({ path: join(screenshots, `${name}.png`) });
}

/** How many pixels the page is wider than the window. */
export const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds that is serious. */
export async function grave() {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => axe.run());
    return violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`)]);
}
