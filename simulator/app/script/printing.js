// A button that prints the page.
function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button no-print";
  const label = () => { button.textContent = model.get("label"); };
  button.addEventListener("click", () => window.print());
  model.on("change:label", label);
  label();
  el.append(button);
}

export default { render };
