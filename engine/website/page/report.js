"use strict";
// The table is sorted by its heads and filtered by its form; what is chosen stands in the address
// (#schools&text=…), so that it can be sent and gone back to. #s-… opens a school: its section is
// stored deflated (see packing.py) and put together when somebody asks for it.
(function () {
  const table = document.getElementById("schools"), body = table.tBodies[0];
  const form = document.getElementById("filter"), shown = document.getElementById("shown");
  const opened = document.getElementById("opened"), printAll = document.getElementById("print-all");
  const one = opened ? opened.dataset.measure : ""; // 所, 个
  const heads = Array.from(table.tHead.rows[0].cells);
  const rows = Array.from(body.rows);
  const column = {};
  heads.forEach(function (head, at) { column[head.dataset.key] = at; });
  let sorted = ""; // the key of a head, after a - where it falls

  function text(row, key) {
    return key in column ? row.cells[column[key]].textContent.trim() : "";
  }

  // ---- sorting
  function sortValue(cell) {
    const told = cell.dataset.s || cell.textContent.trim();
    return /^-?\d+(\.\d+)?$/.test(told) ? parseFloat(told) : told;
  }
  function compare(a, b) {
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
    return a.localeCompare(b, "zh");
  }
  const grades = form.elements.grade ? Array.from(form.elements.grade.options, function (each) { return each.text; }) : [];
  function sort(wanted) {
    sorted = wanted;
    const falls = wanted[0] === "-", key = falls ? wanted.slice(1) : wanted;
    heads.forEach(function (head) { head.removeAttribute("aria-sort"); });
    const keyed = rows.map(function (row, at) {
      let value = key in column ? sortValue(row.cells[column[key]]) : at;
      if (key === "grade" && value !== "") value = grades.indexOf(value);
      return { value: value, at: at, row: row };
    });
    if (key in column) heads[column[key]].setAttribute("aria-sort", falls ? "descending" : "ascending");
    keyed.sort(function (a, b) {
      // What is empty stands last either way.
      if ((a.value === "") !== (b.value === "")) return a.value === "" ? 1 : -1;
      return (falls ? -1 : 1) * compare(a.value, b.value) || a.at - b.at;
    });
    keyed.forEach(function (each) { body.appendChild(each.row); });
  }
  heads.forEach(function (head) {
    const button = document.createElement("button"), key = head.dataset.key;
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      // Points are looked at from the highest, everything else from the first.
      const first = head.classList.contains("n") && key !== "rank" ? "-" + key : key;
      const other = first[0] === "-" ? key : "-" + key;
      sort(sorted === first ? other : first);
      remember();
    });
  });

  // ---- filtering
  function chosen(name) {
    return form.elements[name] ? form.elements[name].value.trim() : "";
  }
  function filter() {
    const wanted = chosen("text").toLowerCase(), cohort = chosen("cohort"), grade = chosen("grade");
    const veto = chosen("veto"), status = chosen("status");
    let number = 0;
    rows.forEach(function (row) {
      const link = row.cells[0].querySelector("a");
      const grades = text(row, "grade"), vetoes = text(row, "veto");
      const fits = (link.textContent + " " + link.title).toLowerCase().includes(wanted) &&
        (!cohort || text(row, "cohort") === cohort.trim()) &&
        (!grade || (grade === "无" ? !grades : grades === grade)) &&
        (!veto || (veto === "无" ? !vetoes : vetoes.includes(veto))) &&
        (!status || text(row, "status") === status);
      row.hidden = !fits;
      number += fits;
    });
    shown.textContent = "显示 " + number + " / " + rows.length;
    if (printAll) printAll.textContent = number === rows.length ? "全部展开打印" : "展开这 " + number + " " + one + "打印";
  }
  function remember() {
    const kept = new URLSearchParams();
    Array.from(form.elements).forEach(function (each) {
      if (each.name && each.value) kept.set(each.name, each.value);
    });
    if (sorted) kept.set("sort", sorted);
    const said = kept.toString();
    history.replaceState(null, "", said ? "#schools&" + said : "#schools");
  }
  function recall(said) {
    const kept = new URLSearchParams(said);
    Array.from(form.elements).forEach(function (each) {
      if (each.name) each.value = kept.get(each.name) || "";
    });
    sort(kept.get("sort") || "");
    filter();
  }
  form.addEventListener("input", function () { filter(); remember(); });
  form.addEventListener("reset", function () { setTimeout(function () { sort(""); filter(); remember(); }); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.hidden = false;
  filter();

  // ---- schools
  let openSchool = function () {}; // where each school has a page of its own, a link does it
  if (opened) {
    const position = new Map();
    rows.forEach(function (row, at) { position.set(row.cells[0].querySelector("a").hash, at); });
    const packs = Array.from(document.querySelectorAll("script.pack"));
    const aPack = Number(opened.dataset.pack);
    let unpacked = null;

    async function inflate(held) {
      const bytes = Uint8Array.from(atob(held), function (each) { return each.charCodeAt(0); });
      const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      return (await new Response(plain).text()).split("\x02");
    }
    async function sectionOf(at) {
      unpacked = unpacked || inflate(document.getElementById("shared").textContent);
      const shared = await unpacked, number = Math.floor(at / aPack), pack = packs[number];
      pack.inflated = pack.inflated || inflate(pack.textContent);
      const section = (await pack.inflated)[at % aPack];
      let last = -1;
      return section.replace(/\x01([0-9a-z]+);|\x03/g, function (_, mark) {
        last = mark === undefined ? last + 1 : parseInt(mark, 36);
        return shared[last];
      });
    }
    function button(label, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = label;
      made.addEventListener("click", act);
      return made;
    }
    function step(at, way) {
      let row = rows[at];
      do row = way > 0 ? row.nextElementSibling : row.previousElementSibling; while (row && row.hidden);
      if (row) location.hash = row.cells[0].querySelector("a").hash;
    }
    function bar(at, article) {
      const made = document.createElement("div");
      made.className = "bar";
      made.append(
        button("回到名单", function () { location.hash = "#schools"; }),
        button("上一" + one, function () { step(at, -1); }),
        button("下一" + one, function () { step(at, 1); }),
        button("打印这一" + one, function () { printOne(article); }),
        button("收起", function () { article.remove(); location.hash = "#schools"; }));
      return made;
    }
    function printOne(article) {
      article.classList.add("alone");
      document.body.classList.add("alone");
      window.print();
      document.body.classList.remove("alone");
      article.classList.remove("alone");
    }
    async function open(at) {
      const known = opened.querySelector('[data-at="' + at + '"]');
      if (known) return known;
      const html = await sectionOf(at);
      const again = opened.querySelector('[data-at="' + at + '"]');
      if (again) return again;
      const article = document.createElement("article");
      article.dataset.at = at;
      article.innerHTML = html;
      article.prepend(bar(at, article));
      const after = Array.from(opened.children).find(function (each) { return Number(each.dataset.at) > at; });
      opened.insertBefore(article, after || null);
      return article;
    }
    async function show(at) {
      try {
        const article = await open(at), head = article.querySelector("h2");
        article.scrollIntoView();
        if (head) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
      } catch (problem) {
        const trouble = document.getElementById("trouble");
        trouble.hidden = false;
        trouble.scrollIntoView();
      }
    }
    printAll.addEventListener("click", async function () {
      const wanted = Array.from(rows.keys()).filter(function (at) { return !rows[at].hidden; });
      printAll.disabled = true;
      for (const at of wanted) {
        await open(at);
        printAll.textContent = "已展开 " + opened.children.length;
      }
      printAll.disabled = false;
      filter();
      window.print();
    });
    openSchool = function (hash) {
      if (position.has(hash)) show(position.get(hash));
    };
  }

  function follow() {
    if (location.hash === "#schools" || location.hash.startsWith("#schools&")) {
      if (location.hash !== "#schools") recall(location.hash.slice(9));
      document.getElementById("schools-head").scrollIntoView();
    } else {
      openSchool(location.hash);
    }
  }
  window.addEventListener("hashchange", follow);
  follow();

  // ---- printing: what is folded is shown, and folded again afterwards
  let folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (each) { each.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (each) { each.open = false; });
  });
})();
