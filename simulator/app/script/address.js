// Tells the kernel what stands behind the question mark of the page's address.
function render({ model }) {
  const query = {};
  for (const [name, value] of new URLSearchParams(location.search)) query[name] = value;
  if (!model.get("is_known")) {
    model.set("query", query);
    model.set("is_known", true);
    model.save_changes();
  }
}

export default { render };
