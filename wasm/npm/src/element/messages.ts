//! Every text that the field shows or speaks, so that a page can put others in their place.

import type { ProductClass } from "../medicines.js";

/** The texts of the field. */
export interface Messages {
    /** Terminology is on its way. */
    loading: string;
    /** It cannot be opened, or a search fails; the reason follows. */
    failed(reason: string): string;
    /** What the constraint needs is on its way. */
    notLoaded: string;
    /** Nothing was found; `subset` where the file holds chosen concepts only, and others may match. */
    none(query: string, subset: boolean): string;
    /** What was typed has no letter or digit. */
    noWord: string;
    /** How many hits are listed; `more` where the list is as long as it may be. */
    count(hits: number, more: boolean): string;
    /** Before the preferred term, where another term is shown. */
    preferred: string;
    /** Marks a concept that is no longer in use. */
    inactive: string;
    /** What each class of medicinal products is called. */
    classes: Record<ProductClass, string>;
    /** Marks a medicinal product that is an error of the release, or not to be had. */
    unused: string;
    /** Marks a medicinal product that may not be offered for prescribing in NHS primary care. */
    notOffered: string;
    /** The code that the page gave was replaced by another. */
    replaced(code: string): string;
    /** Marks a hit by words of the same meaning. */
    equivalent: string;
    /** Marks a hit by a similar spelling. */
    typo: string;
    /** The button that empties the field. */
    clear: string;
    /** The list, where the field has no label of its own. */
    list: string;
    /** Nothing is chosen and something has to be. */
    required: string;
    /** Something was typed and nothing chosen. */
    unchosen: string;
    /** The name of the field, where the page gives none. */
    unnamed: string;
}

/** The texts in English. */
export const english: Messages = {
    loading: "The terminology is being loaded.",
    failed: (reason) => `This search does not work at the moment: ${reason}`,
    notLoaded: "A part that this search needs is still being loaded. The search follows by itself.",
    none: (query, subset) => `Nothing found for “${query}”${subset ? " among the concepts that were chosen for this list" : ""}.`,
    noWord: "Type a letter or a digit.",
    count: (hits, more) => (more ? `The first ${hits} results are listed.` : hits === 1 ? "1 result." : `${hits} results.`),
    preferred: "preferred term",
    inactive: "inactive",
    classes: {
        vtm: "VTM, moiety",
        vmp: "VMP, generic product",
        amp: "AMP, supplier’s product",
        vmpp: "VMPP, generic pack",
        ampp: "AMPP, supplier’s pack",
    },
    unused: "invalid or not available",
    notOffered: "not for prescribing",
    replaced: (code) => `This code was replaced by ${code}.`,
    equivalent: "same meaning",
    typo: "similar spelling",
    clear: "Clear",
    list: "Results",
    required: "Choose from the list.",
    unchosen: "Choose from the list, or clear the field.",
    unnamed: "Search the terminology",
};
