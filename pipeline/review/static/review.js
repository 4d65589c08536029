"use strict";
// Everything works without this file but selecting text; it adds keys, selection and place search.

const text = document.getElementById("text");
const help = document.getElementById("help");
const current = document.getElementById("current");

if (current) {
  // The article scrolls in its column: scrolling the page as well would take the buttons out of view.
  const column = current.closest("main");
  if (column.scrollHeight > column.clientHeight) {
    const from = current.getBoundingClientRect().top - column.getBoundingClientRect().top;
    column.scrollTop += from - column.clientHeight / 2;
  } else {
    current.scrollIntoView({ block: "nearest" });
  }
  current.focus({ preventScroll: true });
}

// Offsets are code points, as in the tables; JavaScript counts UTF-16 units.
const points = (string) => Array.from(string).length;

function selectedSpan() {
  const selection = window.getSelection();
  if (!text || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(text.dataset.offset) + points(before.toString());
  return { start, end: start + points(range.toString()), text: range.toString() };
}

function openForm() {
  return document.querySelector("#correct:not([hidden]), #add:not([hidden])");
}

function takeSelection(form) {
  const span = selectedSpan();
  if (!form || !span) return;
  form.elements.start.value = span.start;
  form.elements.end.value = span.end;
  form.querySelector("[data-span]").textContent = "« " + span.text + " »";
}

function show(id) {
  for (const name of ["correct", "add"]) {
    const form = document.getElementById(name);
    form.hidden = name !== id;
    document.querySelector(`[aria-controls="${name}"]`).setAttribute("aria-expanded", String(name === id));
  }
  const form = document.getElementById(id);
  if (!form) {
    if (current) current.focus();
    return;
  }
  takeSelection(form);
  const first = form.querySelector("input:not([type=hidden]):not(:disabled), select:not(:disabled)");
  if (first) first.focus();
}

document.addEventListener("selectionchange", () => takeSelection(openForm()));

for (const button of document.querySelectorAll("[aria-controls]")) {
  button.addEventListener("click", () => show(button.getAttribute("aria-controls")));
}
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => show(""));
}

const kind = document.querySelector("[data-kind]");
if (kind) {
  kind.addEventListener("change", () => {
    for (const fields of document.querySelectorAll("[data-fields]")) {
      fields.hidden = fields.disabled = fields.dataset.fields !== kind.value;
    }
  });
}

for (const mark of document.querySelectorAll("mark")) {
  mark.addEventListener("click", () => {
    if (window.getSelection().isCollapsed && !mark.classList.contains("current")) {
      location.href = "/mention/" + encodeURIComponent(mark.dataset.id) + location.search;
    }
  });
}

function choose(form, place) {
  form.elements["value.code"].value = place.code;
  form.elements["value.place_type"].value = place.kind;
}

for (const search of document.querySelectorAll("[data-communes]")) {
  search.addEventListener("input", async () => {
    const list = search.closest(".communes").querySelector("ul");
    const answer = await fetch("/communes?name=" + encodeURIComponent(search.value));
    const places = await answer.json();
    list.replaceChildren(...places.map((place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = [place.name, place.departement && "(" + place.departement + ")", place.kind, place.code].filter(Boolean).join(" ");
      button.addEventListener("click", () => choose(search.form, place));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }));
  });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && openForm()) {
    show("");
    return;
  }
  if (event.target.closest("input, select, textarea, dialog")) return;
  if (event.key === "?" && help) {
    help.showModal();
    return;
  }
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (target) {
    event.preventDefault();
    target.click();
  }
});

const helpButton = document.querySelector('[data-key="?"]');
if (helpButton && help) helpButton.addEventListener("click", () => help.showModal());
