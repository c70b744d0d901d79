// The page around the widgets: what is told while it loads, when the simulator is lost, and when a file is too large.
(function () {
  "use strict";
  const LOST = "The simulator behind this page has stopped. Reload the page to go on.";
  const FAILED = "This page could not be built. Reload it; if that does not help, stop creditlab page and start it again.";
  const READY = "#rendered_cells .lab-main, #rendered_cells .lab h1, #rendered_cells .gallery, #rendered_cells .message";
  const WIDGET = "#rendered_cells .jupyter-widgets";
  const BROKEN = '#rendered_cells [data-mime-type="application/vnd.jupyter.stderr"]';
  const find = (selector) => document.querySelector(selector);
  let leaving = false;
  window.addEventListener("pagehide", ({ persisted }) => { leaving = true; if (!persisted) letGo(); });
  window.addEventListener("beforeunload", () => { leaving = true; setTimeout(() => { leaving = false; }, 2000); });

  // Who leaves lets the simulator go at once; without this it would wait, with its memory, for being idle long enough.
  function letGo() {
    const settings = find("#jupyter-config-data");
    const key = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
    if (!settings || !key) return;
    const kernel = JSON.parse(settings.textContent).kernelId;
    fetch(`/voila/api/shutdown/${kernel}`, { method: "POST", keepalive: true, headers: { "X-XSRFToken": key[1] } }).catch(() => {});
  }

  function notice(sentence, canReload) {
    const box = find("#page-notice");
    if (!box || leaving) return;
    const button = box.querySelector("button");
    box.querySelector("span").textContent = sentence;
    button.textContent = canReload ? "Reload" : "Close";
    button.onclick = () => { if (canReload) location.reload(); else box.hidden = true; };
    box.hidden = false;
  }

  // ---- while it loads -----------------------------------------------------------------------------

  window.voila_heartbeat = function () {};
  window.voila_process = function (done, all, step) {
    const text = find("#loading-text");
    const bar = find("#loading-bar");
    if (text && step) text.textContent = step;
    if (bar) bar.style.width = Math.max(20, Math.round(90 * done / Math.max(all, 1))) + "%";
  };

  function reveal() {
    const loading = find("#loading");
    const cells = find("#rendered_cells");
    if (!loading || !cells || !cells.classList.contains("is-waiting")) return;
    cells.classList.remove("is-waiting");
    loading.remove();
    document.documentElement.dataset.ready = String(Math.round(performance.now()));
  }

  function revealWhenReady() {
    const started = performance.now();
    const look = () => {
      if (find(BROKEN)) { notice(FAILED, true); return; }
      const waited = performance.now() - started;
      const isLab = find("#rendered_cells .lab");
      const isReady = find(READY) || (!isLab && find(WIDGET) && waited > 300) || waited > 30000;
      if (isReady) reveal(); else setTimeout(look, 50);
    };
    look();
  }

  window.voila_finish = function () {
    if (!window.themeLoaded) { window.cellLoaded = true; return; }
    revealWhenReady();
  };
  window.display_cells = window.voila_finish;

  // ---- when the simulator is lost -----------------------------------------------------------------

  // Short messages only: the news that a kernel died is short, and the others are many.
  const DEAD = /"execution_state":\s*"(restarting|autorestarting|dead)"/;
  let open = 0;
  async function read(data) {
    if (typeof data === "string") return data.length < 4000 ? data : "";
    if (data instanceof Blob) return data.size < 4000 ? data.text() : "";
    return data.byteLength < 4000 ? new TextDecoder().decode(data) : "";
  }
  class WatchedSocket extends window.WebSocket {
    constructor(address, protocols) {
      super(address, protocols);
      if (!/\/api\/kernels\//.test(String(address))) return;
      this.addEventListener("open", () => { open += 1; });
      this.addEventListener("close", () => {
        open = Math.max(0, open - 1);
        setTimeout(() => { if (!open) notice(LOST, true); }, 3000);
      });
      this.addEventListener("message", async ({ data }) => {
        if (DEAD.test(await read(data))) notice(LOST, true);
      });
    }
  }
  window.WebSocket = WatchedSocket;

  // ---- names for those who cannot see where a field stands ----------------------------------------------

  const NAMED = [[".judged-by select", "Judged by"], [".strategy-acts select", "Add or replace a strategy"],
    [".reason input", "Name of the strategy"], [".reason textarea", "Reason for the strategy"],
    [".lab-strategies", "Strategies"], [".card-why .segmented", "What is followed to the invoices"],
    [".lever-search input", "Find a lever"], [".segmented", "Whose profit"], [".phone-tabs", "Strategies"]];
  function nameFields() {
    for (const [place, name] of NAMED) {
      for (const field of document.querySelectorAll(`${place}:not([aria-label])`)) field.setAttribute("aria-label", name);
    }
    for (const field of document.querySelectorAll("#rendered_cells :is(select, input, textarea)[title]:not([aria-label])")) {
      field.setAttribute("aria-label", field.title);
    }
    for (const lever of document.querySelectorAll(".lever")) {
      lever.setAttribute("aria-disabled", String(lever.classList.contains("is-idle")));
      const name = lever.querySelector(".lever-name > span")?.textContent;
      for (const field of lever.querySelectorAll(".noUi-handle, .widget-readout, select, textarea")) {
        if (name && field.getAttribute("aria-label") !== name) field.setAttribute("aria-label", name);
      }
    }
    for (const slider of document.querySelectorAll(".weights .widget-slider")) {
      const name = `Weight of ${slider.querySelector(".widget-label")?.textContent || "this"}`;
      for (const field of slider.querySelectorAll(".noUi-handle:not([aria-label]), .widget-readout:not([aria-label])")) {
        field.setAttribute("aria-label", name);
      }
    }
    for (const box of document.querySelectorAll(".field")) {
      const name = box.querySelector(".field-label")?.textContent;
      for (const field of box.querySelectorAll("input:not([aria-label]), select:not([aria-label])")) {
        if (name) field.setAttribute("aria-label", name);
      }
    }
    for (const slider of document.querySelectorAll(".widget-slider")) {
      const name = slider.querySelector(".widget-label")?.textContent;
      for (const field of slider.querySelectorAll(".noUi-handle:not([aria-label]), .widget-readout:not([aria-label])")) {
        if (name) field.setAttribute("aria-label", name);
      }
    }
  }
  let naming = 0;
  new MutationObserver(() => { naming = naming || setTimeout(() => { naming = 0; nameFields(); }, 100); })
    .observe(document.documentElement, { childList: true, subtree: true });

  // ---- files that are too large: said here, because the server can only hang up -----------------------

  function refuse(event) {
    const field = event.target;
    const limit = Number(document.documentElement.dataset.uploadLimit) || Infinity;
    const total = [...(field.files || [])].reduce((sum, file) => sum + file.size, 0);
    if (total <= limit) return;
    event.stopImmediatePropagation();
    field.value = "";
    const told = (total / 1e6).toFixed(total < 1e8 ? 1 : 0);
    const most = Math.round(limit / 1e6);
    notice(`This file has ${told} MB, and a page takes ${most} MB at most. Export fewer months, or fewer columns.`, false);
  }
  // The field of an upload button is in no document: it is met when it is clicked.
  const click = HTMLInputElement.prototype.click;
  HTMLInputElement.prototype.click = function () {
    if (this.type === "file") this.addEventListener("change", refuse, true);
    return click.call(this);
  };
})();
