// Medicinal products: by words in the classes of dm+d, and by the GTIN of a pack.

import { failure, h } from "../dom.js";
import { date } from "../format.js";
import { CLASSES, offered, period } from "../medicine.js";
import { scanner } from "../scanner.js";
import { seek, seekInput } from "../seek.js";
import { session } from "../session.js";

const EXAMPLES = ["amox 500 cap", "co-codamol 30/500", "salbutamol 100 inh", "paracet 120mg/5ml sug free", "lith carb mr"];
const USUAL = ["vmp", "amp"];

/** The address of what the page shows. */
function address({ text, classes, prescribable, unused, gtin }) {
    const query = new URLSearchParams();
    if (text !== "") query.set("q", text);
    if (String(classes) !== String(USUAL)) query.set("classes", classes.join(" "));
    if (prescribable) query.set("prescribable", "1");
    if (unused) query.set("unused", "1");
    if (gtin !== "") query.set("gtin", gtin);
    const told = query.toString();
    return `#/medicines${told === "" ? "" : `?${told}`}`;
}

/** Today as dates are written in dm+d, by the device's clock. */
function today() {
    const now = new Date();
    return `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, "0")}${String(now.getDate()).padStart(2, "0")}`;
}

/** How a pack stands to a GTIN today. */
function standing(start, end) {
    const now = today();
    if (end !== undefined && end < now) return h("span", { class: "tag alert" }, `not since ${date(end)}`);
    if (start !== undefined && start > now) return h("span", { class: "tag alert" }, "not yet");
    return h("span", { class: "tag" }, "now");
}

async function pack({ code, start, end }) {
    const product = await session.product(code);
    return h(
        "li",
        {},
        h(
            "a",
            { class: "hit", href: `#/product/${code}` },
            h("span", { class: "hit-term" }, product?.name ?? code),
            h("span", { class: "tags" }, standing(start, end), product?.prescribable.allowed === false ? h("span", { class: "tag alert" }, "not for prescribing") : undefined),
            h("span", { class: "hit-preferred" }, [product === undefined ? undefined : offered(product.prescribable), period(start, end)].filter(Boolean).join(" · ")),
            h("span", { class: "hit-code code" }, code),
        ),
    );
}

/** The place where a GTIN is typed or scanned. `remember` keeps it in the address. */
function gtins({ first, remember, signal }) {
    const input = h("input", { id: "gtin", name: "gtin", type: "text", autocomplete: "off", spellcheck: false, value: first, "aria-describedby": "gtin-hint" });
    input.setAttribute("inputmode", "numeric");
    const outcome = h("div", { role: "status" });
    let turn = 0;

    /** Answers whether the text is a GTIN. */
    async function lookUp(text) {
        const mine = ++turn;
        remember(text);
        if (text === "") {
            outcome.replaceChildren(h("p", {}, "Type the 13 or 14 digits below the barcode."));
            return false;
        }
        try {
            const { packs } = await session.ask((terminology) => terminology.gtin(text), () => outcome.replaceChildren("Waiting for the rest of the release …"));
            const cards = await Promise.all(packs.map(pack));
            if (mine !== turn || signal.aborted) return true;
            if (cards.length === 0) outcome.replaceChildren(h("p", {}, `${text} is a GTIN, and no pack of this release has it or had it.`));
            else outcome.replaceChildren(h("ol", { class: "hits", "aria-label": "Packs" }, cards));
            return true;
        } catch (error) {
            if (mine !== turn || signal.aborted) return false;
            outcome.replaceChildren(failure(error));
            return error.code !== "invalid_id";
        }
    }

    const submit = (event) => {
        event.preventDefault();
        void lookUp(input.value.trim());
    };
    const accept = (text) => {
        input.value = text;
        return lookUp(text);
    };
    if (first !== "") void lookUp(first);
    session.addEventListener("open", () => input.value.trim() !== "" && void lookUp(input.value.trim()), { signal });
    return h(
        "section",
        { class: "panel apart", "aria-labelledby": "by-gtin" },
        h("h2", { id: "by-gtin" }, "By the number on the pack (GTIN)"),
        h("form", { class: "row", onsubmit: submit }, h("label", { htmlFor: "gtin" }, "GTIN"), input, h("button", { class: "strong" }, "Look up")),
        h("p", { id: "gtin-hint", class: "quiet" }, "13 or 14 digits, or what a scanner hands over. The check digit is verified."),
        scanner({ accept, signal }),
        outcome,
    );
}

