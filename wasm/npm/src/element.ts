//! Defines `<vademecum-search>`.

import { VademecumSearch, type Selection } from "./element/field.js";

export { VademecumSearch, type SearchedTerminology, type Selection } from "./element/field.js";
export { english, type Messages } from "./element/messages.js";

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
