// Moving deliveries to another day, by drag and by keyboard. The time of the day stays; the server decides.
const calendar = document.querySelector("[data-calendar]");
const form = document.getElementById("move-form");
const said = document.getElementById("move-said");

const move = (chip, day) => {
  form.elements.keys.value = chip.dataset.keys;
  form.elements.at.value = `${day.dataset.day}T${chip.dataset.time}`;
  form.submit();
};

if (calendar && form) {
  let dragged = null;
  calendar.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-keys]") ?? null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.keys);
  });
  calendar.addEventListener("dragover", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!dragged || !day) return;
    event.preventDefault();
    for (const other of calendar.querySelectorAll(".over")) if (other !== day) other.classList.remove("over");
    day.classList.add("over");
  });
  calendar.addEventListener("dragend", () => {
    for (const day of calendar.querySelectorAll(".over")) day.classList.remove("over");
    dragged = null;
  });
  calendar.addEventListener("drop", (event) => {
    const day = event.target.closest?.("[data-day]");
    if (!dragged || !day || dragged.closest("[data-day]") === day) return;
    event.preventDefault();
    move(dragged, day);
  });

  // By keyboard: M takes the delivery, arrows choose the day, Enter moves it.
  let grabbed = null;
  let target = null;
  const days = [...calendar.querySelectorAll("[data-day]")];
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const release = () => {
    grabbed?.classList.remove("grabbed");
    target?.classList.remove("over");
    grabbed = target = null;
  };
  calendar.addEventListener("keydown", (event) => {
    const chip = event.target.closest?.("[data-keys]");
    if (!grabbed) {
      if (chip && event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        grabbed = chip;
        target = chip.closest("[data-day]");
        chip.classList.add("grabbed");
        said.textContent = said.dataset.grabbed;
      }
      return;
    }
    if (event.key in steps) {
      event.preventDefault();
      const next = days[days.indexOf(target) + steps[event.key]];
      if (!next) return;
      target.classList.remove("over");
      target = next;
      target.classList.add("over");
      said.textContent = target.getAttribute("aria-label");
    } else if (event.key === "Enter") {
      event.preventDefault();
      const [one, day] = [grabbed, target];
      release();
      if (one.closest("[data-day]") !== day) {
        said.textContent = `${said.dataset.dropped} ${day.getAttribute("aria-label")}`;
        move(one, day);
      }
    } else if (event.key === "Escape" || event.key === "Tab") {
      release();
    }
  });
}
