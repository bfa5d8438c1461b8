"use strict";
// Tables are sorted by a button in each head; the table of schools is filtered by a form.
(function () {
  function key(cell) {
    var told = cell.getAttribute("data-s");
    if (told !== null) return parseFloat(told);
    var text = cell.textContent.trim();
    var number = text.replace(/^[▲▼+\s]+/, "");
    return /^-?\d+(\.\d+)?$/.test(number) ? parseFloat(number) : text;
  }
  function compare(a, b) {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    if (typeof a === "number" && typeof b === "number") return a - b;
    if (typeof a === "number") return -1;
    if (typeof b === "number") return 1;
    return a.localeCompare(b, "zh");
  }
  function sort(head) {
    var table = head.closest("table"), at = head.cellIndex, body = table.tBodies[0];
    var falling = head.getAttribute("aria-sort") === "descending";
    table.querySelectorAll("thead th").forEach(function (each) { each.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", falling ? "ascending" : "descending");
    var rows = Array.prototype.map.call(body.rows, function (row, nth) {
      return [key(row.cells[at]), nth, row];
    });
    rows.sort(function (a, b) {
      if (a[0] === "" || b[0] === "") return compare(a[0], b[0]) || a[1] - b[1];
      return (falling ? 1 : -1) * compare(a[0], b[0]) || a[1] - b[1];
    });
    rows.forEach(function (each) { body.appendChild(each[2]); });
  }
  document.querySelectorAll("table.sortable thead th").forEach(function (head) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.title = "按“" + head.textContent + "”排序";
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head); });
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
  });
  var form = document.getElementById("filter");
  if (!form) return;
  form.hidden = false;
  var rows = Array.prototype.slice.call(document.getElementById("schools-body").rows);
  function filter() {
    var text = form.elements.text.value.trim(), cohort = form.elements.cohort.value;
    var way = form.elements.way.value, moving = form.elements.moving.checked, shown = 0;
    rows.forEach(function (row) {
      var fits = (!text || row.cells[0].textContent.indexOf(text) >= 0) &&
        (!cohort || row.cells[1].textContent === cohort) &&
        (!way || row.getAttribute("data-w") === way) &&
        (!moving || row.hasAttribute("data-m"));
      row.hidden = !fits;
      shown += fits;
    });
    document.getElementById("shown").textContent = "显示 " + shown + " / " + rows.length;
  }
  form.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  filter();
})();
