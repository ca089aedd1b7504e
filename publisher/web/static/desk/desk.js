// What every page does: toasts, dialogs, copying, asking before what cannot be taken back.
const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

document.addEventListener("click", (event) => {
  const close = closest(event, "[data-close]");
  if (close) (close.closest("dialog") ?? close.closest(".toast"))?.[close.closest("dialog") ? "close" : "remove"]();
  const opener = closest(event, "[data-dialog]");
  if (opener) document.querySelector(opener.dataset.dialog)?.showModal();
  const copy = closest(event, "[data-copy]");
  if (copy) navigator.clipboard?.writeText(document.querySelector(copy.dataset.copy).value);
  const more = closest(event, ".fb-text .more");
  if (more) {
    const text = more.closest(".fb-text");
    text.querySelector(".rest-of-text").hidden = false;
    text.querySelector(".dots")?.remove();
    more.remove();
  }
  const all = closest(event, "[data-check-all]");
  if (all) for (const box of document.querySelectorAll(all.dataset.checkAll)) box.checked = all.checked;
  const print = closest(event, "[data-print]");
  if (print) window.print();
});

document.addEventListener("focusin", (event) => { if (event.target.matches?.("[data-select]")) event.target.select(); });

// Filters apply as they are chosen; without scripts their button does it.
document.addEventListener("change", (event) => {
  const form = closest(event, "form[data-auto]");
  if (form) form.requestSubmit();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === "post" && !form.hasAttribute("data-again")) {
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 4000);
  }
});

// A draft that was queued is forgotten here too; the composer itself keeps its own.
const sent = sessionStorage.getItem("sent");
if (sent && !document.getElementById("composer")) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
}

// What went well is told for a while, longer when it can be taken back; what went wrong stays until it is closed.
for (const toast of document.querySelectorAll(".toast:not(.error)")) {
  const leave = () => setTimeout(() => { if (!toast.matches(":hover, :focus-within")) toast.remove(); else leave(); }, toast.querySelector("form") ? 20000 : 6000);
  leave();
}
