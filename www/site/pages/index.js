// The pages, in the order of the navigation. A page is `render({ root, rest, query, signal, title })`: it fills `root` and
// is left when `signal` ends. A new page is a file beside this one and a row here.

import * as concept from "./concept.js";
import * as developers from "./developers.js";
import * as medicines from "./medicines.js";
import * as product from "./product.js";
import * as release from "./release.js";
import * as search from "./search.js";

export const START = "search";

export const PAGES = [
    { path: "search", nav: "Search", title: "Search", render: search.render },
    { path: "concept", title: "Concept", render: concept.render },
    { path: "medicines", nav: "Medicines", title: "Medicines", render: medicines.render },
    { path: "product", title: "Product", render: product.render },
    { path: "release", nav: "Release", title: "Release", render: release.render },
    { path: "developers", nav: "Developers", title: "Developers", render: developers.render },
];
