// The form of a model becomes a request, the request becomes pictures.

import { $, $$, call, element, phrases, say, timesIn } from "./console.js";

const runs = $("#runs");
let form = $("#order");
let references = [];
let checking;

// --- From the form to parameters.

function read(text, kind) {
  if (kind === "text" || kind === "choice") return text;
  // A text that is no number goes to the service as it is, which says what is wrong with it.
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) && /^-?[0-9.]+$/.test(text.trim()) ? number : text;
}

function put(parameters, path, value) {
  const names = path.split(".");
  let place = parameters;
  for (const name of names.slice(0, -1)) place = place[name] ??= {};
  place[names.at(-1)] = value;
}

// What differs from the defaults; `picture` says how a reference is written.
function parameters(picture) {
  const order = {};
  const sides = $$("[data-kind=side]", form);
  const sidesChanged = sides.some((side) => side.value.trim() !== side.dataset.default);
  for (const control of $$("[data-name]", form)) {
    const { name, kind } = control.dataset;
    if (kind === "boolean") {
      if (String(control.checked) !== control.dataset.default) put(order, name, control.checked);
    } else if (kind === "tools") {
      if (control.checked) put(order, name, [{ type: "web_search" }]);
    } else if (kind === "choice") {
      if (control.checked && JSON.stringify(control.value) !== control.dataset.default) put(order, name, control.value);
    } else if (kind === "side") {
      if (sidesChanged && control.value.trim() !== "") put(order, name, read(control.value, kind));
    } else if (kind === "text") {
      if (control.value !== "" && JSON.stringify(control.value) !== control.dataset.default) put(order, name, control.value);
    } else if (control.value.trim() !== "" && control.value.trim() !== control.dataset.default) {
      put(order, name, read(control.value, kind));
    }
  }
  const carriers = form.dataset.pictures.split(" ").filter(Boolean);
  if (references.length && carriers.length === 1) {
    order[carriers[0]] = references.map(picture);
  } else if (references.length) {
    const links = references.filter((one) => one.link);
    const files = references.filter((one) => !one.link);
    if (links.length) order[carriers[0]] = links.map(picture);
    if (files.length) order[carriers[1]] = files.map((one) => picture(one).replace(/^data:[^,]*,/, ""));
    if ($("#drop").dataset.kinds && references.some((one) => one.kind !== "AUTO")) order.ref_type_list = references.map((one) => one.kind);
  }
  return order;
}

const whole = (reference) => reference.link ?? reference.data;
// A picture was looked at when it came; while somebody types, a small one stands for it.
const tiny = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGUlEQVR42mNsaGhgIAUwMZAIRjWMahg6GgDJTAGg54KQ4AAAAABJRU5ErkJggg==";
const standIn = (reference) => reference.link ?? tiny;
const short = (reference) => reference.link ?? `${reference.data.slice(0, reference.data.indexOf(",") + 1)}…`;

// --- Saying what is wrong as one types.

