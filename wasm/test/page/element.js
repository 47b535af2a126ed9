// The field before and after it has a terminology.

import { createTerminology, highlight, VademecumError } from "/vademecum/index.js";

const violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));

// A page may set properties before it loads the definition.
const field = document.querySelector("#problem");
let open;
field.terminology = new Promise((resolve) => (open = resolve));
await import("/vademecum/element.js");

const heard = [];
for (const type of ["select", "clear", "change"]) {
    document.addEventListener(type, (event) => heard.push([type, event.target.id, event.detail]));
}
const form = document.querySelector("form");
const submitted = [];
form.addEventListener("submit", (event) => {
    event.preventDefault();
    submitted.push(Object.fromEntries(new FormData(form)));
});

window.test = { createTerminology, highlight, VademecumError, violations, heard, submitted, open, field, form, kept: document.querySelector("#kept") };
document.querySelector("h1").textContent = "ready";
