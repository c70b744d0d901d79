// A long table with a field to search and lists to filter by. Everything is text: nothing that stands in a row is markup.
function make(name, css, text) {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text !== undefined) made.textContent = text;
  return made;
}

function labelled(text, control) {
  const label = make("label", "finder-field");
  control.setAttribute("aria-label", text);
  label.append(make("span", "", text), control);
  return label;
}

function render({ model, el }) {
  const box = make("div", "finder");
  const bar = make("div", "finder-bar no-print");
  const shown = make("p", "finder-count");
  shown.setAttribute("role", "status");
  const scroll = make("div", "finder-scroll");
  scroll.tabIndex = 0;
  scroll.setAttribute("role", "group");
  const search = make("input");
  search.type = "search";
  search.autocomplete = "off";
  const lists = [];
  let lines = [];

  function look() {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { line, row, text } of lines) {
      const fits = words.every((word) => text.includes(word))
        && lists.every(([name, list]) => !list.value || String(row[name]) === list.value);
      line.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} of ${lines.length} shown`;
  }

  function chosen() {
    model.set("chosen", Object.fromEntries(lists.map(([name, list]) => [name, list.value])));
    model.set("words", search.value);
    model.save_changes();
    look();
  }

  function controls() {
    bar.replaceChildren(labelled("Search", search));
    lists.length = 0;
    for (const { name, title, options } of model.get("filters")) {
      const list = make("select");
      list.append(new Option("all", ""));
      for (const [word, label] of options) list.append(new Option(label, word));
      list.value = model.get("chosen")[name] ?? "";
      list.addEventListener("change", chosen);
      lists.push([name, list]);
      bar.append(labelled(title, list));
    }
    search.value = model.get("words");
    bar.append(shown);
  }

  function cell(column, row, place) {
    const made = make(column.kind === "head" ? "th" : "td", column.kind === "number" ? "num" : column.kind);
    if (column.kind === "head") made.scope = "row";
    made.append(make("span", "", row[column.name]));
    made.dataset.title = column.title;
    if (place === 0 && row.note) made.append(make("small", "", row.note));
    return made;
  }

  function table() {
    const columns = model.get("columns");
    const made = make("table", "plain finder-table");
    made.append(make("caption", "visually-hidden", model.get("caption")));
    scroll.setAttribute("aria-label", model.get("caption"));
    const head = make("tr");
    for (const column of columns) {
      const title = make("th", column.kind === "number" ? "num" : column.kind, column.title);
      title.scope = "col";
      head.append(title);
    }
    made.append(make("thead"), make("tbody"));
    made.tHead.append(head);
    lines = model.get("rows").map((row) => {
      const line = make("tr", row.is_marked ? "is-marked" : "");
      line.append(...columns.map((column, place) => cell(column, row, place)));
      made.tBodies[0].append(line);
      return { line, row, text: [...columns.map(({ name }) => row[name]), row.note ?? "", row.also ?? ""].join(" ").toLowerCase() };
    });
    scroll.replaceChildren(made);
    look();
  }

  search.addEventListener("input", look);
  search.addEventListener("change", chosen);
  model.on("change:filters", () => { controls(); look(); });
  model.on("change:rows", table);
  model.on("change:chosen", () => { for (const [name, list] of lists) list.value = model.get("chosen")[name] ?? ""; look(); });
  box.append(bar, scroll);
  el.append(box);
  controls();
  table();
}

export default { render };
