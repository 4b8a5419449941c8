// Adds to a page that is whole without it: tables that sort, lists that filter, cells that explain themselves.
(() => {
  const text = (cell) => cell.dataset.sort ?? cell.textContent.trim();
  const compare = (a, b) => {
    const [x, y] = [Number(a), Number(b)];
    return a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : a.localeCompare(b);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isRising = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", isRising ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...body.rows].sort(
          (a, b) => compare(text(a.cells[column]), text(b.cells[column])) * (isRising ? 1 : -1),
        );
        body.append(...rows);
      });
    });
  }

  for (const list of document.querySelectorAll("[data-filter]")) {
    const items = [...list.children].filter((item) => item.dataset.name !== undefined);
    if (items.length < 6) continue;
    const label = document.createElement("label");
    const input = document.createElement("input");
    const count = document.createElement("output");
    label.className = "filter";
    label.append(`${list.dataset.filter} `, input, count);
    input.type = "search";
    list.before(label);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      for (const item of items) item.hidden = !item.dataset.name.toLowerCase().includes(wanted);
      count.textContent = ` ${items.filter((item) => !item.hidden).length} of ${items.length}`;
    });
  }

  for (const panel of document.querySelectorAll("[data-choices]")) {
    const plans = [...panel.children];
    if (plans.length < 2) continue;
    const choices = document.createElement("div");
    choices.className = "switch";
    choices.setAttribute("role", "group");
    choices.setAttribute("aria-label", panel.dataset.choices);
    const choose = (chosen) => {
      plans.forEach((plan, i) => {
        plan.hidden = plan !== chosen;
        choices.children[i].setAttribute("aria-pressed", String(plan === chosen));
      });
    };
    for (const plan of plans) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = plan.dataset.choice;
      button.addEventListener("click", () => choose(plan));
      choices.append(button);
    }
    panel.before(choices);
    choose(plans[0]);
  }

  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let place = target?.closest("details"); place; place = place.parentElement.closest("details"))
      place.open = true;
    target?.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();

  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("role", "status");
  tip.hidden = true;
  document.body.append(tip);
  // Definitions stand in the method section, where the page has one.
  const definitionOf = (fact) =>
    document.getElementById(`m-${fact.split(":")[0]}`)?.nextElementSibling?.firstChild?.textContent.trim();
  const show = (event) => {
    const target = event.target.closest?.("[data-tip]") ?? event.target.closest?.("[data-fact]");
    const said = target && (target.dataset.tip ?? definitionOf(target.dataset.fact));
    tip.hidden = !said;
    if (!said) return;
    tip.textContent = said;
    const box = target.getBoundingClientRect();
    const left = Math.min(
      Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2),
      innerWidth - tip.offsetWidth - 8,
    );
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${box.top + scrollY - tip.offsetHeight - 8}px`;
  };
  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });
})();
