// The composer: what is shown for each kind, counters, photos, one-click fixes, and a draft that is never lost.
const form = document.getElementById("composer");
const field = (name) => form.elements[name];
const kind = () => form.querySelector("[name=kind]:checked")?.value ?? field("kind").value;
const look = () => form.dispatchEvent(new Event("look"));
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

// Kinds and templates show what they need.
const arrange = () => {
  for (const part of form.querySelectorAll("[data-kinds]")) {
    // What is to be mended is seen, whatever the kind is.
    part.hidden = !part.dataset.kinds.split(" ").includes(kind()) && !part.querySelector("[aria-invalid], [id$=_error]");
  }
  for (const part of form.querySelectorAll("[data-card]")) {
    part.hidden = part.dataset.card !== field("card")?.value;
    part.disabled = part.hidden;
  }
  for (const counter of form.querySelectorAll("[data-count]")) {
    const length = document.querySelector(counter.dataset.count).value.length;
    const most = Number(counter.dataset.most);
    counter.textContent = `${length.toLocaleString("vi")} / ${most.toLocaleString("vi")}`;
    counter.classList.toggle("over", length > most);
  }
};

// Photos
const list = document.getElementById("photos");
let photos = JSON.parse(document.getElementById("photos-now")?.textContent ?? "[]");
const button = (icon, label, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button tiny bare";
  made.setAttribute("aria-label", label);
  made.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${list.dataset.icons}#${icon}"></use></svg>`;
  made.addEventListener("click", () => { act(); draw(); changed(); look(); });
  return made;
};
const draw = () => {
  if (!list) return;
  field("photos").value = JSON.stringify(photos);
  list.replaceChildren(...photos.map((photo, at) => {
    const row = document.createElement("li");
    row.className = "photo";
    const picture = document.createElement("img");
    picture.alt = "";
    if (photo.thumb) picture.src = photo.thumb;
    const alt = document.createElement("input");
    alt.value = photo.alt;
    alt.placeholder = list.dataset.alt;
    alt.setAttribute("aria-label", `${list.dataset.alt} (${at + 1})`);
    alt.addEventListener("input", () => { photo.alt = alt.value; field("photos").value = JSON.stringify(photos); });
    const tools = document.createElement("span");
    tools.className = "row";
    if (at) tools.append(button("up", list.dataset.up, () => photos.splice(at - 1, 0, photos.splice(at, 1)[0])));
    if (at < photos.length - 1) tools.append(button("down", list.dataset.down, () => photos.splice(at + 1, 0, photos.splice(at, 1)[0])));
    tools.append(button("close", list.dataset.remove, () => photos.splice(at, 1)));
    row.append(picture, alt, tools);
    return row;
  }));
};
const send = (file, progress) => new Promise((done) => {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append("file", file);
  for (const box of form.querySelectorAll("[name=pages]:checked")) body.append("pages", box.value);
  request.open("POST", form.dataset.upload);
  request.setRequestHeader("X-CSRFToken", token);
  request.setRequestHeader("X-Requested-With", "fetch");
  request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
  request.addEventListener("load", () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* an error page: told by its status below */ }
    done(request.status === 200 ? answer : { problem: answer.problem ?? `${file.name}: ${request.status}` });
  });
  request.addEventListener("error", () => done({ problem: `${file.name}: ${document.querySelector("#offline p").dataset.offline}` }));
  request.send(body);
});
const chooseVideo = (name) => {
  const choice = field("video");
  if (![...choice.options].some((one) => one.value === name)) choice.add(new Option(name, name));
  choice.value = name;
};
const upload = async (files) => {
  const bar = document.getElementById("upload-progress");
  const said = document.getElementById("upload-said");
  const problems = [];
  bar.hidden = false;
  for (const [number, file] of [...files].entries()) {
    said.textContent = `${number + 1} / ${files.length}: ${file.name}`;
    const answer = await send(file, (share) => { bar.value = 100 * (number + share) / files.length; });
    if (answer.problem) problems.push(answer.problem);
    else if (answer.video) chooseVideo(answer.video);
    else photos.push(answer);
  }
  bar.hidden = true;
  said.textContent = problems.join(" ");
  draw();
  changed();
  look();
};
const drop = document.getElementById("drop");
if (drop) {
  document.getElementById("files").addEventListener("change", (event) => { upload(event.target.files).then(() => { event.target.value = ""; }); });
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => { event.preventDefault(); drop.classList.remove("over"); upload(event.dataTransfer.files); });
}

