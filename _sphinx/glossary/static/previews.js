// A word that is linked to the glossary shows its definition: on hover after a moment, and on keyboard
// focus at once. It stays while the pointer is on the word or on the preview; Escape closes it.
// A touch only follows the link.
{
  const LATER = 200; // ms
  const WORD = "a[aria-describedby^='definition-']";
  const box = document.createElement("div");
  box.className = "preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  document.body.append(box);
  let word, timer;

  const after = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, LATER);
  };

  const hide = () => {
    clearTimeout(timer);
    box.hidden = true;
  };

  const show = () => {
    clearTimeout(timer);
    box.textContent = document.getElementById(word.getAttribute("aria-describedby")).textContent;
    box.hidden = false;
    // Below the line on which the word begins, or above where there is no room; in the page's own
    // coordinates, so that it scrolls along.
    const { clientWidth, clientHeight } = document.documentElement;
    const [line] = word.getClientRects();
    const { width, height } = box.getBoundingClientRect();
    const below = line.bottom + height < clientHeight || line.top < height;
    const left = Math.max(8, Math.min(line.left, clientWidth - width - 8));
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${(below ? line.bottom : line.top - height) + scrollY}px`;
  };

  const at = (event) => event.target.closest?.(WORD);

  document.addEventListener("pointerover", (event) => {
    const found = at(event);
    if (found && event.pointerType !== "touch") {
      if (found === word && !box.hidden) return clearTimeout(timer);
      after(() => {
        word = found;
        show();
      });
    } else if (box.contains(event.target)) clearTimeout(timer);
  });
  document.addEventListener("pointerout", (event) => {
    const left = at(event) ?? (box.contains(event.target) && word);
    if (left && !(left === word && word.matches(":focus-visible"))) after(hide);
  });
  document.addEventListener("focusin", (event) => {
    const found = at(event);
    if (!found?.matches(":focus-visible")) return;
    word = found;
    show();
  });
  document.addEventListener("focusout", (event) => at(event) && hide());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}
