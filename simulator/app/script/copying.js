// A button that copies a text; without the right to the clipboard it shows the text selected.
function select(box, text) {
  let field = box.querySelector("textarea");
  if (!field) {
    field = document.createElement("textarea");
    field.className = "copy-text";
    field.readOnly = true;
    box.append(field);
  }
  field.value = text;
  field.setAttribute("aria-label", "Text to copy");
  field.focus();
  field.select();
}

function render({ model, el }) {
  const box = document.createElement("span");
  box.className = "copy";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  box.append(button, told);
  el.append(box);
  const label = () => { button.textContent = model.get("label"); };
  let waiting = 0;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(model.get("text"));
      told.textContent = "Copied";
      button.classList.add("is-done");
      clearTimeout(waiting);
      waiting = setTimeout(() => { told.textContent = ""; button.classList.remove("is-done"); }, 2000);
    } catch {
      select(box, model.get("text"));
    }
  });
  model.on("change:label", label);
  label();
  return () => { clearTimeout(waiting); model.off("change:label", label); };
}

export default { render };