// Press links
const readLink = async () => {
  const problem = document.getElementById("link-problem");
  problem.textContent = "…";
  const body = new FormData();
  body.append("link", field("link").value);
  try {
    const response = await fetch(form.dataset.fetch, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" } });
    const answer = await response.json();
    problem.textContent = answer.problem ?? "";
    if (answer.problem) return;
    for (const name of ["headline", "publication"]) if (!field(name).value) field(name).value = answer[name] ?? "";
    if (answer.address) field("link").value = answer.address;
    if (answer.card && field("card") && !field("card").value && !photos.length) { field("card").value = answer.card; field("card").dispatchEvent(new Event("change", { bubbles: true })); }
    field("link_picture").value = answer.photo?.thumb ?? "";
    if (answer.photo && field("card")?.value && !photos.length) { photos.push(answer.photo); draw(); }
    changed();
    look();
  } catch {
    problem.textContent = document.querySelector("#offline p").dataset.offline;
  }
};
form.querySelector("[data-fetch-link]")?.addEventListener("click", readLink);
field("link")?.addEventListener("paste", () => setTimeout(() => { if (field("link").checkValidity()) readLink(); }, 50));

document.addEventListener("click", (event) => {
  const fix = event.target.closest?.("[data-wrong]");
  if (fix) {
    for (const name of ["text", "first_comment", "headline", "hashtags"]) {
      const area = field(name);
      if (!area?.value.includes(fix.dataset.wrong)) continue;
      area.value = area.value.replace(fix.dataset.wrong, () => fix.dataset.right);
      changed();
      look();
      return;
    }
  }
  const tag = event.target.closest?.("[data-tag]");
  if (tag && !field("hashtags").value.includes(tag.dataset.tag)) {
    field("hashtags").value = `${field("hashtags").value.trim()} ${tag.dataset.tag} `.trimStart();
    changed();
    look();
  }
  const group = event.target.closest?.("[data-group]");
  if (group) {
    for (const slug of group.dataset.group.split(" ")) form.querySelector(`[name=pages][value="${CSS.escape(slug)}"]`).checked = true;
    changed();
    look();
  }
});
form.addEventListener("change", (event) => {
  if (event.target.name === "at" && event.target.value) form.querySelector("[name=when][value=at]").checked = true;
});

// Drafts: on the server a second after the last key, and on this machine at once.
const key = `draft:${form.dataset.draft}`;
const banner = document.getElementById("offline");
const skipped = new Set(["csrfmiddlewaretoken", "size", "preview_page", "seen", "entry", "draft", "draft_seen"]);
const fields = () => [...new FormData(form)].filter(([name, value]) => !skipped.has(name) && typeof value === "string");
const tell = (which) => {
  banner.hidden = !which;
  banner.querySelector("a").hidden = which !== "signedOut";
  banner.querySelector("[data-keep-mine]").hidden = which !== "elsewhere";
  if (which) banner.querySelector("p").textContent = banner.querySelector("p").dataset[which];
};
let timer = null;
let edits = 0;
// Of the draft as it was kept elsewhere.
let newest = null;
banner.querySelector("[data-keep-mine]").addEventListener("click", () => { field("draft_seen").value = newest; save(); });
const save = async () => {
  timer = null;
  const saving = edits;
  try {
    const response = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" } });
    if (response.status === 401 || response.status === 403) return tell("signedOut");
    if (response.status === 409) {
      newest = (await response.json()).version;
      return tell("elsewhere");
    }
    if (!response.ok) throw new Error(response.status);
    const answer = await response.json();
    document.getElementById("saved").textContent = `✓ ${answer.saved}`;
    field("draft_seen").value = answer.version;
    tell(null);
    if (saving === edits) keepHere(false);
    if (!location.search.includes("entry=")) history.replaceState(null, "", `?draft=${form.dataset.draft}`);
  } catch {
    tell("offline");
    timer = setTimeout(save, 5000);
  }
};
const keepHere = (unsaved) => {
  try { localStorage.setItem(key, JSON.stringify({ unsaved, fields: fields(), photos })); } catch { /* full or forbidden: the server has it */ }
};
const changed = () => {
  arrange();
  edits += 1;
  keepHere(true);
  clearTimeout(timer);
  timer = setTimeout(save, 1000);
};
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("submit", (event) => { clearTimeout(timer); if (event.submitter?.name !== "another") sessionStorage.setItem("sent", key); });

const restore = () => {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (!kept?.unsaved) return;
  const values = new Map();
  for (const [name, value] of kept.fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || skipped.has(control.name) || control.type === "file") continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = (values.get(control.name) ?? []).includes(control.value);
    else if (values.has(control.name)) control.value = values.get(control.name)[0];
  }
  photos = kept.photos ?? photos;
  tell("restored");
  timer = setTimeout(save, 1000);
};
// An answer to what was just sent shows exactly that; there is nothing newer.
if (!("answered" in form.dataset)) try { restore(); } catch { localStorage.removeItem(key); }
draw();
arrange();
