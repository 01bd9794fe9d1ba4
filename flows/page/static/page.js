// Conveniences only: every page can be read, filtered and downloaded without this file.
"use strict";

// Lines to copy get a button.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 1500);
  });
}

// A note that would leave the window is moved back into it.
function place(event) {
  const mark = event.target.closest?.(".mark");
  const tip = mark?.querySelector(".tip");
  if (!tip) return;
  tip.classList.remove("up");
  tip.style.removeProperty("translate");
  const box = tip.getBoundingClientRect();
  const over = box.right - document.documentElement.clientWidth + 12;
  if (over > 0) tip.style.translate = `${-Math.min(over, box.left - 12)}px 0`;
  if (box.left < 12) tip.style.translate = `${12 - box.left}px 0`;
  if (box.bottom > innerHeight - 8 && box.top > box.height + 60) tip.classList.add("up");
}
document.addEventListener("pointerover", place);
document.addEventListener("focusin", place);

document.addEventListener("keydown", (event) => {
  // Escape closes a note and whatever is unfolded over the page.
  if (event.key === "Escape") {
    document.activeElement?.blur?.();
    for (const open of document.querySelectorAll("details.download[open], details.sorting[open]")) {
      open.open = false;
    }
  }
  // The arrow keys turn pages, unless somebody writes.
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest?.("input, select, textarea, pre, .mark")) return;
  const where = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  if (where) document.querySelector(`.pager a[rel=${where}]`)?.click();
});

// A click beside an unfolded menu folds it.
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.download[open], details.sorting[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
