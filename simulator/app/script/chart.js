// One plotly chart. The library is loaded once a page, colours follow the theme, the width follows the card.
const CONFIG = { displayModeBar: false, displaylogo: false, scrollZoom: false, doubleClick: false, responsive: false };
const SHEET = 1410;   // A4 landscape within its margins, at the zoom of print.css
const FLATTER = 0.84;   // so that a sheet holds all that a decision needs
const HEX = /#[0-9a-f]{6}\b/gi;
const RGBA = /rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*([\d.]+)\s*)?\)/gi;
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
const phoneScreen = window.matchMedia("(max-width: 767px)");
const printing = window.matchMedia("print");

// ---- the library, once a page -------------------------------------------------------------------

function addScript(address) {
  return new Promise((loaded, failed) => {
    const script = document.createElement("script");
    script.src = address;
    // With a module loader on the page, plotly must still become window.Plotly.
    const loader = window.define;
    if (loader && loader.amd) window.define = undefined;
    const restore = () => { if (loader && loader.amd) window.define = loader; };
    script.onload = () => { restore(); loaded(window.Plotly); };
    script.onerror = () => { restore(); script.remove(); failed(new Error("The drawing library did not load.")); };
    document.head.append(script);
  });
}

function fromKernel(model) {
  return new Promise((loaded, failed) => {
    const receive = (message, buffers) => {
      if (!message || message.kind !== "plotly") return;
      model.off("msg:custom", receive);
      const address = URL.createObjectURL(new Blob([buffers[0]], { type: "text/javascript" }));
      addScript(address).then(loaded, failed).finally(() => URL.revokeObjectURL(address));
    };
    model.on("msg:custom", receive);
    model.send({ kind: "plotly" });
  });
}

function plotly(model) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  if (!window.creditlabPlotly) {
    const address = document.documentElement.dataset.plotly;
    window.creditlabPlotly = address
      ? addScript(new URL(address, location.origin).href).catch(() => fromKernel(model))
      : fromKernel(model);
    window.creditlabPlotly.catch(() => { window.creditlabPlotly = undefined; });
  }
  return window.creditlabPlotly;
}

// ---- colours ------------------------------------------------------------------------------------

const isPrinting = () => document.documentElement.classList.contains("is-printing");
const onPaper = () => printing.matches || isPrinting();

function isDark() {
  if (onPaper()) return false;
  const chosen = document.documentElement.dataset.theme || document.body.dataset.theme;
  if (chosen) return chosen === "dark";
  const ownPage = Boolean(document.documentElement.dataset.plotly);
  const jupyter = document.body.dataset.jpThemeLight;
  if (jupyter && !ownPage) return jupyter === "false";
  return systemDark.matches;
}

const twoDigits = (number) => Number(number).toString(16).padStart(2, "0");

function recolour(text, colours) {
  const other = (hex) => colours[hex.toLowerCase()] || hex;
  return text.replace(HEX, other).replace(RGBA, (whole, red, green, blue, alpha) => {
    const light = "#" + twoDigits(red) + twoDigits(green) + twoDigits(blue);
    const dark = colours[light];
    if (!dark) return whole;
    const parts = [1, 3, 5].map((at) => parseInt(dark.slice(at, at + 2), 16));
    return alpha === undefined ? `rgb(${parts})` : `rgba(${parts},${alpha})`;
  });
}

// A copy always: plotly writes into what it is given, and the trait must stay as the kernel sent it.
function copied(value, colours) {
  if (typeof value === "string") return colours ? recolour(value, colours) : value;
  if (Array.isArray(value)) return value.map((one) => copied(one, colours));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  const copy = {};
  for (const [name, one] of Object.entries(value)) copy[name] = name === "bdata" ? one : copied(one, colours);
  return copy;
}

// ---- one view -----------------------------------------------------------------------------------

class View {
  constructor(model, element) {
    this.model = model;
    this.box = document.createElement("div");
    this.box.className = "chart";
    this.box.setAttribute("role", "img");
    this.plot = document.createElement("div");
    this.plot.className = "chart-plot";
    this.box.append(this.plot);
    element.append(this.box);
    this.hovered = null;
    this.wanted = 0;
  }

  // Before printing, the page still has the width of the screen: guess the card's from the sheet's.
  width() {
    const main = this.box.closest(".lab-main");
    const sheet = isPrinting() && main && !phoneScreen.matches && window.innerWidth > 1199 ? SHEET / main.clientWidth : 1;
    return Math.floor(this.box.clientWidth * sheet);
  }

  // The narrow drawing may bring its own height; the box has its size before the library is there.
  measure() {
    const width = this.width();   // a card on a desktop can be narrower than a phone
    const phone = this.model.get("phone");
    const narrow = Boolean(phone) && phoneScreen.matches && !onPaper();
    const figure = narrow ? phone : this.model.get("figure");
    const own = narrow && figure.layout ? figure.layout.height : undefined;
    const height = own || this.model.get("height");
    return { width, figure, height: isPrinting() ? Math.round(height * FLATTER) : height };
  }