function showProblem(error) {
  for (const field of $$("[data-field]", form)) {
    field.classList.remove("is-wrong");
    for (const control of $$("[aria-invalid]", field)) control.removeAttribute("aria-invalid");
    const place = $(":scope > .problem", field);
    if (place) place.textContent = "";
  }
  $("#problem").textContent = "";
  if (!error) return;
  const name = error.param ?? "";
  const fields = $$("[data-field]", form);
  let field = fields.find((one) => one.dataset.field === name) ?? fields.find((one) => one.dataset.field === name.split(/[[.]/)[0]);
  if (!field && form.dataset.pictures.split(" ").includes(name.split("[")[0])) field = $(".field.pictures", form);
  const place = field && $(":scope > .problem", field);
  if (!place) {
    $("#problem").textContent = error.message;
    return;
  }
  const rule = !document.documentElement.lang.startsWith("en") && $(":scope > .rule", field)?.textContent;
  place.textContent = rule ? `${phrases.mustBe}${rule} (${error.message})` : error.message;
  field.classList.add("is-wrong");
  $("[data-name]", field)?.setAttribute("aria-invalid", "true");
  const details = field.closest("details");
  if (details) details.open = true;
}

async function check() {
  checking?.abort();
  checking = new AbortController();
  const { signal } = checking;
  writeSamples(signal);
  const prompt = $("[data-name=prompt]", form);
  if (!prompt.value && !prompt.dataset.touched) {
    $("#price").textContent = "";
    return showProblem(null);
  }
  try {
    const answer = await call("POST", "/model/v1/generation/precharge", { model: form.dataset.model, ...parameters(standIn) }, signal);
    const told = await answer.json();
    if (signal.aborted) return;
    if (answer.ok) {
      const { cost, sample_count: count } = told.data;
      $("#price").textContent = ` · ${count > 1 ? `${count} × ` : ""}${count > 1 ? (cost / count).toFixed(2) : cost} USD`;
      showProblem(null);
    } else {
      $("#price").textContent = "";
      showProblem(told.error);
    }
  } catch (error) {
    if (error.name !== "AbortError") $("#problem").textContent = phrases.offline;
  }
}

let timer;
function changed() {
  clearTimeout(timer);
  timer = setTimeout(check, 200);
  keep();
}

// --- The request as code.

let samples = {};

async function writeSamples(signal) {
  if (!$("#code").open) return;
  try {
    const answer = await call("POST", "/console/api/samples", { model: form.dataset.model, parameters: parameters(short) }, signal);
    if (!answer.ok) return;
    samples = await answer.json();
    showSample();
  } catch { /* a newer one is on its way */ }
}

function showSample() {
  const tab = $("[data-sample][aria-selected=true]");
  $("#sample-text").textContent = samples[tab.dataset.sample] ?? "";
  $("#sample-text").setAttribute("aria-labelledby", tab.id);
}

for (const tab of $$("[data-sample]")) {
  tab.onclick = () => {
    for (const other of $$("[data-sample]")) {
      other.setAttribute("aria-selected", other === tab);
      other.tabIndex = other === tab ? 0 : -1;
    }
    showSample();
  };
}
$("#code").ontoggle = () => writeSamples();

// --- References: files, the clipboard, addresses.

async function addFile(file) {
  if (!file.type.startsWith("image/")) return;
  const data = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
  await addReference({ data, name: file.name });
}

async function addReference(reference) {
  const drop = $("#drop");
  if (!drop) return;
  if (references.length >= Number(drop.dataset.most)) return say(phrases.tooManyPictures);
  const added = { kind: "AUTO", ...reference };
  references.push(added);
  showReferences();
  changed();
  if (added.link) return;
  // The service looks at each picture by itself once, and its word stays with the picture.
  const carriers = form.dataset.pictures.split(" ");
  const value = carriers.length > 1 ? added.data.replace(/^data:[^,]*,/, "") : added.data;
  const answer = await call("POST", "/model/v1/generation/precharge", { model: form.dataset.model, prompt: "a", [carriers.at(-1)]: [value] }).catch(() => null);
  if (answer && !answer.ok) {
    const { error } = await answer.json();
    added.problem = error.message;
    showReferences();
  }
}

function showReferences() {
  const list = $("#references");
  if (!list) return;
  const kinds = $("#drop").dataset.kinds.split(",").filter(Boolean);
  list.replaceChildren(...references.map((reference, index) => {
    const chooser = kinds.length && element("select", {
      "aria-label": `${phrases.kindOfReference} ${index + 1}`,
      onchange: (event) => { reference.kind = event.target.value; changed(); },
    }, ...kinds.map((kind) => element("option", { value: kind, selected: kind === reference.kind }, kind)));
    return element("li", { class: reference.problem ? "is-wrong" : "" },
      reference.link ? element("span", { class: "link-thumb" }, reference.link) : element("img", { src: reference.data, alt: reference.name ?? `${phrases.pictureOf} ${index + 1}` }),
      chooser || null,
      element("button", {
        type: "button", class: "remove", "aria-label": `${phrases.removeReference} ${index + 1}`,
        onclick: () => { references.splice(index, 1); showReferences(); changed(); },
      }, "×"),
      reference.problem ? element("p", { class: "problem" }, reference.problem) : null);
  }));
}

async function addFromService(path, kind) {
  const answer = await fetch(path);
  if (!answer.ok) return say(phrases.cannotLoad);
  const blob = await answer.blob();
  const data = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.readAsDataURL(blob);
  });
  await addReference({ data, name: path.split("/").slice(-2).join("-"), kind: kind ?? "AUTO" });
}

document.addEventListener("paste", (event) => {
  for (const item of event.clipboardData?.files ?? []) addFile(item);
});

// --- Another model: its form comes from the service, what was written stays.

async function chooseModel(model, keepsReferences = true) {
  const prompt = $("[data-name=prompt]", form).value;
  const answer = await fetch(`/console?model=${encodeURIComponent(model)}`).catch(() => null);
  if (!answer?.ok) return say(phrases.offline);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  form.replaceWith(page.getElementById("order"));
  $(".model-choice .hint").replaceWith($(".model-choice .hint", page));
  $("#model").value = model;
  if (!keepsReferences) references = [];
  history.replaceState(null, "", `/console?model=${encodeURIComponent(model)}`);
  start();
  $("[data-name=prompt]", form).value = prompt;
  if (prompt) $("[data-name=prompt]", form).dataset.touched = "";
  check();
}

$("#model").onchange = (event) => chooseModel(event.target.value);

// --- The form's own life.

