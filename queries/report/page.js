"use strict";
{
  const $ = (id) => document.getElementById(id);
  const all = (selector, under = document) => [...under.querySelectorAll(selector)];

  // light, dark, or as the system has it
  const theme = $("theme"), themes = ["as the system", "light", "dark"];
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(theme.textContent.slice(7)) + 1) % themes.length];
    theme.textContent = `Theme: ${next}`;
    if (next === themes[0]) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
  });

  // the filter: what is shown of quotes, speakers and articles
  const filter = $("filter"), quotes = all(".quote"), people = all(".person"), stories = all(".story");
  const words = new Map(quotes.map((quote) =>
    [quote, `${quote.textContent} ${quote.closest(".person").querySelector(".rail").textContent}`.toLowerCase()]));
  const marks = new Map(quotes.map((quote) => [quote, []]));
  for (const mark of all(".story .text a.hl")) marks.get($(mark.hash.slice(1)))?.push(mark);
  const choose = () => {
    const word = $("word").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const speaker = $("by-speaker").value, stance = $("by-stance").value, outlet = $("by-outlet").value;
    const seeking = Boolean(word.length || speaker || stance || outlet);
    const kept = new Set();
    let shown = 0;
    for (const quote of quotes) {
      const fits = word.every((one) => words.get(quote).includes(one))
        && (!speaker || quote.dataset.speakers.split(" ").includes(speaker))
        && (!stance || quote.dataset.stances.split(" ").includes(stance))
        && (!outlet || quote.dataset.outlet === outlet);
      quote.hidden = !fits;
      shown += fits;
      for (const mark of marks.get(quote)) {
        mark.classList.toggle("hit", fits);
        if (fits) kept.add(mark.closest(".story"));
      }
    }
    for (const person of people) {
      const own = !all(".quote", person).every((quote) => quote.hidden);
      const shared = all(".shared", person);
      for (const one of shared) one.hidden = $(one.firstElementChild.hash.slice(1)).hidden;
      person.hidden = !own && !shared.some((one) => !one.hidden);
    }
    for (const story of stories) story.hidden = seeking && !kept.has(story);
    $("articles").classList.toggle("seeking", seeking);
    $("shown").textContent = seeking ? `${shown.toLocaleString("en")} of ${quotes.length.toLocaleString("en")} quotes`
      : `${quotes.length.toLocaleString("en")} quote${quotes.length === 1 ? "" : "s"}`;
  };
  filter.hidden = false;
  filter.addEventListener("input", choose);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("reset", () => setTimeout(choose));
  addEventListener("hashchange", () => {
    const target = location.hash && $(location.hash.slice(1));
    if (!target) return;
    const hidden = target.closest("[hidden]");
    if (hidden) { // a link leads to what the filter hides: show all again
      filter.reset();
      choose();
    }
    if (!hidden && !document.querySelector(".many")) return;
    let frames = 8; // what is on the way is laid out only now, and moves the target
    const settle = () => {
      target.scrollIntoView();
      if (--frames) requestAnimationFrame(settle);
    };
    settle();
  });

  // who is quoted, beside the pointer and at the focus
  const tip = $("tip");
  const show = (mark) => {
    tip.textContent = mark.dataset.tip;
    tip.hidden = false;
    const at = mark.getClientRects()[0], wide = document.documentElement.clientWidth;
    tip.style.left = `${scrollX + Math.max(8, Math.min(at.left, wide - tip.offsetWidth - 8))}px`;
    tip.style.top = `${scrollY + (at.top > tip.offsetHeight + 12 ? at.top - tip.offsetHeight - 8 : at.bottom + 8)}px`;
    mark.setAttribute("aria-describedby", "tip");
  };
  const hide = () => {
    tip.hidden = true;
    for (const mark of all("[aria-describedby=tip]")) mark.removeAttribute("aria-describedby");
  };
  const marked = (event) => event.target instanceof Element && event.target.closest("[data-tip]");
  for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    addEventListener(on, (event) => { const mark = marked(event); if (mark) show(mark); });
    addEventListener(off, (event) => { if (marked(event) && event.relatedTarget !== tip) hide(); });
  }
  tip.addEventListener("pointerleave", hide);
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // the network: moved, zoomed and searched
  const graph = $("graph");
  if (graph) {
    const svg = graph.querySelector("svg"), canvas = svg.querySelector("g");
    const nodes = all(".node", canvas), lines = all(".line", canvas), [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const places = nodes.map((node) => node.getAttribute("transform").match(/-?[\d.]+/g).map(Number));
    let zoom = 1, x = 0, y = 0;
    const scale = () => Math.min(svg.clientWidth / width, svg.clientHeight / height) || 1;
    const draw = () => {
      // labels keep their size on the screen; paper has the picture's own
      const size = 1 / zoom / (matchMedia("print").matches ? 1 : Math.max(Math.min(scale(), 1), 0.35));
      canvas.setAttribute("transform", `translate(${x},${y}) scale(${zoom})`);
      nodes.forEach((node, n) => {
        node.setAttribute("transform", `translate(${places[n]}) scale(${size})`);
        const legible = 1 / size >= Number(node.dataset.zoom) - 0.01 || node.classList.contains("hit");
        node.querySelector("text").setAttribute("display", legible ? "inline" : "none");
      });
    };
    const zoomed = (by, at = [width / 2, height / 2]) => {
      const next = Math.max(0.5, Math.min(8, zoom * by));
      x = at[0] - (at[0] - x) * next / zoom;
      y = at[1] - (at[1] - y) * next / zoom;
      zoom = next;
      draw();
    };
    const whole = () => { zoom = 1; x = y = 0; draw(); };
    const point = (event) => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return [at.x, at.y];
    };
    let scrolling = false, held = null, moved = false; // a wheel that scrolls the page goes on until the pointer moves
    addEventListener("scroll", () => { scrolling = true; }, { passive: true });
    graph.addEventListener("wheel", (event) => {
      const by = Math.exp(-event.deltaY / 500);
      if (scrolling || (by < 1 && zoom <= 0.5) || (by > 1 && zoom >= 8)) return;
      event.preventDefault();
      zoomed(by, point(event));
    }, { passive: false });
    graph.addEventListener("pointerdown", (event) => {
      held = event.button === 0 ? point(event) : null;
      moved = false;
    });
    graph.addEventListener("pointermove", (event) => {
      if (event.movementX || event.movementY) scrolling = false;
      if (!held) return;
      const at = point(event);
      if (!moved && Math.hypot(at[0] - held[0], at[1] - held[1]) < 4) return;
      if (!moved) graph.setPointerCapture(event.pointerId);
      moved = true;
      x += at[0] - held[0];
      y += at[1] - held[1];
      held = at;
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) graph.addEventListener(end, () => { held = null; });
    const step = 60, keys = {
      ArrowLeft: () => { x += step; draw(); }, ArrowRight: () => { x -= step; draw(); },
      ArrowUp: () => { y += step; draw(); }, ArrowDown: () => { y -= step; draw(); },
      "+": () => zoomed(1.4), "=": () => zoomed(1.4), "-": () => zoomed(1 / 1.4), "0": whole,
    };
    graph.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    for (const button of all("#network [data-zoom]", document).filter((one) => one.localName === "button"))
      button.addEventListener("click", () => (Number(button.dataset.zoom) ? zoomed(Number(button.dataset.zoom)) : whole()));
    const hit = (found, told) => {
      canvas.classList.toggle("seeking", told !== "");
      const bright = new Set(found.map((node) => node.dataset.node)), near = new Set(bright);
      for (const line of lines) {
        const ends = line.dataset.ends.split(" "), lit = ends.some((end) => bright.has(end));
        line.classList.toggle("hit", lit);
        if (lit) ends.forEach((end) => near.add(end));
      }
      for (const node of nodes) node.classList.toggle("hit", near.has(node.dataset.node));
      $("found").textContent = told;
      draw();
    };
    const about = (node) => [node.querySelector("title").textContent, ...lines.filter((line) =>
      line.dataset.ends.split(" ").includes(node.dataset.node)).map((line) => line.textContent)].join(" · ");
    $("find").addEventListener("input", () => {
      const word = $("find").value.trim().toLowerCase();
      const found = word ? nodes.filter((node) => node.dataset.name.toLowerCase().includes(word)) : [];
      hit(found, !word ? "" : found.length === 1 ? about(found[0]) : `${found.length} names match`);
    });
    graph.addEventListener("click", (event) => {
      const node = event.target.closest(".node");
      if (moved) return;
      if (node) hit([node], about(node));
      else hit([], "");
    });
    all(".controls").forEach((one) => { one.hidden = false; });
    addEventListener("resize", draw);
    matchMedia("print").addEventListener("change", whole);
    draw();
  }
  document.documentElement.dataset.ready = "";
}
