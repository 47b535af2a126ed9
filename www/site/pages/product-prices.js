// What a medicinal product's packs cost.

import { h, table } from "../dom.js";
import { date, number } from "../format.js";
import { codedText, money } from "../medicine.js";
import { session } from "../session.js";

/** How many packs are shown before they are asked for. */
const SHOWN = 12;

function row({ code, text, pence, quantity, quantity_unit: unit, pence_per_unit: each }) {
    const one = unit === undefined ? "" : ` per ${codedText(unit)}`;
    return h(
        "tr",
        {},
        h("td", {}, h("a", { href: `#/product/${code}` }, text)),
        h("td", { class: "amount" }, [quantity, unit === undefined ? undefined : codedText(unit)].filter(Boolean).join(" ")),
        h("td", { class: "amount" }, pence === undefined ? "no price" : money(pence)),
        h("td", { class: "amount" }, each === undefined ? "" : `${each}p${one}`),
    );
}

function priced(packs, caption) {
    const shown = table(["Pack", "Quantity", "Price", "Per unit"], packs.slice(0, SHOWN).map(row), { caption });
    if (packs.length <= SHOWN) return shown;
    const more = h("button", { type: "button" }, `More: ${number(packs.length - SHOWN)} of ${number(packs.length)} are not shown`);
    more.addEventListener("click", () => {
        shown.querySelector("tbody").append(...packs.slice(SHOWN).map(row));
        more.parentElement.remove();
    });
    return h("div", {}, shown, h("p", {}, more));
}

/** What is told of the product's own price, besides the price. */
function own(product) {
    const { price, drug_tariff: tariff } = product;
    const of = price ?? tariff;
    if (of === undefined) return undefined;
    const facts = [
        ["Price", of.price === undefined ? "none is given" : `${money(of.price)} (${number(of.price)} pence)`],
        ["What it is", of.price_basis === undefined ? undefined : codedText(of.price_basis)],
        ["Drug Tariff", of.payment_category === undefined ? undefined : codedText(of.payment_category)],
        ["Since", of.price_date === undefined ? undefined : date(of.price_date)],
        ["Before", of.previous_price === undefined ? undefined : money(of.previous_price)],
    ].filter(([, told]) => told !== undefined);
    return h("dl", { class: "facts" }, facts.map(([key, told]) => [h("dt", {}, key), h("dd", {}, told)]));
}

/** Prices of its packs, cheapest for a unit first, and the Drug Tariff; nothing of a moiety, whose packs are of many products. */
export async function prices(product) {
    if (product.class === "vtm") return undefined;
    const section = h("section", { class: "panel", "aria-labelledby": "prices" }, h("h2", { id: "prices" }, "Prices"));
    let found;
    try {
        found = await session.ask((terminology) => terminology.prices(product.code));
    } catch (error) {
        // A file that was built without prices says so here; the rest of the page stands.
        if (error.code !== "not_in_file") throw error;
        section.append(h("p", {}, error.message));
        return section;
    }
    const { packs, drug_tariff: tariff } = found;
    const told = own(product);
    if (told !== undefined) section.append(told);
    if (tariff.length > 0) section.append(priced(tariff, "Drug Tariff"));
    if (packs.length > 0) section.append(priced(packs, "Suppliers’ packs, cheapest for a unit first"));
    if (packs.length === 0) section.append(h("p", {}, "No pack of it is valid and not discontinued."));
    section.append(h("p", { class: "quiet" }, "Whole pence, as dm+d has them. No price is not a price of nothing. Packs that are invalid or discontinued are left out."));
    return section;
}