function start() {
  form = $("#order");
  form.onsubmit = (event) => {
    event.preventDefault();
    draw();
  };
  form.oninput = (event) => {
    const control = event.target;
    control.dataset.touched = "";
    if (control.dataset.slides) document.getElementById(control.dataset.slides).value = control.value;
    const slider = control.id && $(`[data-slides="${control.id}"]`, form);
    if (slider && Number.isFinite(Number(control.value))) slider.value = control.value;
    changed();
    show();
  };
  form.onclick = (event) => {
    const button = event.target.closest("button[type=button]");
    if (!button) return;
    const { width, height, size, dice } = button.dataset;
    if (width) {
      $("[data-name=width]", form).value = width;
      $("[data-name=height]", form).value = height;
    }
    if (size) $("[data-name=size]", form).value = size;
    if (dice) document.getElementById(dice).value = 1 + Math.floor(Math.random() * 2 ** 31);
    if (width || size || dice) {
      changed();
      show();
    }
    if (button.id === "add-url") addURL();
  };
  const drop = $("#drop");
  if (drop) {
    $("#files").onchange = (event) => {
      for (const file of event.target.files) addFile(file);
      event.target.value = "";
    };
    $("#picture-url").onkeydown = (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      addURL();
    };
    drop.ondragover = (event) => { event.preventDefault(); drop.classList.add("is-over"); };
    drop.ondragleave = () => drop.classList.remove("is-over");
    drop.ondrop = (event) => {
      event.preventDefault();
      drop.classList.remove("is-over");
      for (const file of event.dataTransfer.files) addFile(file);
    };
    showReferences();
  }
  show();
}

function addURL() {
  const input = $("#picture-url");
  if (input.value.trim()) addReference({ link: input.value.trim() });
  input.value = "";
}

// What follows from the values: pressed sizes, the count of characters.
function show() {
  const width = $("[data-name=width]", form)?.value;
  const height = $("[data-name=height]", form)?.value;
  const size = $("[data-name=size]", form)?.value;
  for (const chip of $$(".chip[data-width], .chip[data-size]", form)) {
    const isPressed = chip.dataset.size ? chip.dataset.size === size : chip.dataset.width === width && chip.dataset.height === height;
    chip.setAttribute("aria-pressed", isPressed);
  }
  const prompt = $("textarea[data-most]", form);
  $(".counter", prompt.parentElement).textContent = `${[...prompt.value].length} / ${prompt.dataset.most}`;
}

function keep() {
  sessionStorage.setItem("prompt", $("[data-name=prompt]", form).value);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    draw();
  }
});

for (const idea of $$(".idea")) {
  idea.onclick = () => {
    const prompt = $("[data-name=prompt]", form);
    prompt.value = idea.textContent;
    prompt.dataset.touched = "";
    show();
    check();
    draw();
  };
}

// --- Drawing.

async function draw(changes = {}, model = form.dataset.model, order = parameters(whole)) {
  const prompt = $("[data-name=prompt]", form);
  prompt.dataset.touched = "";
  const body = { model, ...order, ...changes };
  const button = $("#draw");
  button.disabled = true;
  try {
    const answer = await call("POST", "/model/v1/generation", body);
    const id = answer.headers.get("x-task-id");
    if (!answer.ok) {
      const told = await answer.json();
      showProblem(told.error);
      ($("[aria-invalid]", form) ?? prompt).focus();
      return;
    }
    // Of a stream nothing but its task is needed; this page watches in its own way.
    const task = id ?? (await answer.json()).id;
    answer.body?.cancel?.().catch(() => {});
    showProblem(null);
    watch(task, body);
  } catch {
    $("#problem").textContent = phrases.offline;
  } finally {
    button.disabled = false;
  }
}

function watch(id, body) {
  $("#invitation").hidden = true;
  const text = element("span", { class: "run-state" }, phrases.waiting);
  const bar = element("progress", { max: 1, value: 0, "aria-label": phrases.drawing });
  const cancel = element("button", {
    type: "button", class: "button quiet small",
    onclick: () => call("POST", `/model/v1/generation/task/${id}/cancel`),
  }, phrases.cancel);
  const preview = element("img", { class: "preview", alt: phrases.preview, hidden: true });
  const pictures = element("div", { class: "canvas" });
  const notes = element("div", { class: "notes" });
  const card = element("article", { class: "run", "data-task": id },
    element("header", {}, element("p", { class: "run-prompt" }, body.prompt), element("p", { class: "run-line" }, text, bar, cancel)),
    preview, pictures, notes);
  runs.prepend(card);
  const top = card.getBoundingClientRect().top;
  if (top < 0 || top > innerHeight * 0.6) card.scrollIntoView({ behavior: "smooth", block: "start" });
  const shown = new Set();
  const looking = lookAhead(id, preview);
  const source = new EventSource(`/console/api/tasks/${id}/live`);
  source.onmessage = (event) => {
    const task = JSON.parse(event.data);
    bar.value = task.progress;
    const place = task.position ? ` · ${task.position} ${phrases.position}` : "";
    text.textContent = task.count > 1 && task.state === "running" ? `${task.stateText} · ${task.pictures.length} / ${task.count}` : task.stateText + place;
    if (task.state === "running") looking.start();
    if (task.count > 1) frame(pictures, task);
    for (const picture of task.pictures) {
      if (shown.has(picture.index)) continue;
      shown.add(picture.index);
      showPicture(pictures, picture, task, body);
      if (task.count === 1) looking.stop();
    }
    if (task.state !== "completed" && task.state !== "failed") return;
    source.close();
    looking.stop();
    finish(card, task, text, bar, cancel, notes, body);
  };
  source.onerror = () => source.readyState === EventSource.CLOSED && (text.textContent = phrases.offline);
}