/** Where the file that is open has no dm+d. */
function absent() {
    return [
        h("p", { class: "lead" }, "The file that is open has no medicines: it was built without dm+d."),
        h("p", {}, "A file of your own can be opened on the ", h("a", { href: "#/release" }, "release page"), ". It is made with ", h("code", {}, "vademecum build --rf2 … --dmd …"), "."),
    ];
}

export async function render({ root, query, signal }) {
    root.append(h("h1", {}, "Medicines"), h("p", { class: "loading" }, "Waiting for the release …"));
    const info = await session.ask((terminology) => terminology.info());
    if (signal.aborted) return;
    root.replaceChildren(h("h1", {}, "Medicines"));
    if (info.dmd_date === undefined) return void root.append(...absent());

    const chosen = query.get("classes")?.split(" ") ?? USUAL;
    const boxes = Object.keys(CLASSES).map((of) => [of, h("input", { type: "checkbox", name: "class", value: of, checked: chosen.includes(of) })]);
    const input = seekInput(query.get("q") ?? "");
    const prescribable = h("input", { type: "checkbox", checked: query.has("prescribable") });
    const unused = h("input", { type: "checkbox", checked: query.has("unused") });
    let gtin = query.get("gtin") ?? "";
    const classes = () => boxes.filter(([, box]) => box.checked).map(([of]) => of);
    const now = (text) => ({ text, classes: classes(), prescribable: prescribable.checked, unused: unused.checked, gtin });
    const keep = (text) => history.replaceState(history.state, "", address(now(text)));
    const examples = h("ul", { class: "examples", "aria-label": "Examples" }, EXAMPLES.map((text) => h("li", {}, h("a", { href: address({ ...now(text), gtin: "" }) }, text))));
    const { took, list, outcome, search } = seek({
        root,
        input,
        signal,
        name: "medicines",
        label: "Products",
        // With no class chosen the engine says that one has to be.
        asked: () => ({ classes: classes(), active: unused.checked ? "any" : true, ...(prescribable.checked ? { prescribable: true } : {}) }),
        remember: keep,
        what: (count) => (count === 1 ? "product" : "products"),
        hint: "Nothing found in these classes. Each word has to begin a word of the name; invalid and unavailable products are left out unless they are asked for.",
        resting: (isResting) => (examples.hidden = !isResting),
    });
    root.append(
        h(
            "form",
            { class: "seek", role: "search", onsubmit: (event) => event.preventDefault() },
            h("label", { htmlFor: "q" }, "Name, id or GTIN"),
            input,
            h("fieldset", { class: "seek-options" }, h("legend", { class: "hidden" }, "Classes"), boxes.map(([of, box]) => h("label", {}, box, CLASSES[of].many))),
            h("div", { class: "seek-options" }, h("label", {}, prescribable, "Only what may be prescribed"), h("label", {}, unused, "Invalid and unavailable ones too")),
        ),
        took,
        list,
        outcome,
        examples,
        gtins({
            first: gtin,
            remember: (text) => {
                gtin = text;
                keep(input.value);
            },
            signal,
        }),
        h("p", { class: "quiet" }, `dm+d of ${date(info.dmd_date)}. Names are those of dm+d, letter for letter; strengths are never read from them.`),
    );
    for (const box of [...boxes.map(([, box]) => box), prescribable, unused]) box.addEventListener("change", () => void search());
    if (matchMedia("(hover: hover)").matches) input.focus({ preventScroll: true });
    await search();
}
