// Arrow keys turn the pages of a flip-through, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.target.closest?.("input, textarea, select") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowRight") document.getElementById("after")?.click();
  if (event.key === "ArrowLeft") document.getElementById("before")?.click();
});
