"use strict";
// Shows what the page already says, one step at a time. All text is set as text, never as markup.
(() => {
  document.documentElement.classList.add("js");

  const make = (tag, css, text) => {
    const node = document.createElement(tag);
    if (css) node.className = css;
    if (text) node.textContent = text;
    return node;
  };

  class Player {
    constructor(root) {
      this.root = root;
      this.data = JSON.parse(root.querySelector("script").textContent);
      this.part = (name) => root.querySelector("[data-part=" + name + "]");
      this.slider = root.querySelector("input");
      this.slider.max = this.data.rows.length - 1;
      this.slider.addEventListener("input", () => this.show(Number(this.slider.value)));
      for (const button of root.querySelectorAll("[data-go]"))
        button.addEventListener("click", () => this.go(button.dataset.go));
      for (const strip of root.querySelectorAll("[data-row]"))
        strip.addEventListener("click", () => {
          const row = Number(strip.dataset.row);
          this.show(this.data.rows.findIndex((found) => found.row === row));
        });
      root.addEventListener("keydown", (event) => this.key(event));
      this.show(this.data.start, true);
    }

    key(event) {
      const keys = {
        ArrowRight: "next", ArrowDown: "next", ArrowLeft: "back", ArrowUp: "back",
        Home: "first", End: "last",
      };
      const other = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      const go = keys[event.key];
      if (!go || other || event.target.closest("details")) return;
      event.preventDefault();
      this.go(go);
    }

    go(where) {
      const last = this.data.rows.length - 1;
      const marked = this.data.rows.findIndex((row, n) => n > this.at && row.marks.length);
      const first = this.data.rows.findIndex((row) => row.marks.length);
      const places = {
        first: 0, last, next: Math.min(last, this.at + 1), back: Math.max(0, this.at - 1),
        mark: marked >= 0 ? marked : first,
      };
      this.show(places[where]);
    }

    show(at, quiet) {
      this.at = at;
      const row = this.data.rows[at];
      this.slider.value = at;
      this.slider.setAttribute("aria-valuetext", row.head);
      this.part("head").textContent = row.head + (row.time ? " (at " + row.time + ")" : "");
      const did = this.part("did");
      did.replaceChildren();
      if (row.call) did.append(make("code", "", row.call));
      did.append((row.call && row.did.length ? ": " : "") + row.did.join(", "));
      const marks = this.part("marks");
      if (marks) marks.textContent = row.marks.join("  ");
      this.part("stands").replaceChildren(...row.stands.map(([state, words], lane) => {
        const item = make("li");
        item.append(make("span", "key " + state), make("b", "", this.data.lanes[lane]));
        item.append(make("span", "", words));
        return item;
      }));
      this.here(row);
      this.point(row.row, row.lane, quiet);
      const ends = { first: at === 0, back: at === 0 };
      ends.next = ends.last = at === this.data.rows.length - 1;
      for (const button of this.root.querySelectorAll("[data-go]"))
        if (button.dataset.go in ends) this.enable(button, !ends[button.dataset.go]);
    }

    // A disabled button would lose the focus, and with it the arrow keys.
    enable(button, on) {
      if (on) button.removeAttribute("aria-disabled");
      else button.setAttribute("aria-disabled", "true");
    }

    here(row) {
      const at = new Map();
      row.stands.forEach(([state, , line], lane) => {
        if (line) at.set(line, [...(at.get(line) || []), [lane, state]]);
      });
      const shown = [...new Set([...at.keys()].flatMap((n) => [n - 2, n - 1, n, n + 1, n + 2]))];
      shown.sort((a, b) => a - b);
      const code = make("div", "code"), lines = make("div", "lines");
      let before = null;
      for (const number of shown) {
        const line = document.getElementById(this.data.source + "-L" + number);
        if (!line) continue;
        if (before !== null && (number !== before + 1))
          lines.append(make("span", "skip-lines", "…"));
        const copy = line.cloneNode(true);
        copy.removeAttribute("id");
        copy.classList.remove("noted");
        if (line.dataset.cell) copy.dataset.n = line.dataset.cell + ":" + line.dataset.n;
        lines.append(copy);
        before = number;
        if (!at.has(number)) continue;
        copy.classList.add("on");
        copy.dataset.current = number;
        const chips = make("span", "chips");
        for (const [lane, state] of at.get(number)) {
          const words = state === "service" ? "" : " · " + state;
          chips.append(make("span", "chip " + state, this.data.lanes[lane] + words), " ");
        }
        lines.append(chips);
      }
      code.append(lines);
      this.part("here").replaceChildren(...(before === null ? [] : [code]));
    }

    point(row, lane, quiet) {
      const strip = this.root.querySelector('[data-row="' + row + '"]');
      const now = this.root.querySelector(".now");
      now.setAttribute("y", strip.getAttribute("y"));
      now.setAttribute("height", strip.getAttribute("height"));
      const box = this.root.querySelector(".picture");
      const names = this.root.querySelector(".lane-names").offsetHeight;
      const y = Number(strip.getAttribute("y")), room = box.clientHeight - names;
      const to = { behavior: quiet ? "instant" : "auto" };
      if (quiet || y < box.scrollTop || y + 40 > box.scrollTop + room)
        to.top = Math.max(0, y - room / 3);
      const name = lane === null ? null : this.root.querySelectorAll("[data-lane]")[lane];
      const left = name ? Number(name.getAttribute("x")) : box.scrollLeft;
      const right = left + (name ? Number(name.getAttribute("width")) : 0);
      if (left < box.scrollLeft || right > box.scrollLeft + box.clientWidth)
        to.left = Math.max(0, left - 8);
      box.scrollTo(to);
    }
  }

  const players = [...document.querySelectorAll("[data-player]")].map((root) => new Player(root));

  // With nothing in focus, the arrows left and right step the player that is in sight.
  document.addEventListener("keydown", (event) => {
    if (event.target !== document.body || !event.key.startsWith("Arrow")) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return;
    const seen = players.find((player) => {
      const box = player.root.getBoundingClientRect();
      return box.top < innerHeight * 0.7 && box.bottom > innerHeight * 0.3;
    });
    if (seen) seen.key(event);
  });

  // A link into a closed listing opens it.
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const closed = target && target.closest("details:not([open])");
    if (closed) {
      closed.open = true;
      target.scrollIntoView({ block: "center" });
    }
  };
  addEventListener("hashchange", open);
  open();

  for (const table of document.querySelectorAll("table.class")) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = head.querySelector("button");
      if (button) button.addEventListener("click", () => {
        const first = head.dataset.sort === "text" ? "ascending" : "descending";
        const other = first === "ascending" ? "descending" : "ascending";
        const order = head.getAttribute("aria-sort") === first ? other : first;
        for (const one of heads) if (one.hasAttribute("aria-sort")) one.setAttribute("aria-sort", "none");
        head.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        const key = (row) => row.cells[column].dataset.key;
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => sign * (head.dataset.sort === "text"
          ? key(a).localeCompare(key(b)) : Number(key(a)) - Number(key(b))));
        table.tBodies[0].append(...rows);
      });
    });
  }
})();
