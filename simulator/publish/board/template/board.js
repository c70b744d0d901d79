// Reads a picture under the pointer or the arrow keys. The page is whole without it.
(() => {
  const box = document.createElement("div");
  box.className = "reading";
  box.setAttribute("role", "status");
  box.hidden = true;
  document.body.append(box);
  const show = (svg, figures, number) => {
    const one = figures[number];
    const line = svg.querySelector(".pointer");
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const place = svg.getBoundingClientRect();
    svg.dataset.at = number;
    if (one.x !== undefined) {
      line.setAttribute("x1", one.x);
      line.setAttribute("x2", one.x);
      line.style.visibility = "visible";
    }
    box.replaceChildren();
    for (const [at, text] of [one.title, ...one.lines].entries()) {
      const row = document.createElement(at ? "div" : "b");
      row.textContent = text;
      box.append(row);
    }
    box.hidden = false;
    const x = place.left + ((one.x ?? width * 0.5) / width) * place.width;
    const y = place.top + ((one.y ?? height * 0.2) / height) * place.height;
    const left = x + 14 + box.offsetWidth > innerWidth ? Math.max(4, x - box.offsetWidth - 14) : x + 14;
    box.style.left = `${left}px`;
    box.style.top = `${Math.max(4, Math.min(y, innerHeight - box.offsetHeight - 4))}px`;
  };
  const hide = (svg) => {
    box.hidden = true;
    svg.querySelector(".pointer").style.visibility = "hidden";
  };
  for (const svg of document.querySelectorAll("svg.picture")) {
    const figures = JSON.parse(svg.dataset.figures);
    const along = figures[0].x === undefined ? "y" : "x";
    const nearest = (value) => {
      let best = 0;
      figures.forEach((one, at) => {
        if (Math.abs(one[along] - value) < Math.abs(figures[best][along] - value)) best = at;
      });
      return best;
    };
    svg.addEventListener("pointermove", (event) => {
      const place = svg.getBoundingClientRect();
      const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
      const value = along === "x"
        ? ((event.clientX - place.left) / place.width) * width
        : ((event.clientY - place.top) / place.height) * height;
      show(svg, figures, nearest(value));
    });
    svg.addEventListener("pointerleave", () => hide(svg));
    svg.addEventListener("blur", () => hide(svg));
    svg.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") hide(svg);
      if (!step) return;
      event.preventDefault();
      const at = svg.dataset.at === undefined ? (step > 0 ? -1 : figures.length) : Number(svg.dataset.at);
      show(svg, figures, Math.max(0, Math.min(figures.length - 1, at + step)));
    });
  }
})();
