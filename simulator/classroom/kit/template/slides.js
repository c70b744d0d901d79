(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.querySelector(".place");
  const asked = () => Math.min(slides.length, Math.max(1, Number(location.hash.slice(1)) || 1)) - 1;
  let shown = asked();
  const show = (number) => {
    shown = Math.min(slides.length - 1, Math.max(0, number));
    slides.forEach((slide, at) => slide.classList.toggle("is-shown", at === shown));
    place.textContent = `${shown + 1} of ${slides.length}`;
    history.replaceState(null, "", `#${shown + 1}`);
    scrollTo(0, 0);
  };
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.key === " " && event.target.closest("button"))) return;
    if (event.key in steps) show(shown + steps[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else return;
    event.preventDefault();
  });
  document.querySelectorAll("[data-move]").forEach((button) =>
    button.addEventListener("click", () => show(shown + Number(button.dataset.move))));
  addEventListener("hashchange", () => show(asked()));
  document.documentElement.classList.add("has-script");
  show(shown);
})();
