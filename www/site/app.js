// The frame: which page is shown, what stands above it, and files that are dropped.

import { failure, h } from "./dom.js";
import { bytes } from "./format.js";
import { keepOffline } from "./offline.js";
import { PAGES, START } from "./pages/index.js";
import { session } from "./session.js";

const main = document.querySelector("#main");
const notices = document.querySelector("#notices");

let leave = () => undefined;
let shown;

/** `#/concept/123?x=y` in its parts. */
function place() {
    const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
    const [name, ...rest] = path.split("/").map(decodeURIComponent);
    return { name: name || START, rest, query: new URLSearchParams(query) };
}

/** Shows the page of the address. `focus` is set where a person went there. */
async function show(focus) {
    const { name, rest, query } = place();
    const page = PAGES.find((each) => each.path === name);
    for (const link of document.querySelectorAll("#nav a")) {
        if (link.dataset.path === name) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
    leave();
    const controller = new AbortController();
    leave = () => controller.abort();
    shown = name;
    const content = h("div");
    main.replaceChildren(content);
    if (page === undefined) {
        content.append(h("h1", {}, "There is no such page"), h("p", {}, h("a", { href: `#/${START}` }, "Search")));
        return;
    }
    const title = (text) => (document.title = text === undefined ? "Vademecum" : `${text} · Vademecum`);
    title(page.title);
    try {
        await page.render({ root: content, rest, query, signal: controller.signal, title });
    } catch (error) {
        if (controller.signal.aborted) return;
        content.append(failure(error));
    }
    if (!focus || controller.signal.aborted) return;
    scrollTo(0, 0);
    const heading = content.querySelector("[data-focus]") ?? content.querySelector("h1");
    if (heading?.tagName === "H1") heading.tabIndex = -1;
    heading?.focus();
}

function notice(kind, ...children) {
    return h("div", { class: `notice ${kind}` }, h("div", { class: "wrap" }, children));
}

let version;

/** What stands above every page. */
function showNotices() {
    const { info, error, failedFile, ownFile, progress, state, terminology } = session;
    const all = [];
    if (version !== undefined) all.push(version);
    if (ownFile !== undefined) {
        const back = h("button", { type: "button", onclick: () => location.reload() }, "Back to the demonstration");
        all.push(notice("", h("p", {}, h("strong", {}, ownFile), " is open in this page’s memory. Nothing was sent or kept."), back));
    }
    const marking = info?.marking ?? (info === undefined ? undefined : "This site demonstrates software. It is not for clinical use.");
    if (marking !== undefined) all.push(notice("", h("p", {}, h("strong", {}, marking))));
    if (state?.updating !== undefined) all.push(notice("", h("p", {}, "A new release is on its way; the one before it answers meanwhile.")));
    if (error !== undefined) {
        const what = failedFile ?? (terminology === undefined ? "There is no terminology" : "Not all of the release came");
        const text = `${what}: ${error.message} (${error.code ?? error.name})`;
        all.push(notice("error", h("p", { role: "alert" }, text)));
    }
    if (progress !== undefined && progress.loaded < progress.total && error === undefined) {
        const bar = h("progress", { max: progress.total, value: progress.loaded, "aria-label": "Loading the release" });
        all.push(notice("", h("p", { class: "loading" }, bar, `${bytes(progress.loaded)} of ${bytes(progress.total)}`)));
    }
    // The same notices again are not spoken again.
    const next = h("div", {}, all).innerHTML;
    if (notices.dataset.shown !== next) {
        notices.dataset.shown = next;
        notices.replaceChildren(...all);
    }
    document.querySelector("#licence").textContent = info?.licence ?? "";
}

function acceptFiles() {
    const drop = document.querySelector("#drop");
    let depth = 0;
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    addEventListener("dragenter", (event) => {
        if (!hasFiles(event)) return;
        depth += 1;
        drop.hidden = false;
    });
    addEventListener("dragleave", (event) => {
        if (!hasFiles(event)) return;
        depth = Math.max(0, depth - 1);
        drop.hidden = depth === 0;
    });
    addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
    addEventListener("drop", (event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        drop.hidden = true;
        const [file] = event.dataTransfer.files;
        if (file !== undefined) void session.openFile(file);
    });
}

document.querySelector("#nav").append(
    ...PAGES.filter((page) => page.nav !== undefined).map((page) =>
        h("li", {}, h("a", { href: `#/${page.path}`, "data-path": page.path }, page.nav)),
    ),
);
addEventListener("hashchange", () => void show(true));
document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    main.focus();
});
session.addEventListener("change", showNotices);
// Another release answers: what a page shows of the one before is asked anew. The search page does so by itself.
session.addEventListener("open", () => shown !== "search" && void show(false));
acceptFiles();
void session.openServed();
void show(false);
void keepOffline((element) => {
    version = notice("", ...element);
    showNotices();
});