// Places for the pictures of a group, so that they come without anything jumping.
function frame(pictures, task) {
  if (pictures.children.length) return;
  pictures.classList.add("is-group");
  for (let index = 0; index < task.count; index++) {
    const blank = element("figure", { class: "blank", "data-index": index });
    blank.style.aspectRatio = `${task.width} / ${task.height}`;
    pictures.append(blank);
  }
}

// Asks for the rough picture while there is one; a service without previews is asked once.
function lookAhead(id, image) {
  let timer, address, isOver = false;
  const look = async () => {
    const answer = await fetch(`/model/v1/generation/task/${id}/preview`).catch(() => null);
    if (isOver || (answer && answer.status >= 400)) return;
    if (answer?.status === 200) {
      URL.revokeObjectURL(address);
      image.src = address = URL.createObjectURL(await answer.blob());
      image.hidden = isOver;
    }
    if (!isOver) timer = setTimeout(look, 250);
  };
  return {
    start() { if (!timer && !isOver) timer = setTimeout(look, 100); },
    stop() {
      isOver = true;
      clearTimeout(timer);
      image.hidden = true;
      URL.revokeObjectURL(address);
    },
  };
}

function showPicture(pictures, picture, task, body) {
  const figure = element("figure", { class: "result", "data-index": picture.index });
  if (picture.error) {
    figure.append(element("p", { class: "alert" }, picture.error.message));
  } else {
    figure.append(
      element("a", { href: picture.url, target: "_blank", rel: "noopener" },
        element("img", { src: picture.url, alt: body.prompt, width: picture.width, height: picture.height })),
      element("figcaption", {},
        element("span", {}, `${picture.width} × ${picture.height}`),
        element("span", { class: "row-actions" },
          element("button", { type: "button", class: "button quiet small", onclick: () => reuse(picture) }, phrases.asReference),
          element("a", { class: "button quiet small", href: `${picture.url}?download=1`, download: true }, phrases.download))));
  }
  const blank = $(`[data-index="${picture.index}"]`, pictures);
  if (blank) blank.replaceWith(figure);
  else pictures.append(figure);
}

async function reuse(picture) {
  if (!$("#drop")) await chooseModel("spark_dream_5_0");
  await addFromService(picture.url);
  $("#drop").scrollIntoView({ behavior: "smooth", block: "center" });
}

function finish(card, task, text, bar, cancel, notes, body) {
  card.classList.add("is-finished");
  for (const blank of $$(".blank", card)) blank.remove();
  bar.remove();
  const { model, ...order } = body;
  const again = element("button", {
    type: "button", class: "button quiet small", onclick: () => draw({ seed: 1 + Math.floor(Math.random() * 2 ** 31) }, model, order),
  }, phrases.again);
  cancel.replaceWith(element("span", { class: "row-actions" }, again, element("a", { class: "button quiet small", href: `/console/tasks/${task.id}` }, phrases.openTask)));
  const facts = [task.stateText];
  if (task.seconds != null) facts.push(`${task.seconds.toFixed(1)} s`);
  if (task.cost) facts.push(`${task.cost} USD`);
  text.textContent = facts.join(" · ");
  if (task.error) notes.append(element("p", { class: "alert", role: "alert" }, task.error.code ? element("code", {}, task.error.code) : null, " ", task.error.message));
  if (task.revised) notes.append(element("p", { class: "hint" }, task.revised));
  for (const warning of task.warnings ?? []) notes.append(element("p", { class: "hint warning" }, warning));
}

// --- The first look.

start();
const prompt = $("[data-name=prompt]", form);
const isFresh = !new URLSearchParams(location.search).has("from");
if (isFresh && !prompt.value) prompt.value = sessionStorage.getItem("prompt") ?? "";
show();
check();
for (const reference of JSON.parse($("#start").textContent).references) {
  if (reference.link) addReference({ link: reference.link, kind: reference.kind });
  else addFromService(reference.url, reference.kind);
}
