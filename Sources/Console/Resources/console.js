// What every page does: phrases, requests, copying, confirming, times, search.

export const phrases = JSON.parse(document.getElementById("phrases").textContent);
const proof = document.body.dataset.proof;

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// An element with attributes and children; text stays text.
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value != null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

// A request of this session; changes carry its proof.
export function call(method, path, body, signal) {
  const headers = {};
  if (method !== "GET") headers["x-flint-proof"] = proof;
  if (body !== undefined) headers["content-type"] = "application/json";
  return fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
}

export function say(text) {
  let place = $("#said");
  if (!place) document.body.append((place = element("div", { id: "said", role: "status" })));
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.classList.remove("shown"), 2500);
}

export function timesIn(root) {
  const now = new Date();
  for (const time of $$("time:not([data-done])", root)) {
    const moment = new Date(time.dateTime);
    const sameYear = moment.getFullYear() === now.getFullYear();
    const date = { month: "short", day: "numeric", year: sameYear ? undefined : "numeric", hour: "2-digit", minute: "2-digit" };
    time.title = time.textContent;
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, date).format(moment);
    time.dataset.done = "";
  }
}

async function copy(button) {
  const source = button.dataset.copy ? document.getElementById(button.dataset.copy) : $("pre", button.parentElement);
  const text = source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https there is no clipboard for scripts; selecting is the old way.
    const selection = getSelection();
    selection.selectAllChildren(source);
    document.execCommand("copy");
    selection.removeAllRanges();
  }
  const before = button.textContent;
  button.textContent = phrases.copied;
  setTimeout(() => (button.textContent = before), 1500);
}

// Asks before something that can't be undone.
function confirmFirst(form, button) {
  const dialog = element("dialog", { class: "ask", "aria-labelledby": "ask-title" });
  const yes = element("button", { type: "button", class: "button primary danger" }, button.firstChild.textContent);
  const no = element("button", { type: "button", class: "button quiet", autofocus: true }, phrases.no);
  dialog.append(
    element("h2", { id: "ask-title" }, phrases.sure),
    element("p", {}, button.dataset.confirm),
    element("p", { class: "choices" }, no, yes),
  );
  no.onclick = () => dialog.close();
  yes.onclick = () => form.submit();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
  if (event.target.closest("[data-search]")) openSearch();
  const tab = event.target.closest("[data-tabs] [role=tab]");
  if (tab) choose(tab);
  for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.dataset.confirm) return;
  event.preventDefault();
  confirmFirst(event.target, button);
});

document.addEventListener("change", (event) => event.target.closest("form[data-auto]")?.requestSubmit());

// --- Tabs: arrows move between them.

function choose(tab) {
  for (const other of $$("[role=tab]", tab.parentElement)) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", isChosen);
    other.tabIndex = isChosen ? 0 : -1;
    if (tab.closest("[data-tabs]")) document.getElementById(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
  tab.focus();
}

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest?.("[role=tab]");
  if (tab && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
    const tabs = $$("[role=tab]", tab.parentElement);
    const next = tabs[(tabs.indexOf(tab) + (event.key === "ArrowRight" ? 1 : tabs.length - 1)) % tabs.length];
    next.click();
    next.focus();
  }
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openSearch();
  }
  if (event.key === "Escape") for (const menu of $$("details.menu[open]")) menu.open = false;
});

// --- Search over the documentation.

let sections;

async function openSearch() {
  if ($("#search")) return;
  const input = element("input", {
    type: "search", placeholder: phrases.searchDocs, "aria-label": phrases.searchDocs, role: "combobox",
    "aria-expanded": "true", "aria-controls": "found", autocomplete: "off", autofocus: true,
  });
  const list = element("ul", { id: "found", role: "listbox", "aria-label": phrases.searchDocs });
  const dialog = element("dialog", { id: "search", "aria-label": phrases.searchDocs }, input, list);
  let chosen = 0;
  const mark = () => {
    $$("[role=option]", list).forEach((option, index) => {
      option.setAttribute("aria-selected", index === chosen);
      if (index === chosen) {
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      }
    });
  };
  const show = () => {
    chosen = 0;
    list.replaceChildren(...find(input.value).map((section, index) =>
      element("li", { role: "option", id: `found-${index}`, "aria-selected": "false", onclick: () => (location.href = section.path) },
        element("strong", {}, section.title), element("span", {}, section.page), element("p", {}, section.excerpt))));
    if (input.value.trim() && !list.children.length) list.append(element("li", { class: "empty", role: "option", "aria-disabled": "true" }, phrases.noResults));
    mark();
  };
  input.oninput = show;
  dialog.onkeydown = (event) => {
    const options = $$("[role=option]", list);
    if (event.key === "ArrowDown") chosen = Math.min(chosen + 1, options.length - 1);
    else if (event.key === "ArrowUp") chosen = Math.max(chosen - 1, 0);
    else if (event.key === "Enter") return options[chosen]?.click();
    else return;
    event.preventDefault();
    mark();
  };
  dialog.onclick = (event) => event.target === dialog && dialog.close();
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
  sections ??= (await (await call("GET", "/docs/search.json")).json()).sections;
  show();
}

// The sections that hold all words, titles before texts.
function find(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length || !sections) return [];
  const found = [];
  for (const section of sections) {
    const title = `${section.page} ${section.title}`.toLowerCase();
    const text = section.text.toLowerCase();
    if (!words.every((word) => title.includes(word) || text.includes(word))) continue;
    const place = Math.max(0, text.indexOf(words[0]) - 40);
    const weight = words.filter((word) => title.includes(word)).length;
    found.push({ ...section, weight, excerpt: (place ? "…" : "") + section.text.slice(place, place + 140) });
  }
  return found.sort((a, b) => b.weight - a.weight).slice(0, 12);
}

// --- A task that is still in progress, on its own page.

for (const place of $$("[data-live]")) {
  const source = new EventSource(place.dataset.live);
  source.onmessage = (event) => {
    const task = JSON.parse(event.data);
    $("[data-live-text]", place).textContent = task.stateText;
    $("progress", place).value = task.progress;
    if (task.state === "completed" || task.state === "failed") {
      source.close();
      location.reload();
    }
  };
}

// --- Parts that are read again every few seconds.

for (const place of $$("[data-refresh]")) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(place.id);
    if (fresh) place.replaceChildren(...fresh.childNodes);
  }, place.dataset.refresh * 1000);
}

// A page that showed a new key must not make another when it is loaded again.
if ($(".fresh")) history.replaceState(null, "", location.pathname.replace(/(\/console\/(keys|people)).*/, "$1"));

timesIn(document);
