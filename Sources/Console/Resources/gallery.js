// A list without end: what is far from the window is taken out of the page, so that it never slows down.

import { $, $$, call, timesIn } from "./console.js";

const gallery = $("#gallery");
const more = $("#more");
const full = 48;
const pages = [];
let next = gallery.dataset.next;
let loading = false;

// Holds a page's place while its tiles are away.
const nearness = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const page = pages.find((page) => page.list === entry.target);
    if (!page) continue;
    if (entry.isIntersecting) fill(page);
    else if (page.isFilled && !page.list.contains(document.activeElement)) empty(page);
  }
}, { rootMargin: "2500px 0px" });

function fill(page) {
  if (page.isFilled) return;
  page.list.innerHTML = page.html;
  page.list.style.minHeight = "";
  page.isFilled = true;
  timesIn(page.list);
}

function empty(page) {
  const height = page.list.offsetHeight;
  if (!height) return;
  page.list.style.minHeight = `${height}px`;
  page.list.replaceChildren();
  page.isFilled = false;
}

function add(list, html, count, isFilled) {
  pages.push({ list, html, count, isFilled });
  nearness.observe(list);
}

// A search brings few at a time; they join the last page while it has room.
function append(html, count) {
  const last = pages.at(-1);
  if (last.count + count <= full) {
    fill(last);
    last.html += html;
    last.count += count;
    last.list.insertAdjacentHTML("beforeend", html);
    timesIn(last.list);
    return;
  }
  const list = document.createElement("ul");
  list.className = "tiles";
  gallery.append(list);
  add(list, html, count, false);
  fill(pages.at(-1));
}

async function load() {
  if (loading || !next) return;
  loading = true;
  try {
    const query = new URLSearchParams(location.search);
    query.set("cursor", next);
    const answer = await call("GET", `/console/api/tasks?${query}`);
    if (!answer.ok) return;
    const found = await answer.json();
    next = found.next;
    if (found.count) append(found.html, found.count);
    more.hidden = !next;
    $("#nothing").hidden = Boolean(next || found.count || $(".tile", gallery));
    // Whoever looks anew is told where the end is now: it may still be near, or near again.
    nearEnd.unobserve(more);
    nearEnd.observe(more);
  } finally {
    loading = false;
  }
}

const nearEnd = new IntersectionObserver((entries) => entries.at(-1).isIntersecting && load(), { rootMargin: "1500px 0px" });

const first = $("[data-page]", gallery);
add(first, first.innerHTML, first.children.length, true);
$("button", more).onclick = load;
nearEnd.observe(more);

// --- Tasks that are not over: their tiles become what they show by now.

async function refresh() {
  const unfinished = $$("[data-unfinished]", gallery).slice(0, full);
  if (unfinished.length && !document.hidden) {
    const ids = unfinished.map((tile) => tile.dataset.unfinished).join(",");
    const answer = await call("GET", `/console/api/tiles?ids=${ids}`).catch(() => null);
    const tiles = answer?.ok ? await answer.json() : {};
    for (const tile of unfinished) renew(tile, tiles[tile.dataset.unfinished]);
  }
  setTimeout(refresh, 2000);
}

function renew(tile, html) {
  const page = pages.find((page) => page.list === tile.parentNode);
  if (!html || !page || tile.dataset.html === html) return;
  const hadFocus = tile.contains(document.activeElement);
  const place = [...page.list.children].indexOf(tile);
  tile.outerHTML = html;
  const fresh = page.list.children[place];
  fresh.dataset.html = html;
  page.html = page.list.innerHTML;
  timesIn(fresh);
  if (hadFocus) $("a", fresh).focus();
}

setTimeout(refresh, 2000);

// --- Keys: arrows go from tile to tile, a slash to the search.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest("input, select, textarea, dialog");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    $("#filters input").focus();
    return;
  }
  if (isTyping || !event.key.startsWith("Arrow")) return;
  const tiles = $$("a.tile", gallery);
  const place = tiles.indexOf(document.activeElement);
  if (place < 0) {
    if (event.key === "ArrowDown" && tiles.length && scrollY < 50) tiles[0].focus();
    else return;
    event.preventDefault();
    return;
  }
  const here = tiles[place].getBoundingClientRect();
  let target;
  if (event.key === "ArrowRight") target = tiles[place + 1];
  if (event.key === "ArrowLeft") target = tiles[place - 1];
  if (event.key === "ArrowDown") target = tiles.slice(place + 1).find((tile) => below(tile, here, 1));
  if (event.key === "ArrowUp") target = tiles.slice(0, place).reverse().find((tile) => below(tile, here, -1));
  if (!target) return;
  event.preventDefault();
  target.focus();
});

function below(tile, here, direction) {
  const box = tile.getBoundingClientRect();
  return (box.top - here.top) * direction > 10 && Math.abs(box.left - here.left) < here.width / 2;
}

// The filters work as they are changed.
for (const select of $$("#filters select")) select.onchange = () => select.form.requestSubmit();