  describe() {
    const text = this.model.get("text");
    this.box.setAttribute("aria-label", text || "Nothing is drawn yet");
    this.box.style.height = this.measure().height + "px";
  }

  schedule() {
    this.describe();
    if (this.wanted) return;
    this.wanted = requestAnimationFrame(() => { this.wanted = 0; this.draw(); });
  }

  async draw() {
    const library = await plotly(this.model).catch(() => null);
    if (this.gone) return;
    this.box.classList.toggle("chart-failed", !library);
    if (!library) { this.plot.textContent = "This chart could not be drawn. Reload the page."; return; }
    const { width, height, figure } = this.measure();
    if (!width || !figure || !figure.data) return;
    this.drawNow(library, figure, width, height);
  }

  drawNow(library, figure, width, height) {
    const dark = isDark();
    const given = this.model.get("dark_colours") || {};
    const colours = {};
    for (const [light, other] of Object.entries(given)) colours[light.toLowerCase()] = other;
    const { data, layout = {} } = copied(figure, dark ? colours : null);
    this.drawn = { width, dark };
    this.box.style.height = height + "px";
    const still = { dragmode: false, uirevision: "kept", ...layout, width, height, autosize: false };
    library.react(this.plot, data, still, CONFIG);
    if (!this.listening && this.plot.on) this.listen(library);
    for (const picture of this.plot.querySelectorAll(".main-svg")) {
      picture.setAttribute("viewBox", `0 0 ${width} ${height}`);   // paper has another width: print.css scales it
      picture.setAttribute("preserveAspectRatio", "xMinYMid meet");
    }
    this.renewHatching();
    this.box.dataset.drawn = String(1 + Number(this.box.dataset.drawn || 0));
    this.box.dataset.shade = dark ? "dark" : "light";
    this.hoverAgain(library);
  }

  // Plotly draws a hatching anew under its old name, and Chromium then sometimes paints none: a new name helps.
  renewHatching() {
    this.named = (this.named || 0) + 1;
    for (const hatching of this.plot.querySelectorAll("pattern")) {
      const [old, name] = [hatching.id, `${hatching.id.split("_")[0]}_${this.named}`];
      hatching.id = name;
      for (const path of this.plot.querySelectorAll(`path[style*="${old}"]`)) path.style.fill = `url("#${name}")`;
    }
  }

  listen(library) {
    this.listening = true;
    this.library = library;
    this.plot.on("plotly_hover", (event) => {
      this.hovered = event.points.map(({ curveNumber, pointNumber }) => ({ curveNumber, pointNumber }));
    });
    this.plot.on("plotly_unhover", () => { this.hovered = null; });
  }

  hoverAgain(library) {
    if (!this.hovered || !this.plot.matches(":hover")) return;
    const kept = this.hovered.filter(({ curveNumber }) => curveNumber < this.plot.data.length);
    if (kept.length) { try { library.Fx.hover(this.plot, kept); } catch { this.hovered = null; } }
  }

  resized() {
    const width = this.width();
    if (width && !(this.drawn && this.drawn.width === width)) this.schedule();
  }

  // Also straight before printing, where no frame comes: the paper shows what is drawn now.
  rethemed() {
    if (!this.drawn || !this.library) return;
    const { width, height, figure } = this.measure();
    const isSame = this.drawn.dark === isDark() && this.drawn.width === width;
    if (width && !isSame) this.drawNow(this.library, figure, width, height);
  }
}

function render({ model, el }) {
  const view = new View(model, el);
  const redraw = () => view.schedule();
  const retheme = () => view.rethemed();
  const paper = (isOn) => () => { document.documentElement.classList.toggle("is-printing", isOn); retheme(); };
  const [before, after] = [paper(true), paper(false)];
  const sizes = new ResizeObserver(() => view.resized());
  const marks = new MutationObserver(retheme);
  for (const name of ["figure", "phone", "text", "height", "dark_colours"]) model.on(`change:${name}`, redraw);
  systemDark.addEventListener("change", retheme);
  phoneScreen.addEventListener("change", redraw);
  printing.addEventListener("change", retheme);
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  sizes.observe(view.box);
  marks.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  marks.observe(document.body, { attributes: true, attributeFilter: ["data-theme", "data-jp-theme-light"] });
  redraw();
  return () => {
    view.gone = true;
    for (const name of ["figure", "phone", "text", "height", "dark_colours"]) model.off(`change:${name}`, redraw);
    systemDark.removeEventListener("change", retheme);
    phoneScreen.removeEventListener("change", redraw);
    printing.removeEventListener("change", retheme);
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    sizes.disconnect();
    marks.disconnect();
    if (window.Plotly) window.Plotly.purge(view.plot);
  };
}

export default { render };
