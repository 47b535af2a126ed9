//! Defines `<vademecum-search>`.

import { VademecumSearch } from "./element/field.js";
import type { Selection } from "./element/selection.js";

export { VademecumSearch, type SearchedTerminology } from "./element/field.js";
export { english, type Messages } from "./element/messages.js";
export type { ConceptSelection, ProductSelection, Selection } from "./element/selection.js";

declare global {
    interface HTMLElementTagNameMap {
        "vademecum-search": VademecumSearch;
    }
}

/** The `select` event of the field. */
export type SelectEvent = CustomEvent<Selection>;

// A page that loads the script twice has one definition; on a server there is none.
if (typeof customElements !== "undefined" && customElements.get("vademecum-search") === undefined) {
    customElements.define("vademecum-search", VademecumSearch);
}
